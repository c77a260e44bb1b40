using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>The executable stands alone: static, position-independent, hardened and small.</summary>
public sealed class ElfTests
{
    private const int BytesMax = 1_230_000;
    private const ulong BindNow = 0x8; // DF_BIND_NOW
    private const ulong Now1 = 0x1; // DF_1_NOW
    private const ulong Pie1 = 0x08000000; // DF_1_PIE

    private readonly ElfFile file = new(Machine.Executable);

    [Fact]
    public void It_is_for_the_processor_under_test()
    {
        Assert.Equal(Machine.Architecture, file.Architecture);
    }

    [Fact]
    public void It_has_no_interpreter_and_needs_no_library()
    {
        Assert.DoesNotContain(file.Segments, segment => segment.Type == ElfFile.Interpreter);
        Assert.DoesNotContain(file.DynamicEntries, entry => entry.Tag is ElfFile.Needed or ElfFile.RunPath);
    }

    [Fact]
    public void It_is_loaded_wherever_the_kernel_likes()
    {
        Assert.Equal(3, file.Type);
        Assert.Equal(Pie1, DynamicValue(ElfFile.Flags1Entry) & Pie1);
        Assert.DoesNotContain(file.DynamicEntries, entry => entry.Tag == ElfFile.TextRelocations);
    }

    [Fact]
    public void What_is_relocated_is_read_only_from_the_start()
    {
        Assert.Contains(file.Segments, segment => segment.Type == ElfFile.GnuRelRo);
        Assert.True((DynamicValue(ElfFile.FlagsEntry) & BindNow) != 0
            || (DynamicValue(ElfFile.Flags1Entry) & Now1) != 0);
    }

    [Fact]
    public void Nothing_is_writable_and_executable_not_even_the_stack()
    {
        Assert.Single(file.Segments, segment => segment.Type == ElfFile.GnuStack
            && (segment.Flags & ElfFile.CanExecute) == 0);
        Assert.DoesNotContain(file.Segments, segment => segment.Type == ElfFile.Load
            && (segment.Flags & ElfFile.CanExecute) != 0 && (segment.Flags & ElfFile.CanWrite) != 0);
        Assert.Contains(file.Segments, segment => segment.Type == ElfFile.Load
            && (segment.Flags & ElfFile.CanExecute) != 0);
    }

    [Fact]
    public void It_is_stripped() => Assert.DoesNotContain(2u, file.SectionTypes); // SHT_SYMTAB

    [Fact]
    public void It_keeps_its_size() => Assert.InRange(file.Length, 100_000, BytesMax);

    private ulong DynamicValue(ulong tag) => file.DynamicEntries.SingleOrDefault(entry => entry.Tag == tag).Value;
}
