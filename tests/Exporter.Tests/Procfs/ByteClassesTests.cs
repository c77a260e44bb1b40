using System;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests.Procfs;

public sealed class ByteClassesTests
{
    [Fact]
    public void Every_byte_is_classified_at_every_place()
    {
        byte[] text = new byte[ByteClasses.BlockBytes + 1];
        for (int place = 0; place < ByteClasses.BlockBytes; place++)
        {
            for (int value = 0; value <= byte.MaxValue; value++)
            {
                text.AsSpan().Clear();
                text[place] = (byte)value;
                ByteClasses.Classify(text, 0, out ulong digits, out ulong blanks);
                Assert.Equal(value is >= '0' and <= '9' ? 1UL << place : 0, digits);
                Assert.Equal(value is ' ' or '\t' ? 1UL << place : 0, blanks);
            }
        }
    }

    [Fact]
    public void Behind_a_texts_end_there_is_neither_digit_nor_blank()
    {
        using GuardedMemory memory = new(256);
        memory.Last(256).Fill((byte)'7');
        for (int length = 0; length <= 130; length++)
        {
            for (int position = 0; position <= length + 1; position++)
            {
                ByteClasses.Classify(memory.Last(length), position, out ulong digits, out ulong blanks);
                int rest = Math.Clamp(length - position, 0, ByteClasses.BlockBytes);
                Assert.Equal(rest == ByteClasses.BlockBytes ? ulong.MaxValue : (1UL << rest) - 1, digits);
                Assert.Equal(0UL, blanks);
            }
        }
    }
}
