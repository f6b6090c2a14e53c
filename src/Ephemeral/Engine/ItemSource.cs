using System.Diagnostics.CodeAnalysis;

namespace Ephemeral.Engine;

/// <summary>Items that are not queued but pulled when a slot frees, under a lock of the source's own, never the engine's.</summary>
internal abstract class ItemSource<TItem>
{
    private readonly Lock _gate = new();
    private volatile bool _isEnded;

    public bool IsEnded => _isEnded;

    /// <summary>Gets whether the next item is there at once, so that a worker may take it before it says that the last one ended.</summary>
    public abstract bool IsAtHand { get; }

    /// <summary>Gets what the source threw; it ends the source.</summary>
    public Exception? Failure { get; private set; }

    public bool TryPull([MaybeNullWhen(false)] out TItem item)
    {
        lock (_gate)
        {
            try
            {
                if (!_isEnded && TryNext(out item)) return true;
            }
            catch (Exception error)
            {
                Failure = error;
            }

            _isEnded = true;
            item = default;
            return false;
        }
    }

    public void End() => _isEnded = true;

    protected abstract bool TryNext([MaybeNullWhen(false)] out TItem item);
}
