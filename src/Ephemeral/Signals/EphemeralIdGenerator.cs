namespace Ephemeral;

/// <summary>Gives ids to operations and signals: positive, unique in the process, ascending.</summary>
/// <remarks>Thread-safe and free of allocations.</remarks>
public static class EphemeralIdGenerator
{
    private static long _last;

    /// <summary>Returns an id that nobody had before.</summary>
    public static long NextId() => Interlocked.Increment(ref _last);

    /// <summary>Reserves consecutive ids for somebody who needs many.</summary>
    /// <returns>The first of them.</returns>
    internal static long NextBlock(int size) => Interlocked.Add(ref _last, size) - size + 1;
}
