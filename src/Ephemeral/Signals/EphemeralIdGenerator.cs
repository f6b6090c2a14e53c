namespace Ephemeral;

/// <summary>Gives ids to operations and signals: positive, unique in the process, ascending for each thread.</summary>
/// <remarks>Thread-safe and free of allocations. A thread takes ids in blocks, so that threads do not meet at every one.</remarks>
public static class EphemeralIdGenerator
{
    private const int BlockSize = 64;

    private static long _last;

    [ThreadStatic]
    private static long _next;

    [ThreadStatic]
    private static int _left;

    /// <summary>Returns an id that nobody had before.</summary>
    public static long NextId()
    {
        if (_left == 0) TakeBlock();
        _left--;
        return _next++;
    }

    /// <summary>Reserves consecutive ids for somebody who needs many.</summary>
    /// <returns>The first of them.</returns>
    internal static long NextBlock(int size) => Interlocked.Add(ref _last, size) - size + 1;

    private static void TakeBlock()
    {
        _next = NextBlock(BlockSize);
        _left = BlockSize;
    }
}
