namespace Ephemeral.Patterns;

/// <summary>Makes coordinators that start nothing new while a signal says that what they feed is too slow.</summary>
/// <remarks>
/// While a signal that matches <c>backpressure.*</c> is present, in the sink or on an operation of the coordinator, items wait; running ones
/// go on. They start again when the last such signal is retracted or too old. An item is held for 10 seconds at most, or as long as given
/// options say, and then runs all the same.
/// </remarks>
/// <example><code>
/// SignalSink sink = new();
/// await using EphemeralWorkCoordinator&lt;Order&gt; coordinator = SignalDrivenBackpressure.Create&lt;Order&gt;(SendAsync, sink);
/// sink.Raise("backpressure.downstream");
/// sink.Retract("backpressure.downstream");
/// </code></example>
public static class SignalDrivenBackpressure
{
    /// <summary>Gets the signals that hold work back.</summary>
    public const string Pattern = "backpressure.*";

    /// <summary>Creates a coordinator.</summary>
    /// <param name="body">The work.</param>
    /// <param name="sink">Where signals are raised. Borrowed.</param>
    /// <param name="maxConcurrency">The most bodies that run at the same time; at least 1.</param>
    /// <param name="options">Everything else, its own defer rules and how long they hold an item included; null for the defaults and 10 seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> or <paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="maxConcurrency"/> is below 1, or options are not valid.</exception>
    public static EphemeralWorkCoordinator<T> Create<T>(
        Func<T, CancellationToken, Task> body, SignalSink sink, int maxConcurrency = 4, EphemeralOptions? options = null) =>
        new(body, OptionsFor(sink, maxConcurrency, options));

    /// <summary>Creates a coordinator whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="Create{T}(Func{T, CancellationToken, Task}, SignalSink, int, EphemeralOptions?)"/>
    public static EphemeralWorkCoordinator<T> Create<T>(
        Func<T, EphemeralOperation, CancellationToken, Task> body, SignalSink sink, int maxConcurrency = 4, EphemeralOptions? options = null) =>
        new(body, OptionsFor(sink, maxConcurrency, options));

    private static EphemeralOptions OptionsFor(SignalSink sink, int maxConcurrency, EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return (options ?? new() { DeferCheckInterval = TimeSpan.FromMilliseconds(50), MaxDeferAttempts = 200 }) with
        {
            MaxConcurrency = maxConcurrency,
            Signals = sink,
            DeferOnSignals = new HashSet<string>(options?.DeferOnSignals ?? new HashSet<string>()) { Pattern },
        };
    }
}
