using System.Runtime.CompilerServices;

namespace Ephemeral.Patterns;

/// <summary>Refuses work while too many failures are recent, as the signals of a coordinator or a sink tell. Nothing has to be reported to it.</summary>
/// <remarks>
/// <para>Thread-safe; one breaker may serve many sources, each with a circuit of its own. It holds no timer and subscribes to nothing.</para>
/// <para>Closed, the circuit opens when <see cref="Threshold"/> failures lie within <see cref="WindowSize"/>, and stays open until fewer do.
/// Then it is half-open: a failure opens it for a whole window, a <see cref="SuccessSignal"/> closes it and forgives the earlier failures,
/// and so does a whole window without either. <see cref="IsOpen(SignalSink)"/> is false while half-open; <see cref="TryEnter(SignalSink)"/>
/// lets one caller through.</para>
/// <para>What the source has forgotten is not counted: let it remember signals for at least the window. Of a circuit that has been open the
/// breaker remembers where it stands. Signals dated in the future, before the clock was set back, do not count; a clock that is
/// set forward ends a break early.</para>
/// <para>To protect single calls, with a policy of their own each, use Polly; this one reads what is already there.</para>
/// </remarks>
/// <example><code>
/// SignalBasedCircuitBreaker breaker = new("api.failure", threshold: 5, windowSize: TimeSpan.FromSeconds(30)) { SuccessSignal = "api.ok" };
/// if (!breaker.TryEnter(coordinator)) throw new CircuitOpenException("The API is down.", breaker.GetTimeUntilClose(coordinator));
/// </code></example>
public sealed class SignalBasedCircuitBreaker
{
    private readonly ConditionalWeakTable<object, CircuitMemory> _memories = []; // of sources whose circuit has been open
    private readonly CircuitRule _rule;
    private readonly TimeProvider _time;
    private readonly string? _successSignal;
    private volatile bool _hasMemories;

