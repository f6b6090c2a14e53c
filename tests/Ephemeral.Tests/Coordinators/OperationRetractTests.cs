namespace Ephemeral.Tests.Coordinators;

/// <summary>What an operation can take back: all that it raised, also what it does not remember.</summary>
public sealed class OperationRetractTests
{
    private readonly SignalSink _sink = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retract_OfSignalsBeyondTheRemembered_ReachesTheSharedSink(bool byPattern)
    {
        (int Taken, long Left) result = await RunAsync(operation =>
        {
            for (int i = 0; i < 300; i++) operation.Signal(i < 290 ? "early" : "late");
            int taken = byPattern ? operation.RetractMatching("la*") : operation.Retract("late");
            return (taken, operation.SignalCount);
        });

        Assert.Equal((10, 290), result);
        Assert.False(_sink.Detect("late"));
        Assert.True(_sink.Detect("early"));
    }

    [Fact]
    public async Task Retract_AfterAKill_ReachesTheSharedSink()
    {
        EphemeralWorkCoordinator<int>? coordinator = null;
        (int Taken, long) result = await RunAsync(
            operation =>
            {
                operation.Signal("busy");
                coordinator!.TryKill(operation.Id);
                return (operation.Retract("busy"), operation.SignalCount);
            },
            made => coordinator = made);

        Assert.Equal(1, result.Taken);
        Assert.False(_sink.Detect("busy"));
    }

    [Fact]
    public async Task Retract_LeavesTheSignalsOfOthers()
    {
        _sink.Raise("busy");

        (int Taken, long) result = await RunAsync(static operation =>
        {
            operation.Signal("busy");
            return (operation.Retract("busy"), operation.SignalCount);
        });

        Assert.Equal(1, result.Taken);
        Assert.True(_sink.Detect("busy"));
    }

    private async Task<(int Taken, long Left)> RunAsync(
        Func<EphemeralOperation, (int, long)> body, Action<EphemeralWorkCoordinator<int>>? made = null)
    {
        (int, long) result = default;
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, operation, _) =>
            {
                result = body(operation);
                return Task.CompletedTask;
            },
            new() { Signals = _sink });
        made?.Invoke(coordinator);
        await coordinator.EnqueueAsync(1);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal(0, coordinator.TotalFailed);
        return result;
    }
}
