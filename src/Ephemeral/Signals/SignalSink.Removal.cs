using System.Globalization;
using Ephemeral.Signals;

namespace Ephemeral;

public sealed partial class SignalSink
{
    /// <summary>Occurs when a signal was taken back, once for each, on the thread that did it.</summary>
    /// <remarks>What a handler throws is caught and counted.</remarks>
    public event Action<SignalRetractedEvent>? SignalRetracted;

    /// <summary>Takes back every present signal of this name, so that whatever waits for its end goes on at once.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int Retract(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        return RetractNamed(signal, SignalFilter.All);
    }

    /// <summary>Takes back the present signals of this name that were raised with this key.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int Retract(string signal, string? key)
    {
        SignalArguments.ThrowIfNoName(signal);
        return RetractNamed(signal, SignalFilter.OfKey(key));
    }

    /// <summary>Takes back the present signals whose names match a pattern.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public int RetractMatching(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        return RetractMatching(new SignalFilter { Pattern = new(pattern) });
    }

    /// <summary>Forgets every signal and raises <c>sink.cleared</c> with their number as its key.</summary>
    /// <returns>How many there were.</returns>
    public int Clear()
    {
        int count = Remove(SignalFilter.All);
        Raise("sink.cleared", count.ToString(CultureInfo.InvariantCulture));
        return count;
    }

    /// <summary>Forgets the signals that a predicate accepts, of those present when called.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    public int ClearMatching(Func<SignalEvent, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        List<(int Slot, long Number, SignalEvent Signal)> candidates = [];
        using (Visit())
        {
            for (int slot = _window.Oldest; slot != SignalWindow.None; slot = _window[slot].Newer)
                candidates.Add((slot, _window[slot].Number, _window[slot].ToEvent()));
        }

        candidates.RemoveAll(candidate => !predicate(candidate.Signal));
        int count = 0;
        using (Visit())
        {
            foreach ((int slot, long number, _) in candidates)
            {
                if (_window[slot].Number != number) continue; // gone meanwhile
                _window.Remove(slot);
                count++;
            }
        }

        return count;
    }

    /// <summary>Forgets the signals that match a pattern and raises <c>sink.cleared.pattern</c>, key <c>pattern:number</c>.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public int ClearPattern(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        int count = Remove(new SignalFilter { Pattern = new(pattern) });
        Raise("sink.cleared.pattern", string.Create(CultureInfo.InvariantCulture, $"{pattern}:{count}"));
        return count;
    }

    /// <summary>Forgets the signals of one operation.</summary>
    /// <returns>How many there were.</returns>
    public int ClearOperation(long operationId) => Remove(SignalFilter.OfOperation(operationId));

    /// <summary>Forgets the signals that were raised with this key.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public int ClearKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Remove(SignalFilter.OfKey(key));
    }

    /// <summary>Takes back one operation's signals of this name.</summary>
    internal int Retract(string signal, long operationId) => RetractNamed(signal, SignalFilter.OfOperation(operationId));

    /// <summary>Takes back one operation's signals that match a pattern.</summary>
    internal int RetractMatching(string pattern, long operationId) =>
        RetractMatching(SignalFilter.OfOperation(operationId) with { Pattern = new(pattern) });

    private int RetractMatching(in SignalFilter filter)
    {
        List<SignalRetractedEvent>? retracted = SignalRetracted is null ? null : [];
        int count = Remove(filter, retracted);
        if (retracted is not null) Announce(retracted);
        return count;
    }

    private int RetractNamed(string signal, in SignalFilter filter)
    {
        int count = 0;
        List<SignalRetractedEvent>? retracted = SignalRetracted is null ? null : [];
        long now = _clock.Now();
        using (new Visitor(this, now))
        {
            for (int slot = _names.Find(signal)?.Newest ?? SignalWindow.None; slot != SignalWindow.None;)
            {
                ref SignalEntry entry = ref _window[slot];
                int older = entry.OlderOfName;
                if (filter.Matches(entry))
                {
                    retracted?.Insert(0, new(signal, entry.OperationId, entry.Key, _clock.At(now)));
                    _window.Remove(slot);
                    count++;
                }

                slot = older;
            }
        }

        if (retracted is not null) Announce(retracted);
        return count;
    }

    private int Remove(in SignalFilter filter, List<SignalRetractedEvent>? retracted = null)
    {
        int count = 0;
        long now = _clock.Now();
        using (new Visitor(this, now))
        {
            for (int slot = _window.Oldest; slot != SignalWindow.None;)
            {
                ref SignalEntry entry = ref _window[slot];
                int newer = entry.Newer;
                if (filter.Matches(entry))
                {
                    retracted?.Add(new(entry.Name.Text, entry.OperationId, entry.Key, _clock.At(now), true, filter.Pattern?.Text));
                    _window.Remove(slot);
                    count++;
                }

                slot = newer;
            }
        }

        return count;
    }

    private void Announce(List<SignalRetractedEvent> retracted)
    {
        Delegate[] handlers = SignalRetracted?.GetInvocationList() ?? [];
        foreach (SignalRetractedEvent signal in retracted)
        {
            foreach (Delegate handler in handlers)
            {
                try { ((Action<SignalRetractedEvent>)handler)(signal); }
                catch (Exception error) { CallbackFailed(nameof(SignalRetracted), error); }
            }
        }
    }
}
