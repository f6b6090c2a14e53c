namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Tells when the items of a run are done, at the price of one comparison an item.</summary>
/// <remarks>
/// A producer numbers its items downwards to 0, and only the last of them are counted. They are more than any queue here holds, so
/// when they are done, whatever was sent before them has at least been taken.
/// </remarks>
internal sealed class RunEnd
{
    private const int MostCounted = 2_048;

    private int _counted;
    private int _left;
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins a run in which every producer sends the items from <paramref name="share"/> - 1 down to 0.</summary>
    public Task Begin(int producers, int share)
    {
        _counted = Math.Min(share, MostCounted);
        _left = producers * _counted;
        _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _ended.Task;
    }

    public void Done(int item)
    {
        if (item < _counted && Interlocked.Decrement(ref _left) == 0) _ended.SetResult();
    }
}
