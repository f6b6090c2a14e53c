namespace Ephemeral.Tests.Signals;

public sealed class OperationSignalSummaryTests
{
    [Fact]
    public void ASummary_SaysWhenTheLatestSignalWasRaised()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(timeProvider: time);
        DateTimeOffset start = time.GetUtcNow();
        sink.Raise(new SignalEvent("a", 7, null, start));
        time.Advance(TimeSpan.FromSeconds(2));
        sink.Raise(new SignalEvent("b", 7, "k", time.GetUtcNow()));
        sink.Raise(new SignalEvent("c", 8, null, time.GetUtcNow()));

        OperationSignalSummary summary = Assert.IsType<OperationSignalSummary>(sink.GetOp(7));

        Assert.Equal((start, start + TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), (summary.FirstSeen, summary.LastSeen, summary.Duration));
    }
}
