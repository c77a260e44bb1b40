using System;
using System.Globalization;
using System.Text;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests;

public sealed class UtcTextTests
{
    [Fact]
    public void Any_moment_reads_as_the_base_library_writes_it()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            AssertSame(
                new DateTime(random.NextInt64(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc));
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00.000Z")] // the first
    [InlineData("1999-12-31T23:59:59.999Z")] // everything turns over behind it
    [InlineData("2024-02-29T12:00:00.001Z")] // a leap day
    [InlineData("2026-11-01T09:09:09.090Z")] // digits that need zeros before or behind them
    [InlineData("9999-12-31T23:59:59.999Z")] // the last
    public void A_moment_at_an_edge_reads_as_the_base_library_writes_it(string moment) =>
        AssertSame(DateTime.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));

    private static void AssertSame(DateTime moment)
    {
        byte[] log = new byte[UtcText.LogLength];
        UtcText.WriteLog(moment, log);
        Assert.Equal(
            moment.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(log));
        byte[] http = new byte[UtcText.HttpLength];
        UtcText.WriteHttp(moment, http);
        Assert.Equal(moment.ToString("R", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(http));
    }
}
