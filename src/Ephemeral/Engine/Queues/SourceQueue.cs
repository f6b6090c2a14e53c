namespace Ephemeral.Engine.Queues;

/// <summary>Nothing waits in it: a worker pulls the next item from a source when it has a free slot.</summary>
internal readonly struct SourceQueue<T>(ItemSource<T> source) : IWorkQueue<T, NoTag>
{
    public static bool Pulls => true;

    public int Count => 0;

    public bool HasRunnable => !source.IsEnded;

    public int? ActiveKeys => null;

    public IReadOnlyList<string> Lanes => [];

    public static string? KeyText(in NoTag tag) => null;

    public int LaneOf(in NoTag tag) => 0;

    public int LimitOf(int lane, int engineLimit) => engineLimit;

    public int? DepthOf(int lane) => null;

    public bool CanAccept(in NoTag tag) => false;

    public bool CanAcceptFairly(in NoTag tag) => false;

    public object? Enqueue(SlotLinks links, int slot, in NoTag tag) => null;

    public bool TryDequeue(SlotLinks links, long upTo, out int slot)
    {
        slot = -1;
        return false;
    }

    public bool TryPull(out T item) => source.TryPull(out item!);

    public void SetRunnableUpTo(SlotLinks links, int lane, long upTo)
    {
    }

    public void Stop() => source.End();

    public bool TryPeekOldest(SlotLinks links, int? lane, out int slot)
    {
        slot = -1;
        return false;
    }

    public void Remove(SlotLinks links, int slot, in NoTag tag, object? place)
    {
    }

    public void Release(SlotLinks links, in NoTag tag, object? place)
    {
    }
}
