namespace Ephemeral.Tests.Guarantees;

/// <summary>G1: a busy key delays only itself: with free slots, another key starts at once.</summary>
public sealed class G01_BusyKeyDelaysOnlyItselfTests
{
    [Fact]
    public async Task KeyedCoordinator_StartsOtherKeys_WhileOneIsBusy()
    {
        Gate slow = new();
        Gate other = new();
        await using EphemeralKeyedWorkCoordinator<string, char> coordinator = new(
            static item => item[0],
            async (item, ct) =>
            {
                if (item == "A1") await slow.WaitAsync(ct);
                if (item == "B1") await other.WaitAsync(ct);
            },
            new() { MaxConcurrency = 2 });
        await coordinator.EnqueueAsync("A1");
        await slow.Reached;
        for (int i = 2; i < 50; i++) await coordinator.EnqueueAsync($"A{i}");

        await coordinator.EnqueueAsync("B1");

        await other.Reached;
        Assert.False(coordinator.GetCompleted().Count > 0);
        slow.Open();
        other.Open();
    }
}
