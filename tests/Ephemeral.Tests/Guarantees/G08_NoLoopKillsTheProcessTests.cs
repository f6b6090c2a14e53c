namespace Ephemeral.Tests.Guarantees;

/// <summary>G8, the sink's part: loops of signals are cut, and the cut is counted and visible.</summary>
public sealed class G08_NoLoopKillsTheProcessTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void SelfTriggeringSignal_IsCutAtTheDepthLimit()
    {
        SignalSink sink = new(timeProvider: _time);
        int handled = 0;
        sink.Subscribe("loop", _ =>
        {
            handled++;
            sink.Raise("loop");
        });

        sink.Raise("loop");

        Assert.Equal(16, handled);
        Assert.Equal(1, sink.BlockedCount);
        Assert.Equal("loop", Assert.Single(sink.Sense(static signal => signal.Is("signal.blocked"))).Key);
    }

    [Fact]
    public void MutualRaises_OverTwoSinks_AreCut()
    {
        SignalSink first = new(timeProvider: _time);
        SignalSink second = new(timeProvider: _time);
        int handled = 0;
        first.Subscribe("ping", _ => second.Raise("pong"));
        second.Subscribe("pong", _ =>
        {
            handled++;
            first.Raise("ping");
        });

        first.Raise("ping");

        Assert.InRange(handled, 1, 16);
        Assert.Equal(1, first.BlockedCount + second.BlockedCount);
    }

    [Fact]
    public void ForwardersThatHandEventsOnUnchanged_AreCut()
    {
        SignalSink first = new(timeProvider: _time);
        SignalSink second = new(timeProvider: _time);
        first.Subscribe("x", second.Raise);
        second.Subscribe("x", first.Raise);

        first.Raise("x");

        Assert.Equal(1, first.BlockedCount + second.BlockedCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LoopWithoutLimits_StopsBeforeTheStackIsUsedUp(bool leaf)
    {
        SignalConstraints leaves = new() { MaxDepth = int.MaxValue, LeafSignals = ["loop"] };
        SignalSink sink = new(10, null, _time, leaf ? leaves : SignalConstraints.None);
        sink.Subscribe("loop", _ => sink.Raise("loop"));

        Thread thread = new(() => sink.Raise("loop"), maxStackSize: 512 * 1024);
        thread.Start();

        Assert.True(thread.Join(TestTimeout.Limit));
        Assert.Equal(1, sink.BlockedCount);
    }

    [Fact]
    public void LeafLoop_IsCutThoughItHidesItsCauses()
    {
        SignalSink sink = new(10, null, _time, new() { LeafSignals = ["loop"] });
        int handled = 0;
        sink.Subscribe("loop", _ =>
        {
            handled++;
            sink.Raise("loop");
        });

        sink.Raise("loop");

        Assert.InRange(handled, 1, 11);
        Assert.Equal(1, sink.BlockedCount);
    }

    [Fact]
    public void HandlersOfTheCutItself_MayLoopToo()
    {
        SignalSink sink = new(100, null, _time, new() { MaxDepth = 3, BlockCycles = false });
        sink.Subscribe(_ => sink.Raise("again"));

        sink.Raise("start");

        Assert.Single(sink.Sense(static signal => signal.Is("signal.blocked")));
        Assert.True(sink.BlockedCount >= 2);
    }

    [Fact]
    public void OnBlocked_ThatRaisesTheSameAgain_IsCalledOnce()
    {
        int blocked = 0;
        SignalSink? sink = null;
        sink = new(100, null, _time, new()
        {
            MaxDepth = 1,
            OnBlocked = (signal, reason) =>
            {
                Assert.Equal(SignalBlockReason.MaxDepthExceeded, reason);
                blocked++;
                sink!.Raise(signal);
            },
        });
        sink.Subscribe("a", _ => sink.Raise("a"));

        sink.Raise("a");

        Assert.Equal(1, blocked);
        Assert.Equal(2, sink.BlockedCount);
        Assert.Equal(0, sink.CallbackFailures);
    }

    [Fact]
    public void SignalBlocked_IsRaisedAtMostOnceAMinute()
    {
        SignalSink sink = new(100, TimeSpan.FromHours(1), _time, SignalConstraints.Strict);
        sink.Subscribe("loop", _ => sink.Raise("loop"));

        for (int second = 0; second <= 60; second++)
        {
            sink.Raise("loop");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(61, sink.BlockedCount);
        Assert.Equal(2, sink.Sense(static signal => signal.Is("signal.blocked")).Count);
    }
}
