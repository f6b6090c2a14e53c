namespace Ephemeral.Tests.Responsibility;

public sealed class ResponsibilitySnapshotTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly PinnedOperations _operations = new(1, 2);

    [Fact]
    public void ASnapshot_SaysWhatAcknowledgesIt_AndWhenItWasPinned()
    {
        SignalSink sink = new(timeProvider: _time);
        using ResponsibilitySignalManager manager = new(_operations, sink);
        DateTimeOffset start = _time.GetUtcNow();
        manager.PinUntilQueried(1);
        _time.Advance(TimeSpan.FromSeconds(3));
        manager.PinUntilQueried(2, "file.ready", "f-2", "a file");

        Assert.Equal(
            [
                new(1, ResponsibilitySignals.DefaultAckPattern, "1", null, start),
                new(2, "file.ready", "f-2", "a file", start + TimeSpan.FromSeconds(3)),
            ],
            manager.GetActiveResponsibilities());
    }

    [Fact]
    public void TheDefaultPattern_IsTheOneThatTheDocumentsName_AndReleases()
    {
        SignalSink sink = new(timeProvider: _time);
        using ResponsibilitySignalManager manager = new(_operations, sink);
        manager.PinUntilQueried(1);

        sink.Raise(ResponsibilitySignals.DefaultAckPattern.Replace("*", "done", StringComparison.Ordinal), key: "1");

        Assert.Equal("responsibility.ack.*", ResponsibilitySignals.DefaultAckPattern);
        Assert.Empty(manager.GetActiveResponsibilities());
    }

    [Fact]
    public void HeldAgain_ItsSnapshotIsThatOfTheNewRequest()
    {
        SignalSink sink = new(timeProvider: _time);
        using ResponsibilitySignalManager manager = new(_operations, sink);
        manager.PinUntilQueried(1);
        _time.Advance(TimeSpan.FromSeconds(3));
        manager.PinUntilQueried(1, "file.*", "f-1");

        ResponsibilitySnapshot held = Assert.Single(manager.GetActiveResponsibilities());
        Assert.Equal(("file.*", "f-1", _time.GetUtcNow()), (held.AckPattern, held.AckKey, held.PinnedAt));
    }
}