    /// <summary>Creates a breaker.</summary>
    /// <param name="failureSignal">The signal that stands for a failure.</param>
    /// <param name="threshold">How many failures open the circuit; at least 1.</param>
    /// <param name="windowSize">Within how much time; positive. Null: 30 seconds.</param>
    /// <param name="timeProvider">The clock, which should be the sources'; null: the system's.</param>
    /// <exception cref="ArgumentException"><paramref name="failureSignal"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is below 1, or <paramref name="windowSize"/> is not positive or beyond ten years.</exception>
    public SignalBasedCircuitBreaker(string failureSignal = "failure", int threshold = 5, TimeSpan? windowSize = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(failureSignal);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        FailureSignal = failureSignal;
        _rule = new(threshold, Spans.Positive(windowSize ?? TimeSpan.FromSeconds(30), nameof(windowSize)));
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Gets the signal that stands for a failure.</summary>
    public string FailureSignal { get; }

    /// <summary>Gets the signal that stands for a success, which closes a half-open circuit.</summary>
    /// <value>The default is null: a window without failures closes it.</value>
    /// <exception cref="ArgumentException">It is empty, or the <see cref="FailureSignal"/>.</exception>
    public string? SuccessSignal
    {
        get => _successSignal;
        init
        {
            if (value is "" || value == FailureSignal) throw new ArgumentException($"The success signal was '{value}'. Give it a name of its own, or leave it null.", nameof(value));
            _successSignal = value;
        }
    }

    /// <summary>Gets how many failures open the circuit.</summary>
    public int Threshold => _rule.Threshold;

    /// <summary>Gets within how much time.</summary>
    public TimeSpan WindowSize => _rule.Window;

    /// <summary>Returns the state of a coordinator's circuit, from the signals of the operations in its window.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="coordinator"/> is null.</exception>
    public CircuitState GetState(CoordinatorBase coordinator) => PositionOf(Of(coordinator)).State;

    /// <summary>Returns the state of a sink's circuit, from the signals that are present.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    public CircuitState GetState(SignalSink sink) => PositionOf(Of(sink)).State;

    /// <summary>Tells whether work should be refused.</summary>
    /// <inheritdoc cref="GetState(CoordinatorBase)"/>
    public bool IsOpen(CoordinatorBase coordinator) => GetState(coordinator) == CircuitState.Open;

    /// <summary>Tells whether work should be refused.</summary>
    /// <inheritdoc cref="GetState(SignalSink)"/>
    public bool IsOpen(SignalSink sink) => GetState(sink) == CircuitState.Open;

    /// <summary>Tells whether the signals that match a pattern alone are too many: as many as <see cref="Threshold"/> within <see cref="WindowSize"/>.</summary>
    /// <param name="coordinator">The source.</param>
    /// <param name="pattern">The pattern: <c>*</c> any run of characters, <c>?</c> one.</param>
    /// <remarks>A plain count: there is no half-open for a pattern.</remarks>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty, or <paramref name="coordinator"/> is null.</exception>
    public bool IsOpenMatching(CoordinatorBase coordinator, string pattern) => CountMatching(Of(coordinator), pattern) >= Threshold;

    /// <inheritdoc cref="IsOpenMatching(CoordinatorBase, string)"/>
    /// <param name="sink">The source.</param>
    /// <param name="pattern">The pattern: <c>*</c> any run of characters, <c>?</c> one.</param>
    public bool IsOpenMatching(SignalSink sink, string pattern) => CountMatching(Of(sink), pattern) >= Threshold;

    /// <summary>Returns how many failures count now: those within the window, and after the circuit was closed last.</summary>
    /// <inheritdoc cref="GetState(CoordinatorBase)"/>
    public int GetFailureCount(CoordinatorBase coordinator) => CountFailures(Of(coordinator));

    /// <summary>Returns how many failures count now: those within the window, and after the circuit was closed last.</summary>
    /// <inheritdoc cref="GetState(SignalSink)"/>
    public int GetFailureCount(SignalSink sink) => CountFailures(Of(sink));

    /// <summary>Returns how long the circuit is still open unless there are more failures; null while it is not.</summary>
    /// <inheritdoc cref="GetState(CoordinatorBase)"/>
    public TimeSpan? GetTimeUntilClose(CoordinatorBase coordinator) => TimeUntilClose(Of(coordinator));

    /// <summary>Returns how long the circuit is still open unless there are more failures; null while it is not.</summary>
    /// <inheritdoc cref="GetState(SignalSink)"/>
    public TimeSpan? GetTimeUntilClose(SignalSink sink) => TimeUntilClose(Of(sink));

    /// <summary>Asks to do work: refused while open, and while half-open to all but the first who asks.</summary>
    /// <inheritdoc cref="GetState(CoordinatorBase)"/>
    public bool TryEnter(CoordinatorBase coordinator) => TryEnter(Of(coordinator));

    /// <summary>Asks to do work: refused while open, and while half-open to all but the first who asks.</summary>
    /// <inheritdoc cref="GetState(SignalSink)"/>
    public bool TryEnter(SignalSink sink) => TryEnter(Of(sink));

    private static CircuitSource Of(CoordinatorBase coordinator)
    {
        ArgumentNullException.ThrowIfNull(coordinator);
        return new(coordinator, null);
    }

    private static CircuitSource Of(SignalSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return new(null, sink);
    }

    private bool TryEnter(CircuitSource source)
    {
        CircuitPosition position = PositionOf(source);
        return position.State == CircuitState.Closed
            || (position.State == CircuitState.HalfOpen && MemoryOf(source)!.TryTakeTrial(position.OpenUntil));
    }

    private TimeSpan? TimeUntilClose(CircuitSource source)
    {
        CircuitPosition position = PositionOf(source);
        return position.State == CircuitState.Open ? position.OpenUntil - _time.GetUtcNow() : null;
    }

    private CircuitPosition PositionOf(CircuitSource source)
    {
        CircuitMemory? memory = MemoryOf(source);
        CircuitPosition start = memory?.Position ?? CircuitPosition.Initial;
        if (start.State == CircuitState.Closed && !source.MayHave(FailureSignal, Threshold)) return start;
        DateTimeOffset now = _time.GetUtcNow();
        List<CircuitOutcome> outcomes = [];
        foreach (SignalEvent signal in source.Named(FailureSignal)) Add(outcomes, signal, isFailure: true, now);
        if (SuccessSignal is { } success)
            foreach (SignalEvent signal in source.Named(success)) Add(outcomes, signal, isFailure: false, now);

        outcomes.Sort();
        CircuitPosition position = _rule.Follow(start, outcomes, now);
        if (position.State == CircuitState.Closed && memory is null) return position;
        (memory ?? _memories.GetOrCreateValue(source.Owner)).Note(position);
        _hasMemories = true;
        return position;
    }

    private CircuitMemory? MemoryOf(CircuitSource source) =>
        _hasMemories && _memories.TryGetValue(source.Owner, out CircuitMemory? memory) ? memory : null;

    private int CountFailures(CircuitSource source)
    {
        DateTimeOffset closedAt = PositionOf(source).ClosedAt;
        return CountRecent(source.Named(FailureSignal), closedAt);
    }

    private int CountMatching(CircuitSource source, string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return CountRecent(source.Matching(pattern), default);
    }

    private int CountRecent(IReadOnlyList<SignalEvent> signals, DateTimeOffset closedAt)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return signals.Count(signal => signal.Timestamp > closedAt && signal.Timestamp > now - WindowSize && signal.Timestamp <= now + Spans.ClockTolerance);
    }

    private static void Add(List<CircuitOutcome> outcomes, in SignalEvent signal, bool isFailure, DateTimeOffset now)
    {
        if (signal.Timestamp <= now + Spans.ClockTolerance) outcomes.Add(new(signal.Timestamp, isFailure));
    }
}
