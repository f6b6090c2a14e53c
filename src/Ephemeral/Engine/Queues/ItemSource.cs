using System.Diagnostics.CodeAnalysis;

namespace Ephemeral.Engine.Queues;

/// <summary>A collection that is pulled item by item under a lock of its own, never the engine's: the user's enumerator may take its time.</summary>
internal sealed class ItemSource<T>(IEnumerator<T> items)
{
    private readonly Lock _gate = new();
    private volatile bool _isEnded;

    public bool IsEnded => _isEnded;

    /// <summary>Gets what the enumerator threw; it ends the source.</summary>
    public Exception? Failure { get; private set; }

    public bool TryPull([MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            try
            {
                if (!_isEnded && items.MoveNext())
                {
                    item = items.Current;
                    return true;
                }
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
}
