using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>How long a connection stays: by itself, for what its client takes, and for what all clients take.</summary>
public sealed class StayTests
{
    private const long Now = 1_000_000;
    private const long End = Now + Limits.StallMilliseconds;
    private const int More = Limits.StayMillisecondsMax - Limits.StallMilliseconds;

    private readonly Throughput throughput = new();
    private readonly Stay stay;

    public StayTests()
    {
        stay = new Stay(throughput);
        stay.Begin(End);
    }

    [Theory]
    [InlineData("nothing", 0, 0)]
    [InlineData("a tenth of a second's bytes", Limits.TakenBytesPerSecondMin / 10, 99)]
    [InlineData("a second's bytes", Limits.TakenBytesPerSecondMin, More)]
    public void A_client_extends_it_by_what_it_takes_at_a_rate_up_to_a_bound(string what, int bytes, int more)
    {
        stay.Extend(bytes, Now);
        Assert.True(stay.EndsAt(isSending: true) == End + more, what);
    }

    [Theory]
    [InlineData("nothing", 0, 0)]
    [InlineData("a tenth of a second's bytes", Limits.TotalBytesPerSecondMin / 10, 99)]
    [InlineData("ten seconds' bytes", Limits.TotalBytesPerSecondMin * 10, Limits.StayMillisecondsMax)]
    public void Others_extend_it_by_what_they_take_together_up_to_a_bound(string what, int bytes, int more)
    {
        Take(bytes);
        Assert.True(stay.EndsAt(isSending: true) == End + more, what);
    }

    [Fact]
    public void What_others_took_before_or_while_nothing_is_sent_does_not_count()
    {
        Take(Limits.TotalBytesPerSecondMin);
        Assert.Equal(End, stay.EndsAt(isSending: false));
        stay.Begin(End);
        Assert.Equal(End, stay.EndsAt(isSending: true));
    }

    [Fact]
    public void A_client_that_takes_nothing_leaves_after_a_bounded_time_whatever_the_others_take()
    {
        for (long now = Now; now < Now + 10_000; now += 10)
        {
            Take(Limits.TotalBytesPerSecondMin / 10);
        }

        Assert.Equal(End + Limits.StayMillisecondsMax, stay.EndsAt(isSending: true));
    }

    [Theory]
    [InlineData(0, Limits.SendBufferBytes, 0)]
    [InlineData(0, Limits.SendBufferBytes + 10, 10)]
    [InlineData(Limits.SendBufferBytes - 10, Limits.SendBufferBytes + 10, 10)]
    [InlineData(Limits.SendBufferBytes + 10, Limits.SendBufferBytes + 30, 20)]
    public void What_the_kernels_take_of_a_response_without_its_client_does_not_count(int start, int end, int count)
    {
        throughput.Add(start, end);
        Assert.Equal(count, throughput.Bytes);
    }

    private void Take(int bytes) => throughput.Add(Limits.SendBufferBytes, Limits.SendBufferBytes + bytes);
}
