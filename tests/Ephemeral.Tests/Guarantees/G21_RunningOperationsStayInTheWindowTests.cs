namespace Ephemeral.Tests.Guarantees;

/// <summary>G21: a running operation is in the window until it ends; only the user removes it earlier.</summary>
public sealed class G21_RunningOperationsStayInTheWindowTests
{
    [Fact]
    public async Task NeitherSizeNorAge_RemovesARunningOperation()
    {
        ManualTimeProvider time = new();
        Gate gate = new();
        EndCounter ended = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (item, ct) => item == 0 ? gate.WaitAsync(ct) : Task.CompletedTask,
            new() { MaxConcurrency = 2, MaxTrackedOperations = 3, OnSample = ended.OnSample, TimeProvider = time });
        long id = await coordinator.EnqueueAsync(0);
        await gate.Reached;

        for (int i = 0; i < 20; i++) await coordinator.EnqueueAsync(1);
        await ended.Reached(20);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(id, Assert.Single(coordinator.GetSnapshot()).Id);
        Assert.NotNull(coordinator.TryGetOperation(id));
        gate.Open();
    }
}
