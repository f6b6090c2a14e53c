using System.Runtime.CompilerServices;

namespace Ephemeral.Tests.Orchestration;

public sealed class ProgressSignalsTests
{
    private readonly SignalSink _sink = new(10_000);

    private IEnumerable<string> Names => _sink.Sense().Select(static signal => signal.Signal);

    [Fact]
    public void EveryReport_IsRaisedByDefault_AndCountsNothing()
    {
        for (int i = 1; i <= 3; i++) ProgressSignals.Emit(_sink, "ingest", i, 3);

        Assert.Equal(["progress:ingest:1/3", "progress:ingest:2/3", "progress:ingest:3/3"], Names);
        Assert.All(_sink.Sense(), static signal => Assert.Equal("ingest", signal.Key));
        Assert.Equal((0, 0L), (ProgressSignals.GetTrackedCount(_sink), ProgressSignals.GetForgottenCount(_sink)));
    }

    [Fact]
    public void ASampleRate_CountsForEachKey_AndTheLastIsAlwaysRaised()
    {
        for (int i = 1; i <= 12; i++)
        {
            ProgressSignals.Emit(_sink, "a", i, 12, sampleRate: 5);
            if (i <= 6) ProgressSignals.Emit(_sink, "b", i, 12, sampleRate: 3);
        }

        Assert.Equal(["progress:b:3/12", "progress:a:5/12", "progress:b:6/12", "progress:a:10/12", "progress:a:12/12"], Names);
        Assert.Equal(1, ProgressSignals.GetTrackedCount(_sink)); // a is complete
    }

    [Fact]
    public void ACompleteKey_BeginsAgain_AndMoreThanTheTotalIsComplete()
    {
        ProgressSignals.Emit(_sink, "a", 1, 9, 2);
        ProgressSignals.Emit(_sink, "a", 10, 9, 2);
        ProgressSignals.Emit(_sink, "a", 1, 9, 2);
        ProgressSignals.Emit(_sink, "a", 2, 9, 2);
        ProgressSignals.Emit(_sink, "none", 0, 0, 100);

        Assert.Equal(["progress:a:10/9", "progress:a:2/9", "progress:none:0/0"], Names);
    }

    [Fact]
    public void SinksCountApart()
    {
        SignalSink other = new();
        ProgressSignals.Emit(_sink, "a", 1, 9, 2);
        ProgressSignals.Emit(other, "a", 1, 9, 2);

        Assert.Empty(_sink.Sense());
        Assert.Empty(other.Sense());
    }

    [Fact]
    public void BeyondTheBound_TheKeyReportedLeastRecentlyIsForgottenAndCounted()
    {
        for (int i = 0; i < 1_024; i++) ProgressSignals.Emit(_sink, $"key{i}", 1, 9, 2);
        ProgressSignals.Emit(_sink, "key0", 2, 9, 3);
        ProgressSignals.Emit(_sink, "new", 1, 9, 2); // key1 goes

        Assert.Equal((1_024, 1L), (ProgressSignals.GetTrackedCount(_sink), ProgressSignals.GetForgottenCount(_sink)));
        ProgressSignals.Emit(_sink, "key0", 3, 9, 3);
        ProgressSignals.Emit(_sink, "key1", 2, 9, 2);
        ProgressSignals.Emit(_sink, "key3", 2, 9, 2);
        Assert.Equal(["progress:key0:3/9", "progress:key3:2/9"], Names);
    }

    [Fact]
    public void ManyThreads_RaiseEveryNthInAll()
    {
        Parallel.For(0, 1_000, _ => ProgressSignals.Emit(_sink, "a", 1, 9, 10));

        Assert.Equal(100, _sink.Count);
    }

    [Fact]
    public void Counts_LeaveWithTheirSink()
    {
        WeakReference sink = MakeAndForget();
        for (int i = 0; i < 10 && sink.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(sink.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference MakeAndForget()
        {
            SignalSink forgotten = new();
            ProgressSignals.Emit(forgotten, "a", 1, 9, 2);
            return new(forgotten);
        }
    }

    [Fact]
    public void WrongArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>("sink", () => ProgressSignals.Emit(null!, "a", 1, 2));
        Assert.Throws<ArgumentException>("key", () => ProgressSignals.Emit(_sink, "", 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("current", () => ProgressSignals.Emit(_sink, "a", -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("total", () => ProgressSignals.Emit(_sink, "a", 1, -2));
        Assert.Throws<ArgumentOutOfRangeException>("sampleRate", () => ProgressSignals.Emit(_sink, "a", 1, 2, 0));
        Assert.Throws<ArgumentNullException>("sink", () => ProgressSignals.GetForgottenCount(null!));
    }
}
