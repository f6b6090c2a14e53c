using System.Globalization;
using Ephemeral.Signals;

namespace Ephemeral;

public sealed partial class SignalSink
{
    private readonly EventSubscriptions<SignalRetractedEvent> _retracted = new();

    /// <summary>Occurs when a signal was taken back, once for each, on the thread that did it.</summary>
    /// <remarks>
    /// What a handler throws is caught and counted. A retraction is a step of the chain that it happens in and the cause of what its
    /// handlers do: in a chain that is too long no handler is told of it, and it counts in <see cref="BlockedCount"/>.
    /// </remarks>
    public event Action<SignalRetractedEvent>? SignalRetracted
    {
        add
        {
            if (value is not null) _retracted.Add(new(SignalPattern.Everything, value, isPassive: false, order: 0, static _ => { }));
        }
        remove => _retracted.Remove(value);
    }

    /// <summary>Takes back every present signal of this name, so that whatever waits for its end goes on at once.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int Retract(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        return Retract(SignalFilter.All with { Name = signal });
    }

    /// <summary>Takes back the present signals of this name that were raised with this key.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int Retract(string signal, string? key)
    {
        SignalArguments.ThrowIfNoName(signal);
        return Retract(SignalFilter.OfKey(key) with { Name = signal });
    }

    /// <summary>Takes back the present signals whose names match a pattern.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public int RetractMatching(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        return Retract(SignalFilter.All with { Pattern = new(pattern) });
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
    public int ClearOperation(long operationId) => Remove(SignalFilter.OfId(operationId));

    /// <summary>Forgets the signals that were raised with this key.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public int ClearKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Remove(SignalFilter.OfKey(key));
    }

    /// <summary>Takes back one operation's signals of this name.</summary>
    internal int Retract(string signal, long operationId) => Retract(SignalFilter.OfOperation(operationId) with { Name = signal });

    /// <summary>Takes back one operation's signals that match a pattern, behind one of the scopes if there are any.</summary>
    internal int RetractMatching(string pattern, long operationId, string[]? scopes = null) =>
        Retract(SignalFilter.OfOperation(operationId) with { Pattern = new(pattern), Scopes = scopes });

    private int Retract(in SignalFilter filter)
    {
        List<SignalRetractedEvent>? retracted = _retracted.IsEmpty ? null : [];
        int count = Remove(filter, retracted);
        if (retracted is null) return count;
        retracted.Reverse(); // they were found newest first
        Announce(retracted);
        return count;
    }

    private int Remove(in SignalFilter filter, List<SignalRetractedEvent>? retracted = null)
    {
        int count = 0;
        long now = _clock.Now();
        using (new Visitor(this, now))
        {
            for (int slot = _window.Newest(filter); slot != SignalWindow.None;)
            {
                ref SignalEntry entry = ref _window[slot];
                int older = _window.Older(filter, slot);
                if (filter.Matches(entry))
                {
                    retracted?.Add(new(entry.Name.Text, entry.OperationId, entry.Key, _clock.At(now), filter.Pattern is not null, filter.Pattern?.Text));
                    _window.Remove(slot);
                    count++;
                }

                slot = older;
            }
        }

        return count;
    }

    private void Announce(List<SignalRetractedEvent> retracted)
    {
        foreach (SignalRetractedEvent signal in retracted)
        {
            if (!_admission.TryAdmit(signal, out SignalEvent step, out int depth)) continue;
            CauseFrame outer = SignalCauses.Enter(step, depth);
            foreach (SignalSubscriber<SignalRetractedEvent> subscription in _retracted.All)
                if (subscription.Handler is { } handler) _callbacks.Call(nameof(SignalRetracted), handler, signal);
            SignalCauses.Leave(outer);
        }
    }
}
