namespace Ephemeral.Telemetry.Tests;

/// <summary>Coordinators as an observer sees them, for tests that call the observer themselves.</summary>
internal static class Observed
{
    /// <summary>Makes a coordinator that only this observer hears of.</summary>
    public static (EphemeralWorkCoordinator<int> Coordinator, ObservedCoordinator Probe) Create(string name)
    {
        Capture capture = new();
        EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = name, Observer = capture });
        return (coordinator, capture.Seen!);
    }

    public static async Task CompleteAndDrainAsync(this CoordinatorBase coordinator)
    {
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
    }

    private sealed class Capture : EphemeralObserver
    {
        public ObservedCoordinator? Seen { get; private set; }

        public override void CoordinatorCreated(ObservedCoordinator coordinator) => Seen = coordinator;
    }
}
