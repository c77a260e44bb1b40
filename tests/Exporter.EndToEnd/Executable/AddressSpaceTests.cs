using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// It starts in as little address space (<c>RLIMIT_AS</c>, <c>ulimit -v</c>) as small boards grant. The limit decides
/// where the collector's tables begin and end on a page; a table whose last page was not committed ended most starts.
/// </summary>
public sealed class AddressSpaceTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public void It_answers_under_each_limit_from_40_to_128_MiB()
    {
        Machine.SkipUnderEmulation("qemu takes 128 MiB of address space for its translations");
        using TemporaryFolder folder = new();
        string source = "--path.netdev=" + folder.Write("dev", NetDevText.Plain);
        for (int mebibytes = 40; mebibytes <= 128; mebibytes++)
        {
            ToolResult result = Tool.Run(
                "prlimit", [$"--as={mebibytes * Mebibyte}", Machine.Executable, "--once", source]);
            Assert.True(result.ExitCode == 0, $"{mebibytes} MiB: exit {result.ExitCode} {result.Error}");
            Assert.Contains("netdev_interfaces ", result.Output);
        }
    }
}
