using System;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

public sealed class NativeBufferTests
{
    [Fact]
    public void A_buffer_that_grows_keeps_what_was_written()
    {
        using NativeBuffer buffer = new(4);
        "abcd"u8.CopyTo(buffer.Bytes);
        Assert.True(buffer.TryGrow(1_000_000));
        Assert.Equal((1_000_000, 1_000_000), (buffer.Length, buffer.Bytes.Length));
        Assert.True(buffer.Bytes.StartsWith("abcd"u8));
        buffer.Bytes[999_999] = 1;
    }

    [Fact]
    public void A_buffer_never_shrinks()
    {
        using NativeBuffer buffer = new(100);
        Assert.True(buffer.TryGrow(10));
        Assert.Equal(100, buffer.Length);
    }

    [Theory]
    [InlineData(8, 2)]
    [InlineData(11, 2)] // a rest too small for one is left out
    [InlineData(3, 0)]
    public void A_buffer_can_be_seen_as_values(int bytes, int values)
    {
        using NativeBuffer buffer = new(bytes);
        Assert.Equal(values, buffer.As<int>().Length);
    }

    [Fact]
    public void A_buffer_that_was_freed_is_empty_and_may_be_freed_again()
    {
        NativeBuffer buffer = new(10);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal((0, 0), (buffer.Length, buffer.Bytes.Length));
    }
}
