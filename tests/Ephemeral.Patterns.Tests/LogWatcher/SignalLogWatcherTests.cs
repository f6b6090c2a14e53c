namespace Ephemeral.Patterns.Tests.LogWatcher;

public sealed class SignalLogWatcherTests
{
    private readonly SignalSink _sink = new();
    private readonly List<SignalEvent> _reported = [];

    [Fact]
    public void AMatch_IsReportedWhenItIsRaised_OnceForEachOperationAndName()
    {
        using SignalLogWatcher watcher = new(_sink, _reported.Add);
        _sink.Raise(new SignalEvent("error.db", 1, "k", default) { Payload = "why" });
        _sink.Raise(new SignalEvent("error.db", 1, "k", default));
        _sink.Raise(new SignalEvent("error.web", 1, null, default));
        _sink.Raise(new SignalEvent("error.db", 2, null, default));
        _sink.Raise("warning");
        _sink.Raise("error.db");
        _sink.Raise("error.db"); // each with an id of its own

        Assert.Equal(["error.db", "error.web", "error.db", "error.db", "error.db"], _reported.Select(static signal => signal.Signal));
        Assert.Equal("why", _reported[0].Payload);
        Assert.Equal(5, watcher.MatchCount);
    }

    [Fact]
    public void WhatIsPresentAlready_IsReportedFirst()
    {
        _sink.Raise("error.before");
        using SignalLogWatcher watcher = new(_sink, _reported.Add);
        _sink.Raise("error.after");

        Assert.Equal(["error.before", "error.after"], _reported.Select(static signal => signal.Signal));
    }

    [Fact]
    public void SignalsRaisedWhileItIsMade_AreReportedOnce()
    {
        for (int round = 0; round < 20; round++)
        {
            SignalSink sink = new(10_000);
            int reports = 0;
            List<SignalLogWatcher> made = [];
            Parallel.Invoke(
                () =>
                {
                    for (int i = 0; i < 2_000; i++) sink.Raise("error.x");
                },
                () => made.Add(new(sink, _ => Interlocked.Increment(ref reports))));
            Assert.Equal(2_000, reports);
            made[0].Dispose();
        }
    }

    [Fact]
    public void ACallbackThatThrows_IsCounted_AndCalledAgain()
    {
        int calls = 0;
        _sink.Raise("error.before");
        using SignalLogWatcher watcher = new(_sink, _ =>
        {
            calls++;
            throw new InvalidOperationException("bad");
        });
        _sink.Raise("error.a");

        Assert.Equal((2, 2L, 0L), (calls, watcher.CallbackFailures, _sink.CallbackFailures));
    }

    [Fact]
    public void AfterDispose_NothingIsReported()
    {
        SignalLogWatcher watcher = new(_sink, _reported.Add, "*");
        watcher.Dispose();
        watcher.Dispose();
        _sink.Raise("error.a");

        Assert.Empty(_reported);
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new SignalLogWatcher(null!, _reported.Add));
        Assert.Throws<ArgumentNullException>(() => new SignalLogWatcher(_sink, null!));
        Assert.Throws<ArgumentException>(() => new SignalLogWatcher(_sink, _reported.Add, ""));
    }
}
