using Ephemeral.Operations;
using Ephemeral.Signals;

namespace Ephemeral;

/// <content>The signals of the operations in the window.</content>
/// <remarks>They leave with their operation, whatever a shared sink still holds.</remarks>
public abstract partial class CoordinatorBase
{
    /// <summary>Returns the last words of operations that have left the window: those with a signal that matches, the newest last.</summary>
    /// <param name="pattern">The pattern; null for all.</param>
    /// <remarks>How many are kept and for how long is <see cref="EphemeralOptions.OperationEchoCapacity"/> and <see cref="EphemeralOptions.OperationEchoRetention"/>.</remarks>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty.</exception>
    public IReadOnlyList<OperationEcho> GetEchoes(string? pattern = null)
    {
        if (pattern is not null) SignalArguments.ThrowIfNoPattern(pattern);
        return _echoes.Get(pattern is null ? null : new(pattern));
    }

    /// <summary>Returns the signals of all operations in the window, in order of their operations.</summary>
    public IReadOnlyList<SignalEvent> GetSignals() => SignalsWhere(static _ => true);

    /// <summary>Returns the signals of the chosen operations in the window.</summary>
    /// <param name="predicate">Chooses operations; null for all.</param>
    public IReadOnlyList<SignalEvent> GetSignals(Func<EphemeralOperationSnapshot, bool>? predicate) =>
        [.. _engine.OperationsWithSignals().Where(operation => predicate is null || predicate(operation.ToSnapshot())).SelectMany(EventsOf)];

    /// <summary>Returns the signals of the operations that have this key.</summary>
    public IReadOnlyList<SignalEvent> GetSignalsByKey(string key) => SignalsWhere(signal => signal.Key == key);

    /// <summary>Returns the signals raised at or after a time.</summary>
    public IReadOnlyList<SignalEvent> GetSignalsSince(DateTimeOffset since) => SignalsWhere(signal => signal.Timestamp >= since);

    /// <summary>Returns the signals raised at or after one time and at or before another.</summary>
    public IReadOnlyList<SignalEvent> GetSignalsByTimeRange(DateTimeOffset from, DateTimeOffset to) =>
        SignalsWhere(signal => signal.Timestamp >= from && signal.Timestamp <= to);

    /// <summary>Returns the signals of exactly this name.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public IReadOnlyList<SignalEvent> GetSignalsByName(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        return SignalsWhere(raised => raised.Signal == signal);
    }

    /// <summary>Returns the signals whose name matches a pattern: <c>*</c> any run of characters, <c>?</c> one.</summary>
    /// <remarks>Here and below a pattern is taken as it is, commas included.</remarks>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public IReadOnlyList<SignalEvent> GetSignalsByPattern(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        SignalPattern parsed = new(pattern);
        return SignalsWhere(signal => parsed.Matches(signal.Signal));
    }

    /// <summary>Tells whether an operation in the window has raised a signal of exactly this name. Takes the same time whatever the window holds.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public bool HasSignal(string signal)
    {
        SignalArguments.ThrowIfNoName(signal);
        return _signals.Presence.IsPresent(signal);
    }

    /// <summary>Tells whether an operation in the window has raised a signal whose name matches a pattern.</summary>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public bool HasSignalMatching(string pattern)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        return _signals.Presence.IsPresentMatching(pattern);
    }

    /// <summary>Returns how many signals the operations in the window have raised.</summary>
    public int CountSignals() => _engine.OperationsWithSignals().Sum(static operation => operation.GetSignals().Count);

    /// <summary>Returns how many signals of exactly this name the operations in the window have raised.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public int CountSignals(string signal) => GetSignalsByName(signal).Count;

    /// <summary>Returns how many signals whose name matches a pattern the operations in the window have raised.</summary>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty.</exception>
    public int CountSignalsMatching(string pattern) => GetSignalsByPattern(pattern).Count;

    private static IEnumerable<SignalEvent> EventsOf(EphemeralOperation operation)
    {
        foreach (OperationSignal signal in operation.GetSignals())
            yield return new(signal.Name, operation.Id, operation.Key, signal.Raised);
    }

    private List<SignalEvent> SignalsWhere(Func<SignalEvent, bool> chosen) =>
        [.. _engine.OperationsWithSignals().SelectMany(EventsOf).Where(chosen)];
}
