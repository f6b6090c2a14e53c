using Ephemeral.Signals;

namespace Ephemeral;

public sealed partial class SignalSink
{
    /// <summary>Gets how many signals are present.</summary>
    public int Count
    {
        get { using (Visit()) return _window.Count; }
    }

    /// <summary>Returns the signals that are present, oldest first, without their payloads.</summary>
    public IReadOnlyList<SignalEvent> Sense() => Snapshot();

    /// <summary>Returns the present signals that a predicate accepts, oldest first.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    public IReadOnlyList<SignalEvent> Sense(Func<SignalEvent, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return [.. Snapshot().Where(predicate)];
    }

    /// <summary>Tells whether a signal of this name is present, at a cost that does not depend on how many signals are.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public bool Detect(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        lock (_gate)
        {
            if (_names.Find(signal) is not { Live: > 0 } name) return false; // without reading the clock
            if (_window.IsYoung(name.Newest, _clock.Now())) return true; // without a second visit
        }

        using (Visit()) return _names.IsPresent(signal);
    }

    /// <summary>Tells whether a signal of this name is present, at a cost that does not depend on how many signals are.</summary>
    /// <remarks>Before .NET 9 the name is copied to look it up.</remarks>
    public bool Detect(ReadOnlySpan<char> signal)
    {
        lock (_gate)
        {
            if (_names.Find(signal) is not { Live: > 0 } name) return false;
            if (_window.IsYoung(name.Newest, _clock.Now())) return true;
        }

        using (Visit()) return _names.Find(signal) is { Live: > 0 };
    }

    /// <summary>Tells whether a signal of this name is present that this operation raised.</summary>
    internal bool Detect(string signal, long operationId)
    {
        SignalFilter filter = SignalFilter.OfOperation(operationId) with { Name = signal };
        using (Visit())
        {
            for (int slot = _window.Newest(filter); slot != SignalWindow.None; slot = _window.Older(filter, slot))
                if (filter.Matches(_window[slot])) return true;
        }

        return false;
    }

    /// <summary>Tells whether a signal is present that a predicate accepts.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    public bool Detect(Func<SignalEvent, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Array.Exists(Snapshot(), signal => predicate(signal));
    }

    /// <summary>Tells whether a signal is present whose name matches a pattern.</summary>
    /// <remarks>Looks through names, not signals; a pattern without wildcards costs as little as <see cref="Detect(string)"/>.</remarks>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public bool HasMatching(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        SignalPatternSet patterns = SignalPatternSet.Of(pattern);
        using (Visit()) return _names.IsPresentMatching(patterns);
    }

    /// <summary>Returns the present signals of exactly this name, oldest first. Looks at no others.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public IReadOnlyList<SignalEvent> GetSignalsByName(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        List<SignalEvent> signals = [];
        using (Visit())
        {
            for (int slot = _names.Find(signal)?.Newest ?? SignalWindow.None; slot != SignalWindow.None; slot = _window[slot].OlderOfName)
                signals.Add(_window[slot].ToEvent());
        }

        signals.Reverse();
        return signals;
    }

    /// <summary>Returns the present signals whose name matches a pattern, oldest first: <c>*</c> any run of characters, <c>?</c> one.</summary>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public IReadOnlyList<SignalEvent> GetSignalsByPattern(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        SignalPattern parsed = new(pattern);
        List<SignalEvent> signals = [];
        using (Visit())
        {
            for (int slot = _window.Oldest; slot != SignalWindow.None; slot = _window[slot].Newer)
                if (parsed.Matches(_window[slot].Name.Text)) signals.Add(_window[slot].ToEvent());
        }

        return signals;
    }

    /// <summary>Returns the present signals of one operation, oldest first.</summary>
    public IReadOnlyList<SignalEvent> GetOpSignals(long operationId) => GetOpSignals(operationId, SignalPattern.Everything);

    /// <summary>Returns the present signals of one operation whose names match a pattern, oldest first.</summary>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public IReadOnlyList<SignalEvent> GetOpSignals(long operationId, string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        return GetOpSignals(operationId, new SignalPattern(pattern));
    }

    /// <summary>Returns what the present signals say about one operation, or null when it has none.</summary>
    public OperationSignalSummary? GetOp(long operationId)
    {
        IReadOnlyList<SignalEvent> signals = GetOpSignals(operationId);
        return signals.Count == 0 ? null : OperationSignalSummary.Of(signals);
    }

    /// <summary>Counts the present signals of this name raised since a time.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int CountRecentExact(string signal, DateTimeOffset since)
    {
        SignalArguments.ThrowIfNoName(signal);
        int count = 0;
        using (Visit())
        {
            for (int slot = _names.Find(signal)?.Newest ?? SignalWindow.None; slot != SignalWindow.None; slot = _window[slot].OlderOfName)
                if (_window[slot].Timestamp >= since) count++;
        }

        return count;
    }

    /// <summary>Counts the present signals whose names begin with this text, raised since a time.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="prefix"/> is null.</exception>
    public int CountRecentByPrefix(string prefix, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return CountRecent(name => name.StartsWith(prefix, StringComparison.Ordinal), since);
    }

    /// <summary>Counts the present signals whose names contain this text, raised since a time.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public int CountRecentByContains(string text, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CountRecent(name => name.Contains(text, StringComparison.Ordinal), since);
    }

    /// <summary>Counts the present signals whose names match a pattern, raised since a time.</summary>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public int CountRecentMatching(string pattern, DateTimeOffset since)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        SignalPattern parsed = new(pattern);
        return CountRecent(name => parsed.Matches(name), since);
    }

    private int CountRecent(Func<string, bool> matches, DateTimeOffset since)
    {
        int count = 0;
        using (Visit())
        {
            for (int slot = _window.Oldest; slot != SignalWindow.None; slot = _window[slot].Newer)
                if (_window[slot].Timestamp >= since && matches(_window[slot].Name.Text)) count++;
        }

        return count;
    }

    private List<SignalEvent> GetOpSignals(long operationId, SignalPattern pattern)
    {
        List<SignalEvent> signals = [];
        SignalFilter filter = SignalFilter.OfId(operationId) with { Pattern = pattern };
        using (Visit())
        {
            for (int slot = _window.Oldest; slot != SignalWindow.None; slot = _window[slot].Newer)
                if (filter.Matches(_window[slot])) signals.Add(_window[slot].ToEvent());
        }

        return signals;
    }

    private SignalEvent[] Snapshot()
    {
        using (Visit()) return _window.ToArray();
    }
}
