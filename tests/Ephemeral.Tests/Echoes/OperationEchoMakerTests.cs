namespace Ephemeral.Tests.Echoes;

/// <summary>What is captured for an operation, and when it is given out.</summary>
public sealed class OperationEchoMakerTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly TypedSignalSink<int> _sink;
    private readonly List<OperationEchoEntry<int>> _echoes = [];
    private readonly List<EphemeralWorkCoordinator<int>> _coordinators = [];

    public OperationEchoMakerTests() => _sink = new(new SignalSink(timeProvider: _time));

    [Fact]
    public async Task ACapturedOperation_EchoesWhenItLeavesByAge()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 2);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add);
        DateTimeOffset raised = _time.GetUtcNow();
        Raise("a", ids[0], 7);
        Assert.Equal(1, maker.TrackedCount);

        _time.Advance(TimeSpan.FromMinutes(5));

        OperationEchoEntry<int> echo = Assert.Single(_echoes);
        Assert.Equal((ids[0], null, false, _time.GetUtcNow()), (echo.OperationId, echo.Key, echo.WasPinned, echo.FinalizedAt));
        Assert.Equal([new("a", 7, raised)], echo.Captures);
        Assert.Equal(0, maker.TrackedCount);
    }

    [Fact]
    public async Task ACapturedOperation_EchoesWhenItLeavesByCapacity()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 1, count: 1);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add);
        Raise("a", ids[0]);

        await coordinator.EnqueueAsync(2);
        await coordinator.FlushAsync().Within();

        Assert.Equal(ids[0], Assert.Single(_echoes).OperationId);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task ACapturedOperation_EchoesWhenItIsKilledOrEvicted_WithItsPinState(bool kill, bool pinned)
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 1);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add);
        Raise("a", ids[0]);
        if (pinned) Assert.True(coordinator.Pin(ids[0]));

        Assert.True(kill ? coordinator.TryKill(ids[0]) : coordinator.Evict(ids[0]));

        Assert.Equal(pinned, Assert.Single(_echoes).WasPinned);
    }

    [Fact]
    public async Task APinnedOperation_EchoesOnlyWhenItLeavesAtLast()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 1);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add);
        Raise("a", ids[0]);
        coordinator.Pin(ids[0]);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_echoes);

        coordinator.Unpin(ids[0]);

        Assert.False(Assert.Single(_echoes).WasPinned);
    }

    [Fact]
    public async Task SignalsOfNobody_AndOfOthersOperations_AreNotCaptured()
    {
        (EphemeralWorkCoordinator<int> coordinator, _) = await EndedAsync(window: 10, count: 1);
        (EphemeralWorkCoordinator<int> other, long[] others) = await EndedAsync(window: 10, count: 1);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add);

        _sink.Raise("a", 1);
        Raise("a", others[0]);

        Assert.Equal(0, maker.TrackedCount);
    }

    [Fact]
    public async Task OperationsWithoutCaptures_LeaveNoEcho()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 2);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(
            _sink, _echoes.Add, new() { ActivationSignalPattern = "begin", CaptureActivationSignal = false });
        Raise("begin", ids[0]);
        Assert.Equal(1, maker.TrackedCount);

        coordinator.Evict(ids[0]);
        coordinator.Evict(ids[1]);

        Assert.Empty(_echoes);
        Assert.Equal(0, maker.TrackedCount);
    }

    [Theory]
    [InlineData(null, null, true, "x begin x end")]
    [InlineData("begin", null, true, "begin x end")]
    [InlineData("begin", null, false, "x end")]
    [InlineData(null, "e*", true, "end")]
    [InlineData("begin", "e*", true, "begin end")]
    [InlineData("begin", "e*", false, "end")]
    [InlineData("never", "*", true, "")]
    public async Task ThePatterns_SayWhereCapturingBeginsAndWhatIsCaptured(string? activation, string? capture, bool captureActivation, string captured)
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 1);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(
            _sink, _echoes.Add, new() { ActivationSignalPattern = activation, CaptureSignalPattern = capture, CaptureActivationSignal = captureActivation });

        foreach (string signal in (string[])["x", "begin", "x", "end"]) Raise(signal, ids[0]);
        coordinator.Evict(ids[0]);

        Assert.Equal(captured, string.Join(' ', _echoes.SelectMany(static echo => echo.Captures).Select(static each => each.Signal)));
    }

    [Fact]
    public async Task ThePredicate_ChoosesWhatIsCaptured_ActivationStandsAllTheSame()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 1);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(
            _sink, _echoes.Add, new() { ActivationSignalPattern = "begin", CapturePredicate = static signal => signal.Payload > 1 });
        Raise("begin", ids[0], 1);
        Raise("a", ids[0], 1);
        Raise("a", ids[0], 2);

        coordinator.Evict(ids[0]);

        Assert.Equal([2], Assert.Single(_echoes).Captures.Select(static capture => capture.Payload));
    }

    [Fact]
    public async Task BeyondItsBound_TheNewestOperationIsRefusedAndCounted()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 3);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add, new() { MaxTrackedOperations = 2 });
        foreach (long id in ids) Raise("a", id);
        Raise("b", ids[0]);
        Assert.Equal((2, 1L), (maker.TrackedCount, maker.RefusedCount));

        foreach (long id in ids) coordinator.Evict(id);

        Assert.Equal(ids[..2], _echoes.Select(static echo => echo.OperationId));
        Assert.Equal(2, _echoes[0].Captures.Count);
    }

    [Fact]
    public async Task BeyondItsCaptures_AnOperationKeepsTheLatest_AndTheOthersAreCounted()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 1);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add, new() { MaxCapturesPerOperation = 2 });
        for (int i = 0; i < 5; i++) Raise("a", ids[0], i);

        coordinator.Evict(ids[0]);

        Assert.Equal([3, 4], Assert.Single(_echoes).Captures.Select(static capture => capture.Payload));
        Assert.Equal(3, maker.DroppedCaptures);
    }

    [Fact]
    public async Task CapturesMuchOlderThanTheLatest_AreDroppedAndCounted_WhateverTheWallClockDoes()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 1);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add, new() { MaxCaptureAge = TimeSpan.FromMinutes(1) });
        coordinator.Pin(ids[0]);
        Raise("a", ids[0], 1);
        _time.StepWallClock(TimeSpan.FromHours(9));
        _time.Advance(TimeSpan.FromSeconds(40));
        Raise("a", ids[0], 2);
        _time.StepWallClock(TimeSpan.FromHours(-20));
        _time.Advance(TimeSpan.FromSeconds(40));
        Raise("a", ids[0], 3);
        _time.Advance(TimeSpan.FromHours(1));

        coordinator.Evict(ids[0]);

        Assert.Equal([2, 3], Assert.Single(_echoes).Captures.Select(static capture => capture.Payload));
        Assert.Equal(1, maker.DroppedCaptures);
    }

    [Fact]
    public async Task ThrowingCallbacks_AreCountedAndHarmNothing()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 1);
        List<long> left = [];
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(
            _sink,
            static _ => throw new InvalidOperationException("callback"),
            new() { CapturePredicate = static signal => signal.Signal == "bad" ? throw new InvalidOperationException("predicate") : true });
        maker.EchoCreated += static _ => throw new InvalidOperationException("event");
        maker.EchoCreated += _echoes.Add;
        coordinator.OperationFinalized += snapshot => left.Add(snapshot.Id);
        Raise("bad", ids[0]);
        Raise("good", ids[0]);

        coordinator.Evict(ids[0]);

        Assert.Equal(3, maker.CallbackFailures);
        Assert.Equal("good", Assert.Single(Assert.Single(_echoes).Captures).Signal);
        Assert.Equal(ids, left);
        Assert.Equal((0L, 0L), (coordinator.CallbackFailures, _sink.Untyped.CallbackFailures));
    }

    [Fact]
    public async Task Dispose_EndsCapturing_AndMayComeTwice()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 2);
        OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(_sink, _echoes.Add);
        Raise("a", ids[0]);

        maker.Dispose();
        maker.Dispose();
        Raise("a", ids[1]);
        coordinator.Evict(ids[0]);
        coordinator.Evict(ids[1]);

        Assert.Empty(_echoes);
        Assert.Equal(0, maker.TrackedCount);
    }

    [Fact]
    public async Task ACaptureWhileItsOperationLeaves_IsEchoedAllTheSame()
    {
        (EphemeralWorkCoordinator<int> coordinator, long[] ids) = await EndedAsync(window: 10, count: 1);
        coordinator.Pin(ids[0]);
        using OperationEchoMaker<int> maker = coordinator.EnableOperationEchoing(
            _sink, _echoes.Add, new() { CapturePredicate = _ => coordinator.Evict(ids[0]) });

        Raise("a", ids[0], 4);

        OperationEchoEntry<int> echo = Assert.Single(_echoes);
        Assert.Equal((ids[0], true, 4), (echo.OperationId, echo.WasPinned, echo.Captures[0].Payload));
        Assert.Equal(0, maker.TrackedCount);
    }

    [Fact]
    public async Task InvalidOptions_AreReportedAtOnce()
    {
        (EphemeralWorkCoordinator<int> coordinator, _) = await EndedAsync(window: 10, count: 1);
        OperationEchoMakerOptions<int> options = new()
        {
            ActivationSignalPattern = "",
            CaptureSignalPattern = "",
            MaxTrackedOperations = 0,
            MaxCapturesPerOperation = -1,
            MaxCaptureAge = TimeSpan.Zero,
        };

        string message = Assert.Throws<ArgumentException>(() => coordinator.EnableOperationEchoing(_sink, _echoes.Add, options)).Message;

        Assert.Equal(
            """
            OperationEchoMakerOptions<Int32> is not valid (5 faults):
              ActivationSignalPattern must have text or be null but was empty.
              CaptureSignalPattern must have text or be null but was empty.
              MaxTrackedOperations must be at least 1 but was 0.
              MaxCapturesPerOperation must be at least 1 but was -1.
              MaxCaptureAge must be positive but was 00:00:00.
            """.ReplaceLineEndings("\n"),
            message);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (EphemeralWorkCoordinator<int> coordinator in _coordinators) await coordinator.DisposeAsync();
    }

    /// <summary>Makes a coordinator whose operations have ended and are in its window.</summary>
    private async Task<(EphemeralWorkCoordinator<int> Coordinator, long[] Ids)> EndedAsync(int window, int count)
    {
        EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask, new() { MaxConcurrency = 1, MaxTrackedOperations = window, TimeProvider = _time });
        _coordinators.Add(coordinator);
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) ids[i] = await coordinator.EnqueueAsync(i);
        await coordinator.FlushAsync().Within();
        return (coordinator, ids);
    }

    private void Raise(string signal, long operationId, int payload = 0) => _sink.Raise(new SignalEvent<int>(signal, operationId, null, default, payload));
}
