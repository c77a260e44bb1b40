using NetdevExporter.Diagnosis;
using NetdevExporter.Procfs;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Of several devices with one name, which is shown, in one line for a person.</summary>
public sealed class RepeatedNamesTests
{
    [Theory]
    [InlineData("bridge", 1, "bridge")]
    [InlineData("bridge", 3, "bridge")]
    [InlineData("\xC3\xA9", 1, "\u00E9")]
    [InlineData("\xFF", 1, "\uFFFD")]
    public void The_first_name_that_repeats_is_told_with_how_many_lines_do(string name, int times, string shown)
    {
        string text = NetDevText.Header + NetDevText.Row("lo") + NetDevText.Row(name);
        for (int i = 0; i < times; i++)
        {
            text += NetDevText.Row(name);
        }

        NetDevStatus status = NetDevParser.Parse(
            Latin1.Bytes(text), null, new NetDevLine[8], new int[8], out NetDevSnapshot devices);
        Assert.Equal(NetDevStatus.Ok, status);
        Assert.Equal(
            $"more than one interface is named {shown}: the page shows the first one only "
                + $"(lines that repeat a name: {times})",
            Warning.OfRepeatedNames(devices));
    }

    [Fact]
    public void Names_that_are_there_once_are_no_warning()
    {
        _ = NetDevParser.Parse(
            Latin1.Bytes(NetDevText.Plain + "lo: 1\n"), null, new NetDevLine[8], new int[8],
            out NetDevSnapshot devices);
        Assert.Equal((2, 1), (devices.Count, devices.SkippedLines));
        Assert.Null(Warning.OfRepeatedNames(devices));
    }
}
