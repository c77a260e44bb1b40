using System.IO;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>
/// The executables on the processors that they are for, old and new, emulated by qemu-user: each golden page, byte for
/// byte. The lowest amd64 is one without SSE3 that has cmpxchg16b; the lowest arm64 is ARMv8.0, without atomics of 8.1.
/// </summary>
public sealed class ProcessorTests
{
    private const string Lowest = "qemu64,-sse3";
    private const string WithoutWideExchange = "qemu64,-cx16";
    private const int IllegalInstruction = 128 + 4; // SIGILL

    public static TheoryData<string> Amd64 => [Lowest, "core2duo", "Nehalem", "phenom", "max"];

    public static MatrixTheoryData<string, int> Arm64 =>
        new(["cortex-a53", "cortex-a72", "a64fx", "max"], [4096, 16384, 65536]);

    [Theory]
    [MemberData(nameof(Amd64))]
    public void On_amd64_it_writes_the_golden_pages(string model) =>
        AssertGoldenPages(Machine.ExecutableFor("amd64"), Emulator("x86_64"), "-cpu", model);

    [Theory]
    [MemberData(nameof(Arm64))]
    public void On_arm64_it_writes_the_golden_pages_whatever_the_size_of_a_page(string model, int pageBytes) =>
        AssertGoldenPages(
            Machine.ExecutableFor("arm64"), Emulator("aarch64"), "-cpu", model, "-p", $"{pageBytes}");

    [Fact]
    public void On_the_lowest_amd64_it_serves_and_compresses()
    {
        using TemporaryFolder folder = new();
        string dev = folder.Write("dev", NetDevText.Many(100));
        using Instance exporter = Instance.StartAt(
            FreePort.TakeLoopback(), ["--path.netdev=" + dev], Emulator("x86_64"), "-cpu", Lowest);
        using WireClient client = exporter.Connect();
        Assert.Equal(100, exporter.GetPage().Value("netdev_interfaces"));
        WireResponse response = client.Get("/metrics", "Accept-Encoding: gzip\r\n");
        using GZipStream page = new(new MemoryStream(response.Body), CompressionMode.Decompress);
        using StreamReader reader = new(page, Encoding.Latin1);
        Assert.Contains("\nnetdev_interfaces 100\n", reader.ReadToEnd());
    }

    [Fact]
    public void Without_cmpxchg16b_it_ends_at_once()
    {
        ToolResult result = Tool.Run(
            "prlimit",
            ["--core=0", Emulator("x86_64"), "-cpu", WithoutWideExchange, Machine.Executable, "--version"]);
        Assert.Equal(IllegalInstruction, result.ExitCode);
        Assert.Empty(result.Output);
    }

    private static void AssertGoldenPages(string executable, string emulator, params string[] options)
    {
        Machine.Require(File.Exists(executable), executable + " (./build.sh --arch arm64)");
        string folder = Path.Combine(Machine.Repository, "tests", "Exporter.Tests", "Golden");
        string[] pages = [.. Directory.EnumerateFiles(folder, "*.prom")];
        Assert.NotEmpty(pages);
        foreach (string page in pages)
        {
            string[] name = Path.GetFileName(page).Split('.'); // case.scheme.prom
            string written = Tool.Succeed(
                emulator,
                [.. options, executable, "--once", "--path.netdev=" + Path.Combine(folder, name[0] + ".netdev"),
                    "--metrics.names=" + name[1]]);
            string first = name[1] == "node" ? "# HELP node_uname_info " : "# HELP netdev_exporter_build_info ";
            Assert.Equal(File.ReadAllText(page), written[..written.IndexOf(first)]);
        }
    }

    private static string Emulator(string processor)
    {
        Machine.SkipUnderEmulation("it emulates both architectures itself");
        string emulator = Path.Combine(Machine.Tools, "qemu-user", "usr", "bin", $"qemu-{processor}-static");
        Machine.Require(File.Exists(emulator), "qemu-user-static (tests/Exporter.EndToEnd/prepare.sh)");
        return emulator;
    }
}
