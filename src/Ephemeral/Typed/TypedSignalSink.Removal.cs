using Ephemeral.Signals;

namespace Ephemeral;

public sealed partial class TypedSignalSink<TPayload>
{
    /// <summary>Takes back every present signal of this name, here and in the untyped sink.</summary>
    /// <returns>How many there were, counting one that is in both windows once.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int Retract(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        int count = Remove(typed => typed.Signal == signal);
        return Math.Max(count, Untyped.Retract(signal));
    }

    /// <summary>Takes back the present signals of this name that were raised with this key, here and in the untyped sink.</summary>
    /// <returns>How many there were, counting one that is in both windows once.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int Retract(string signal, string? key)
    {
        SignalArguments.ThrowIfNoName(signal);
        int count = Remove(typed => typed.Signal == signal && typed.Key == key);
        return Math.Max(count, Untyped.Retract(signal, key));
    }

    /// <summary>Takes back the present signals whose names match a pattern, here and in the untyped sink.</summary>
    /// <returns>How many there were, counting one that is in both windows once.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public int RetractMatching(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        SignalPattern parsed = new(pattern);
        int count = Remove(typed => parsed.Matches(typed.Signal));
        return Math.Max(count, Untyped.RetractMatching(pattern));
    }

    /// <summary>Forgets every signal, here and in the untyped sink, which raises <c>sink.cleared</c>.</summary>
    /// <returns>How many there were, counting one that is in both windows once.</returns>
    public int Clear()
    {
        int count = Remove(static _ => true);
        return Math.Max(count, Untyped.Clear());
    }

    /// <summary>Changes the bounds of this window; what they exclude leaves at once. Those of the untyped sink are its own.</summary>
    /// <param name="maxCapacity">The new capacity, at least 1; null: unchanged.</param>
    /// <param name="maxAge">The new age; null or not positive: unchanged.</param>
    public void UpdateWindowSize(int? maxCapacity = null, TimeSpan? maxAge = null)
    {
        _recent.Resize(maxCapacity is { } capacity ? Math.Max(1, capacity) : null, maxAge > TimeSpan.Zero ? maxAge : null);
        Expire();
    }

    private int Remove(Predicate<SignalEvent<TPayload>> chosen)
    {
        int count = _recent.Remove(chosen);
        Expire();
        return count;
    }

    /// <summary>Lets go of payloads whose time is up, also when nothing is raised any more.</summary>
    private void Expire() => _alarm.Follow(_clock, _recent, static recent => recent.NextExpiry());
}
