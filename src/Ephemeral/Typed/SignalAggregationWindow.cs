using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Counts, sums and groups the latest signals of a typed sink.</summary>
/// <remarks>
/// Thread-safe. It keeps nothing itself and looks at what the sink still holds, each time it is asked: give the sink a capacity and an
/// age that reach as far back as the window. A signal's age counts from when it was raised in the sink.
/// </remarks>
/// <typeparam name="TPayload">What travels with each signal.</typeparam>
public sealed class SignalAggregationWindow<TPayload>
{
    private readonly TypedSignalSink<TPayload> _sink;

    /// <summary>Creates a window over a sink.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="window">How far back it looks; null: 5 minutes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is not positive.</exception>
    public SignalAggregationWindow(TypedSignalSink<TPayload> sink, TimeSpan? window = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (window <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(window), window, "A window looks back for a positive time; give TimeSpan.MaxValue for all that the sink holds.");

        _sink = sink;
        Window = window ?? TimeSpan.FromMinutes(5);
    }

    /// <summary>Gets how far back it looks.</summary>
    public TimeSpan Window { get; }

    /// <summary>Returns the signals of the window whose names match a pattern, oldest first.</summary>
    /// <param name="pattern">The pattern; null for all.</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty.</exception>
    public IReadOnlyList<SignalEvent<TPayload>> Query(string? pattern = null)
    {
        SignalEvent<TPayload>[] signals = _sink.Sense(Window);
        if (pattern is null) return signals;
        SignalArguments.ThrowIfNoPattern(pattern);
        SignalPattern parsed = new(pattern);
        return Array.FindAll(signals, signal => parsed.Matches(signal.Signal));
    }

    /// <summary>Counts the signals of the window whose names match a pattern.</summary>
    /// <inheritdoc cref="Query"/>
    public int Count(string? pattern = null) => Query(pattern).Count;

    /// <summary>Adds up a figure of each signal; 0 when there is none.</summary>
    /// <param name="selector">Reads the figure from a payload.</param>
    /// <param name="pattern">The pattern of the names; null for all.</param>
    /// <exception cref="ArgumentException"><paramref name="selector"/> is null, or <paramref name="pattern"/> is empty.</exception>
    public double Sum(Func<TPayload, double> selector, string? pattern = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Query(pattern).Sum(signal => selector(signal.Payload));
    }

    /// <summary>Returns the mean of a figure of each signal; null when there is none.</summary>
    /// <inheritdoc cref="Sum"/>
    public double? Average(Func<TPayload, double> selector, string? pattern = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Query(pattern).Average(signal => (double?)selector(signal.Payload));
    }

    /// <summary>Groups the signals of the window; within a group, oldest first.</summary>
    /// <param name="selector">Reads what to group by from a signal.</param>
    /// <param name="pattern">The pattern of the names; null for all.</param>
    /// <exception cref="ArgumentException"><paramref name="selector"/> is null, or <paramref name="pattern"/> is empty.</exception>
    public ILookup<TKey, SignalEvent<TPayload>> GroupBy<TKey>(Func<SignalEvent<TPayload>, TKey> selector, string? pattern = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Query(pattern).ToLookup(selector);
    }
}
