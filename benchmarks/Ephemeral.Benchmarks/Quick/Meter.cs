using System.Diagnostics;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>Measures rounds of a workload: time by the wall, bytes over all threads.</summary>
internal static class Meter
{
    private const int WarmUps = 3;
    private static readonly TimeSpan _warmUp = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(130);

    /// <summary>Runs a workload until its code is compiled for good and what it makes once is made.</summary>
    /// <remarks>
    /// The runtime compiles better code in stages, each of them a tenth of a second after the last new method ran, and in the
    /// background: without rests, a busy machine is measured with the first draft.
    /// </remarks>
    public static async Task WarmUpAsync(Workload workload, int items)
    {
        for (int stage = 0; stage < WarmUps; stage++)
        {
            long start = Stopwatch.GetTimestamp();
            workload.Prepare();
            do await workload.RunAsync(items);
            while (Stopwatch.GetElapsedTime(start) < _warmUp);
            workload.Rest();
            await Task.Delay(_rest);
        }
    }

    public static async Task<Measurement> MeasureAsync(Workload workload, int items)
    {
        workload.Prepare();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await workload.RunAsync(items);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        workload.Rest();
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
