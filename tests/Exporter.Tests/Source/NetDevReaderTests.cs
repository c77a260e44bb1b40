using System;
using System.IO;
using System.Linq;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests.Source;

/// <summary>Memory is taken for devices, and not for what is no table, however long the file is.</summary>
public sealed class NetDevReaderTests : IDisposable
{
    private const long Now = 1_000_000;
    private const int FileBytes = 10 * Limits.TextBytesInitial;

    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;

    private string FilePath => Path.Combine(folder, "dev");

    public static TheoryData<string, string> Others => new()
    {
        { nameof(SourceStatus.UnknownHeader), "" }, // and zeros: a sparse file
        { nameof(SourceStatus.UnknownHeader), Repeat("noise\n") },
        { nameof(SourceStatus.UnknownHeader), NetDevText.Top },
        { nameof(SourceStatus.ConvertedLineEnds), NetDevText.Header.Replace("\n", "\r\n") },
        { nameof(SourceStatus.MostLinesSkipped), NetDevText.Header },
        { nameof(SourceStatus.MostLinesSkipped), NetDevText.Header + Repeat("noise\n") },
        { nameof(SourceStatus.MostLinesSkipped), NetDevText.Header + Repeat("\n") },
        { nameof(SourceStatus.MostLinesSkipped), NetDevText.Plain + Repeat("noise\n") },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_no_table_is_read_no_further_than_its_devices_justify(string status, string beginning)
    {
        using (FileStream file = File.Create(FilePath))
        {
            file.Write(Latin1.Bytes(beginning));
            file.SetLength(10L << 30); // sparse
        }

        using NetDevReader reader = new(FilePath, allowsOwn: false);
        Assert.Equal(status, reader.Read(Now, out _).ToString());
        Assert.InRange(reader.TextCapacity, 1, 4 * Limits.TextBytesInitial);
        Assert.Equal(Limits.DevicesInitial, reader.DeviceCapacity);
    }

    [Theory]
    [InlineData("lines that are skipped", 2)]
    [InlineData("names that are repeated", 2)]
    public void A_long_table_with_such_lines_is_read_whole(string what, int devices)
    {
        string[] pieces = what.StartsWith("names")
            ? [NetDevText.Rows("bridge", "vlan10"), .. Enumerable.Repeat(NetDevText.Row("vlan10"), FileBytes / 80)]
            : [.. Enumerable.Range(0, FileBytes / 1000).Select(
                i => NetDevText.Row($"veth{i % devices}") + new string('-', 1000) + '\n')];
        File.WriteAllText(FilePath, NetDevText.Header + string.Concat(pieces));
        using NetDevReader reader = new(FilePath, allowsOwn: false);
        Assert.Equal(SourceStatus.Ok, reader.Read(Now, out NetDevSnapshot snapshot));
        Assert.Equal(devices, snapshot.Count);
        Assert.InRange(reader.TextCapacity, FileBytes, int.MaxValue);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Repeat(string line) => string.Concat(Enumerable.Repeat(line, FileBytes / line.Length));
}
