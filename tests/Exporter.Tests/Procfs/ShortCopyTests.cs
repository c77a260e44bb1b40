using System;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

public sealed class ShortCopyTests
{
    [Fact]
    public void Any_slice_is_copied_and_nothing_beyond_text_and_room_is_touched()
    {
        using GuardedMemory texts = new(64);
        using GuardedMemory rooms = new(64);
        Random.Shared.NextBytes(texts.Last(64));
        for (int length = 0; length <= 40; length++)
        {
            for (int start = 0; start + length <= 48; start++)
            {
                ReadOnlySpan<byte> text = texts.Last(48);
                Span<byte> room = rooms.Last(Math.Max(length, 16));
                room.Clear();
                ShortCopy.Copy(text, start, length, room);
                Assert.True(room[..length].SequenceEqual(text.Slice(start, length)), $"{length} bytes from {start}");
            }
        }
    }
}
