using System;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

public sealed class ByteWriterTests
{
    [Theory]
    [InlineData(0, "0.000000000")]
    [InlineData(1, "0.000000001")]
    [InlineData(999_999_999, "0.999999999")]
    [InlineData(1_000_000_000, "1.000000000")]
    [InlineData(1_500_000_000, "1.500000000")]
    [InlineData(1_795_000_000_000_000_001, "1795000000.000000001")] // a moment of our days since 1970
    [InlineData(long.MaxValue, "9223372036.854775807")]
    public void Nanoseconds_are_written_as_seconds_without_loss(long nanoseconds, string text)
    {
        byte[] storage = new byte[32];
        ByteWriter writer = new(storage);
        writer.WriteSeconds(nanoseconds);
        Assert.Equal(text, Latin1.Text(storage.AsSpan(0, writer.Length)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(9, "9")]
    [InlineData(10, "10")]
    [InlineData(-1, "-1")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    public void A_number_is_written_in_decimal(long value, string text)
    {
        byte[] storage = new byte[20];
        ByteWriter writer = new(storage);
        writer.WriteNumber(value);
        Assert.Equal(text, Latin1.Text(storage.AsSpan(0, writer.Length)));
    }

    [Fact]
    public void The_first_write_that_does_not_fit_ends_all_writing()
    {
        byte[] storage = new byte[10];
        ByteWriter writer = new(storage);
        writer.Write("12345678"u8);
        writer.Write("abc"u8);
        Assert.Equal((true, 8), (writer.HasOverflowed, writer.Length));
        writer.Write("d"u8); // would fit
        writer.WriteNumber(1);
        Assert.True(writer.Reserve(1).IsEmpty);
        Assert.Equal((true, 8), (writer.HasOverflowed, writer.Length));
        Assert.Equal("12345678\0\0", Latin1.Text(storage));
    }

    [Fact]
    public void A_storage_filled_to_its_last_byte_has_not_overflowed()
    {
        using GuardedMemory memory = new(8);
        ByteWriter writer = new(memory.Last(8));
        writer.Write("abc"u8);
        "defgh"u8.CopyTo(writer.Reserve(5));
        writer.Advance(5);
        writer.Write(default);
        Assert.Equal((false, 8), (writer.HasOverflowed, writer.Length));
        Assert.Equal("abcdefgh", Latin1.Text(memory.Last(8)));
        writer.Write("x"u8);
        Assert.True(writer.HasOverflowed);
    }

    [Fact]
    public void Room_is_given_whole_or_not_at_all()
    {
        for (int size = 0; size < 8; size++)
        {
            ByteWriter writer = new(new byte[size]);
            Assert.True(writer.Reserve(8).IsEmpty);
            Assert.Equal((true, 0), (writer.HasOverflowed, writer.Length));
        }
    }

    [Fact]
    public void No_storage_takes_nothing_and_only_nothing()
    {
        ByteWriter writer = new([]);
        writer.Write(default);
        Assert.False(writer.HasOverflowed);
        writer.Write("x"u8);
        Assert.True(writer.HasOverflowed);
    }
}
