using System.Linq;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>
/// A clock that is set back, or on, moves no deadline: what waits goes by <c>CLOCK_MONOTONIC</c>, as TickCount64 and
/// Stopwatch do. (Setting the machine's clock is no test's business, and a time namespace has no clock of its own.)
/// </summary>
public sealed class ClockTests
{
    [Fact]
    public void The_time_of_day_is_read_for_the_log_the_Date_field_and_the_moment_of_the_start_alone()
    {
        string[] readers = [.. Repository.Sources
            .Where(source => SourceCode.Mentions(SourceCode.Strip(source.Value), "(UtcNow|Now|Today)"))
            .Select(source => source.Key).Order()];
        Assert.Equal(["Http/Message/ResponseHead.cs", "Platform/Log.cs", "Source/ProcessReader.cs"], readers);
    }
}
