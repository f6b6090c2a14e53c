using System.Diagnostics;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>Measures rounds of a workload: time by the wall, bytes over all threads.</summary>
internal static class Meter
{
    private const int FewestWarmUpRounds = 3;
    private static readonly TimeSpan _warmUp = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs a workload until its code is compiled for good and what it makes once is made.</summary>
    public static async Task WarmUpAsync(Workload workload, int items)
    {
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < FewestWarmUpRounds || Stopwatch.GetElapsedTime(start) < _warmUp; round++)
            await workload.RunAsync(items);
    }

    public static async Task<Measurement> MeasureAsync(Workload workload, int items)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await workload.RunAsync(items);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return new(elapsed.TotalNanoseconds / items, (double)bytes / items);
    }

    public static Measurement Median(IReadOnlyCollection<Measurement> rounds) =>
        new(Median(rounds.Select(static round => round.Nanoseconds)), Median(rounds.Select(static round => round.Bytes)));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
