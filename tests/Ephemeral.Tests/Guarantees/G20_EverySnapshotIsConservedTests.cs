using Ephemeral.Tests.Kinds;
using Ephemeral.Tests.Stress;

namespace Ephemeral.Tests.Guarantees;

/// <summary>G20: accepted = pending + running + completed + failed + cancelled + skipped in every snapshot, under load.</summary>
/// <remarks>
/// EPHEMERAL_STRESS_SEEDS sets how many seeds run for each kind, EPHEMERAL_STRESS_SEED the first of them; the normal run is short, a
/// nightly one may take hours.
/// </remarks>
public sealed class G20_EverySnapshotIsConservedTests(ITestOutputHelper output)
{
    private static readonly int _seeds = Setting("EPHEMERAL_STRESS_SEEDS") ?? 40;

    [Theory]
    [InlineData(CoordinatorKind.Work)]
    [InlineData(CoordinatorKind.Keyed)]
    [InlineData(CoordinatorKind.Result)]
    [InlineData(CoordinatorKind.Priority)]
    [InlineData(CoordinatorKind.PriorityKeyed)]
    [InlineData(CoordinatorKind.ForEach)]
    public async Task EverySnapshotIsConserved_ThroughHoldsLimitsKillsAndCancels(CoordinatorKind kind)
    {
        int first = Setting("EPHEMERAL_STRESS_SEED") ?? (Environment.TickCount & 0xFFFFFF);
        long samples = 0;
        for (int seed = first; seed < first + _seeds; seed++)
        {
            StressRun run = new(kind, seed);
            await run.RunAsync();
            samples += run.Samples;
        }

        output.WriteLine($"Seeds {first} to {first + _seeds - 1}, {samples} snapshots.");
        Assert.InRange(samples, 20L * _seeds, long.MaxValue);
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : null;
}
