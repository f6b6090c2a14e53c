namespace Ephemeral.Tests.Allocations;

/// <summary>Measures what an action allocates on its thread once it is warm.</summary>
public static class AllocationMeter
{
    private const int WarmUp = 20_000;
    private const int Rounds = 100_000;

    /// <summary>Returns the bytes of one call, rounded to the nearest; what is allocated once in thousands of calls is 0.</summary>
    /// <remarks>The least of three measurements: what grows once, such as a thread's own caches, is no cost of a call.</remarks>
    public static long BytesPerCall(Action action)
    {
        Run(action, WarmUp);
        return Math.Min(Measure(action), Math.Min(Measure(action), Measure(action)));
    }

    private static long Measure(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(action, Rounds);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return (bytes + (Rounds / 2)) / Rounds;
    }

    private static void Run(Action action, int rounds)
    {
        for (int i = 0; i < rounds; i++) action();
    }
}
