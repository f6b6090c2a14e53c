namespace Ephemeral.Responsibility;

/// <summary>Who waits for which acknowledgement: one listener a pattern, however many wait for it. Its owner's lock guards it.</summary>
internal sealed class AckListeners
{
    private readonly Dictionary<string, AckListener> _byPattern = [];

    /// <summary>Enters an operation under what acknowledges it; the caller starts its listeners outside the lock.</summary>
    public void Add(HeldOperation held)
    {
        foreach (string pattern in AckPatterns.Of(held.AckPattern))
        {
            if (!_byPattern.TryGetValue(pattern, out AckListener? listener)) _byPattern[pattern] = listener = new(pattern);
            if (!listener.Waiting.TryGetValue(held.AckKey, out List<HeldOperation>? waiting)) listener.Waiting[held.AckKey] = waiting = [];
            waiting.Add(held);
            held.Listeners.Add(listener);
        }
    }

    /// <summary>Takes an operation out; listeners that nobody needs any more are for the caller to stop outside the lock.</summary>
    public void Remove(HeldOperation held, List<AckListener> idle)
    {
        foreach (AckListener listener in held.Listeners)
        {
            List<HeldOperation> waiting = listener.Waiting[held.AckKey];
            waiting.Remove(held);
            if (waiting.Count > 0) continue;
            listener.Waiting.Remove(held.AckKey);
            if (listener.Waiting.Count > 0) continue;
            _byPattern.Remove(listener.Pattern);
            idle.Add(listener);
        }

        held.Listeners.Clear();
    }
}
