namespace Ephemeral.Tests.Responsibility;

public sealed class ResponsibilitySignalManagerTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;
    private readonly PinnedOperations _operations = new(1, 2, 3);

    public ResponsibilitySignalManagerTests() => _sink = new(timeProvider: _time);

    [Fact]
    public void PinUntilQueried_ById_IsReleasedByTheDefaultPatternWithTheIdAsKey()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        Assert.True(manager.PinUntilQueried(1));
        Assert.True(manager.PinUntilQueried(2));

        _sink.Raise("responsibility.ack.read", key: "3");
        _sink.Raise("responsibility.ack.read");
        _sink.Raise("responsibility.acknowledged", key: "1");
        Assert.Equal([1, 2], _operations.Pinned);
        _sink.Raise("responsibility.ack.read", key: "1");

        Assert.Equal([2], _operations.Pinned);
        Assert.Equal(1, manager.PendingCount);
    }

    [Fact]
    public void PinUntilQueried_WithAPattern_IsReleasedByAMatchWithTheIdAsKey()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        Assert.True(manager.PinUntilQueried(1, "file.*"));

        _sink.Raise("responsibility.ack.read", key: "1");
        Assert.Equal([1], _operations.Pinned);
        _sink.Raise("file.read", key: "1");

        Assert.Empty(_operations.Pinned);
    }

    [Theory]
    [InlineData("file.ready", "file.ready", false)]
    [InlineData("file.ready", "file.ready.ack", true)]
    [InlineData("file.ready", "file.ready.ack.now", true)]
    [InlineData("file.ready", "responsibility.ack.file", true)]
    [InlineData("file.ready", "file.ready.acknowledged", false)]
    [InlineData("file.ack", "file.ack", true)]
    [InlineData("file.ack", "responsibility.ack.file", false)]
    [InlineData("file.*", "file.ready", true)]
    [InlineData("file.read?", "responsibility.ack.file", false)]
    public void PinUntilQueried_ALiteralNameIsAnAnnouncement_APatternStandsAsItIs(string given, string raised, bool isReleased)
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        manager.PinUntilQueried(1, given, "f1");

        _sink.Raise(raised, key: "f1");

        Assert.Equal(isReleased ? 0 : 1, manager.PendingCount);
        Assert.Equal(isReleased, _operations.Pinned.Count == 0);
    }

    [Fact]
    public void PinUntilQueried_UnknownOperation_IsRefusedCountedAndLeavesNothing()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);

        Assert.False(manager.PinUntilQueried(9));

        Assert.Equal((0, 1L), (manager.PendingCount, manager.RefusedCount));
        Assert.False(manager.CompleteResponsibility(9));
        Assert.Equal(0, _sink.SubscribersOf("responsibility.ack.x"));
    }

    [Fact]
    public void OneKey_ReleasesAllThatWaitForIt()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        manager.PinUntilQueried(1, "batch.ready", "b1");
        manager.PinUntilQueried(2, "batch.ready", "b1");
        manager.PinUntilQueried(3, "batch.ready", "b2");

        _sink.Raise("batch.ready.ack", key: "b1");

        Assert.Equal([3], _operations.Pinned);
    }

    [Fact]
    public void OnePattern_IsOneSubscription_AndNoneWhenNobodyWaits()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        manager.PinUntilQueried(1, "a.*", "k1");
        manager.PinUntilQueried(2, "a.*", "k2");
        Assert.Equal(1, _sink.SubscribersOf("a.x"));

        _sink.Raise("a.x", key: "k1");
        Assert.Equal(1, _sink.SubscribersOf("a.x"));
        _sink.Raise("a.x", key: "k2");
        Assert.Equal(0, _sink.SubscribersOf("a.x"));

        manager.PinUntilQueried(3, "a.*", "k3");
        _sink.Raise("a.x", key: "k3");
        Assert.Empty(_operations.Pinned);
    }

    [Fact]
    public void PinUntilQueried_Again_ReplacesTheAcknowledgementAndTheTime()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink, TimeSpan.FromMinutes(1));
        manager.PinUntilQueried(1, "a.*", "k1");
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.True(manager.PinUntilQueried(1, "b.*", "k2", "again"));

        _sink.Raise("a.x", key: "k1");
        Assert.Equal(0, _sink.SubscribersOf("a.x"));
        _time.Advance(TimeSpan.FromSeconds(40));

        ResponsibilitySnapshot held = Assert.Single(manager.GetActiveResponsibilities());
        Assert.Equal(new(1, "b.*", "k2", "again", _time.GetUtcNow() - TimeSpan.FromSeconds(40)), held);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(_operations.Pinned);
    }

    [Fact]
    public void GetActiveResponsibilities_SaysWhatIsHeldAndWhy_InOrder()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        DateTimeOffset start = _time.GetUtcNow();
        manager.PinUntilQueried(2, "file.ready", "f2", "Awaiting read");
        _time.Advance(TimeSpan.FromSeconds(1));
        manager.PinUntilQueried(1);

        Assert.Equal(
            [new(2, "file.ready", "f2", "Awaiting read", start), new(1, "responsibility.ack.*", "1", null, start.AddSeconds(1))],
            manager.GetActiveResponsibilities());
    }

    [Fact]
    public void CompleteResponsibility_LetsGoOnce()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        manager.PinUntilQueried(1);

        Assert.True(manager.CompleteResponsibility(1));
        Assert.False(manager.CompleteResponsibility(1));

        Assert.Empty(_operations.Pinned);
        Assert.Equal(0, _sink.SubscribersOf("responsibility.ack.x"));
    }

    [Fact]
    public void MaxPinDuration_IsKeptByOneTimer_WhateverTheWallClockDoes()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink, TimeSpan.FromMinutes(1));
        Assert.Equal(0, _time.ActiveTimers);
        manager.PinUntilQueried(1);
        _time.Advance(TimeSpan.FromSeconds(30));
        manager.PinUntilQueried(2);
        Assert.Equal(1, _time.ActiveTimers);
        _time.StepWallClock(TimeSpan.FromHours(5));

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal([1, 2], _operations.Pinned);
        _time.StepWallClock(TimeSpan.FromHours(-50));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([2], _operations.Pinned);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Empty(_operations.Pinned);
        Assert.Equal(0, _time.ActiveTimers);
        Assert.Equal(0, _sink.SubscribersOf("responsibility.ack.x"));
    }

    [Fact]
    public void MaxPinDuration_OfDays_HoldsForDays()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink, TimeSpan.FromDays(3));
        manager.PinUntilQueried(1);

        _time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.Equal([1], _operations.Pinned);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Empty(_operations.Pinned);
    }

    [Fact]
    public void Dispose_LetsGoOfAll_AndMayComeTwice()
    {
        ResponsibilitySignalManager manager = new(_operations, _sink, TimeSpan.FromMinutes(1));
        manager.PinUntilQueried(1);
        manager.PinUntilQueried(2, "file.ready", "f2");

        manager.Dispose();
        manager.Dispose();

        Assert.Empty(_operations.Pinned);
        Assert.Equal(0, manager.PendingCount);
        Assert.Equal((0, 0), (_sink.SubscribersOf("responsibility.ack.x"), _sink.SubscribersOf("file.ready.ack")));
        Assert.Equal(0, _time.ActiveTimers);
        Assert.False(_operations.IsWatched);
        Assert.False(manager.CompleteResponsibility(1));
        Assert.Throws<ObjectDisposedException>(() => manager.PinUntilQueried(3));
    }

    [Fact]
    public void AnAcknowledgementThatComesWhileTheOperationIsPinned_CountsAndLeavesNoPin()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        _operations.WhilePinning = id => _sink.Raise("responsibility.ack.x", key: $"{id}");

        Assert.True(manager.PinUntilQueried(1));

        Assert.Empty(_operations.Pinned);
        Assert.Equal(0, manager.PendingCount);
        _operations.WhilePinning = null;
        Assert.True(manager.PinUntilQueried(1));
        Assert.Equal([1], _operations.Pinned);
    }

    [Fact]
    public void AnOperationThatIsBeingPinnedOrReleased_IsRefused()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        List<bool> nested = [];
        _operations.WhilePinning = id => { if (nested.Count == 0) nested.Add(manager.PinUntilQueried(id)); };
        Assert.True(manager.PinUntilQueried(1));
        _operations.WhilePinning = null;
        _operations.WhileUnpinning = id => nested.Add(manager.PinUntilQueried(id));
        Assert.True(manager.CompleteResponsibility(1));

        Assert.Equal([false, false], nested);
        Assert.Equal((0, 2L), (manager.PendingCount, manager.RefusedCount));
        Assert.Empty(_operations.Pinned);
    }

    [Fact]
    public void DisposeWhileAnOperationIsPinned_LeavesNoPin()
    {
        ResponsibilitySignalManager manager = new(_operations, _sink);
        _operations.WhilePinning = _ => manager.Dispose();

        Assert.True(manager.PinUntilQueried(1));

        Assert.Empty(_operations.Pinned);
        Assert.Equal(0, _sink.SubscribersOf("responsibility.ack.x"));
    }

    [Fact]
    public void AnOperationThatLeavesAllTheSame_IsForgotten()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        manager.PinUntilQueried(1);

        _operations.Finalize(1);

        Assert.Equal(0, manager.PendingCount);
        Assert.Equal(0, _sink.SubscribersOf("responsibility.ack.x"));
        Assert.False(manager.PinUntilQueried(1));
    }

    [Fact]
    public void PinAndUnpinThatThrow_HarmNothingElse()
    {
        using ResponsibilitySignalManager manager = new(_operations, _sink, TimeSpan.FromMinutes(1));
        _operations.WhilePinning = static _ => throw new InvalidOperationException("pin");
        Assert.Throws<InvalidOperationException>(() => manager.PinUntilQueried(1));
        Assert.Equal((0, 1L), (manager.PendingCount, manager.RefusedCount));
        _operations.WhilePinning = null;
        manager.PinUntilQueried(2);
        manager.PinUntilQueried(3);
        _operations.WhileUnpinning = id => { if (id == 2) throw new InvalidOperationException("unpin"); };

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, manager.CallbackFailures);
        Assert.Equal(0, manager.PendingCount);
        Assert.DoesNotContain(3, _operations.Pinned);
    }

    [Fact]
    public void InvalidArguments_AreRefusedInWords()
    {
        Assert.Contains("positive time", Assert.Throws<ArgumentOutOfRangeException>(() => new ResponsibilitySignalManager(_operations, _sink, TimeSpan.Zero)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new ResponsibilitySignalManager(null!, _sink));
        Assert.Throws<ArgumentNullException>(() => new ResponsibilitySignalManager(_operations, null!));
        using ResponsibilitySignalManager manager = new(_operations, _sink);
        Assert.Throws<ArgumentException>(() => manager.PinUntilQueried(1, ""));
        Assert.Throws<ArgumentNullException>(() => manager.PinUntilQueried(1, "a", null!));
        Assert.Empty(_operations.Pinned);
    }
}
