using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>A test waits for what it expects (<c>Wait.Until</c>) or is handed the time; some have to sleep.</summary>
public sealed class SleepTests
{
    private static readonly Dictionary<string, string> MaySleep = new()
    {
        ["Exporter.Bench/Contender.cs"] = "the pause before it is asked again whether it has started",
        ["Exporter.Bench/Extras.cs"] = "the second reading of sysfs comes up to 30 s after the first",
        ["Exporter.EndToEnd/Wait.cs"] = "the pause before a condition is checked again",
        ["Exporter.EndToEnd/Instance.cs"] = "a line too many in the log would come by then",
        ["Exporter.EndToEnd/CommandLine/SignalTests.cs"] = "a signal comes at any moment of the start",
        ["Exporter.EndToEnd/CommandLine/TextFileFlagTests.cs"] = "a failure of the next interval is not logged again",
        ["Exporter.EndToEnd/Containers/SeccompTests.cs"] = "the file is opened anew once a second, under the profile",
        ["Exporter.EndToEnd/Executable/TracedLife.cs"] = "the file is opened anew once a second, which is traced",
        ["Exporter.EndToEnd/Hostile/RestartTests.cs"] = "a slow reader holds its page when the exporter is stopped",
        ["Exporter.EndToEnd/Hostile/Scraper.cs"] = "it scrapes once a second",
        ["Exporter.EndToEnd/Hostile/ShortageTests.cs"] = "nothing more is said or done while the shortage lasts",
        ["Exporter.EndToEnd/Http/CompressionTests.cs"] = "clients that take nothing for a time",
        ["Exporter.EndToEnd/Http/ConnectionLimitTests.cs"] = "clients come one after another",
        ["Exporter.EndToEnd/Http/ConnectionTests.cs"] = "requests arrive in pieces",
        ["Exporter.EndToEnd/Http/DescriptorLimitTests.cs"] = "CPU time is measured over a second",
        ["Exporter.EndToEnd/Http/ManyClientsTests.cs"] = "clients that come, go and take nothing, at a pace",
        ["Exporter.EndToEnd/Http/SlowHeadTests.cs"] = "a client that sends a byte now and then",
        ["Exporter.EndToEnd/Http/SlowReaderTests.cs"] = "a client that takes nothing for 20 s",
        ["Exporter.EndToEnd/Http/TokenTests.cs"] = "clients that ask while the token is read again",
        ["Exporter.EndToEnd/Http/TooLargeRequestTests.cs"] = "a client that goes on sending",
        ["Exporter.EndToEnd/Soak/Crowd.cs"] = "clients that come at a pace and send slowly",
        ["Exporter.EndToEnd/Soak/Footprint.cs"] = "at rest means no change for a second",
        ["Exporter.Tests/Http/ServerTests.cs"] = "a client that takes its page slowly",
    };

    [Fact]
    public void Only_these_files_sleep()
    {
        string tests = Repository.PathOf("tests");
        Assert.Equal(
            MaySleep.Keys.Order(),
            Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
                .Where(path => Regex.IsMatch(SourceCode.Strip(File.ReadAllText(path)), @"\b(Sleep|Delay)\("))
                .Select(path => Path.GetRelativePath(tests, path)).Order());
    }
}
