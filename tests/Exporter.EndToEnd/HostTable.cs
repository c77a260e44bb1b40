using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace NetdevExporter.EndToEnd;

/// <summary>The machine's own net/dev, and what a page must say to show it.</summary>
internal static class HostTable
{
    /// <summary>Reads the table of the network that a process is in; the host's is that of the first one.</summary>
    internal static NetDevTable Read(int pid = 1) =>
        NetDevTable.Parse(File.ReadAllText($"/proc/{pid}/net/dev", Encoding.Latin1));

    internal static string[] InterfacesOf(NetDevTable table) => [.. table.Rows.Select(row => row.Label)];

    internal static string[] InterfacesOf(MetricsPage page) =>
        [.. page["netdev_receive_bytes_total"].Samples.Select(sample => sample.Labels["interface"])];

    /// <summary>
    /// Takes something between two readings of the host's table. Other tests and the engine add interfaces to this
    /// machine and remove them, so it is tried until both readings have the same ones. One that comes and goes in
    /// between is not noticed.
    /// </summary>
    internal static (NetDevTable Before, T Taken, NetDevTable After) Around<T>(Func<T> take)
    {
        const int Seconds = 120;
        (NetDevTable Before, T Taken, NetDevTable After) result = default;
        Wait.Until(
            () =>
            {
                result = (Read(), take(), Read());
                return InterfacesOf(result.Before).SequenceEqual(InterfacesOf(result.After));
            },
            Seconds,
            "the same interfaces before and after");
        return result;
    }

    /// <summary>
    /// Takes a page between two readings of the host's table and checks that it holds the interfaces of both, and every
    /// counter's value from between them.
    /// </summary>
    /// <returns>The page.</returns>
    internal static MetricsPage AssertIsShown(Func<string> takePage)
    {
        (NetDevTable before, MetricsPage page, NetDevTable after) = Around(() => MetricsPage.Parse(takePage()));
        AssertIsBetween(before, after, page);
        return page;
    }

    /// <summary>Checks a value of one counter of the interface in a row.</summary>
    internal static void AssertIsBetween(NetDevTable before, NetDevTable after, int row, int column, string value)
    {
        ulong low = ulong.Parse(before.Rows[row].Values[column]);
        ulong high = ulong.Parse(after.Rows[row].Values[column]);
        Assert.True(
            ulong.Parse(value) >= low && ulong.Parse(value) <= high,
            $"column {column} of {before.Rows[row].Label} is {value}: the host said {low} before and {high} after");
    }

    private static void AssertIsBetween(NetDevTable before, NetDevTable after, MetricsPage page)
    {
        Assert.Equal(InterfacesOf(before), InterfacesOf(page));
        for (int column = 0; column < 16; column++)
        {
            IReadOnlyList<MetricsSample> samples = page[MetricNames.All[0].Families[column]].Samples;
            for (int row = 0; row < samples.Count; row++)
            {
                Assert.Equal(before.Rows[row].Label, samples[row].Labels["interface"]);
                AssertIsBetween(before, after, row, column, samples[row].Value);
            }
        }
    }
}
