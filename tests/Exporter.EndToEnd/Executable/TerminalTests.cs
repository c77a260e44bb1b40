using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>A terminal as stderr, as with <c>docker run -t</c>: no log line waits for somebody to read it.</summary>
public sealed partial class TerminalTests : IDisposable
{
    /// <summary>A terminal takes about 20 before somebody has to read it.</summary>
    private const int Lines = 400;

    private const int NonBlocking = 0x800; // O_NONBLOCK

    private static readonly string[] Nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

    private readonly TemporaryFolder folder = new();
    private readonly Terminal terminal = new();

    [Theory]
    [InlineData(false, "read by nobody")]
    [InlineData(true, "stopped, as by Ctrl-S")]
    public void What_takes_no_line_delays_neither_an_answer_nor_the_stop(bool isStopped, string reason)
    {
        if (isStopped)
        {
            terminal.StopOutput();
        }

        using Instance exporter = Start();
        CauseLines(exporter);
        Assert.True(OpenFlags(exporter).Count() == 2, reason); // stderr, and a description of its own
        Assert.Equal(0, OpenFlags(exporter).First() & NonBlocking); // a shell may share this one
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void Nor_does_it_where_the_terminal_is_another_users_and_cannot_be_opened_again()
    {
        Machine.RequireRoot();
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        using Instance exporter = Start(Nobody);
        CauseLines(exporter);
        Assert.Single(OpenFlags(exporter));
        Assert.Equal(0, OpenFlags(exporter).First() & NonBlocking);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void The_next_line_that_is_written_says_how_many_were_not()
    {
        using Instance exporter = Start();
        CauseLines(exporter);
        string before = terminal.Read();
        CauseLine(exporter, Lines);
        CauseLine(exporter, Lines + 1);
        string[] after = terminal.Read().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        int written = before.Split("\r\n").Length - 1;
        Match dropped = Dropped().Match(after[^2]);
        Assert.True(dropped.Success, after[^2]); // and it begins on a line of its own
        Assert.Equal(2 + Lines, written + int.Parse(dropped.Groups[1].Value));
        Assert.DoesNotContain("dropped_lines", after[^1]);
    }

    public void Dispose()
    {
        terminal.Dispose();
        folder.Dispose();
    }

    /// <summary>A shell opens the terminal, and then starts the exporter, by another program if one is given.</summary>
    private Instance Start(params string[] launcher)
    {
        WriteSource(isValid: true);
        return Instance.StartAt(
            FreePort.TakeLoopback(), ["--path.netdev", folder.PathOf("dev")],
            ["sh", "-c", $"exec \"$0\" \"$@\" 2>'{terminal.Path}'", .. launcher]);
    }

    private void WriteSource(bool isValid) => folder.Write("dev", isValid ? NetDevText.Plain : "no table\n");

    private void CauseLines(Instance exporter)
    {
        for (int i = 0; i < Lines; i++)
        {
            CauseLine(exporter, i);
        }
    }

    /// <summary>Makes the source invalid, or valid again.</summary>
    private void CauseLine(Instance exporter, int index)
    {
        bool isValid = index % 2 == 1;
        WriteSource(isValid);
        Assert.Equal(isValid ? 200 : 503, exporter.Get("/metrics").Status);
    }

    /// <summary>The flags of the descriptions of the terminal that it has open, stderr's first.</summary>
    private IEnumerable<int> OpenFlags(Instance exporter) =>
        Directory.GetFiles($"/proc/{exporter.ProcessId}/fd")
            .Where(path => new FileInfo(path).LinkTarget == terminal.Path)
            .Select(path => int.Parse(Path.GetFileName(path)))
            .Order()
            .Select(number => File.ReadLines($"/proc/{exporter.ProcessId}/fdinfo/{number}"))
            .Select(lines => Convert.ToInt32(lines.Single(line => line.StartsWith("flags:")).Split('\t')[1], 8));

    [GeneratedRegex("^time=.* dropped_lines=([0-9]+)$")]
    private static partial Regex Dropped();
}
