namespace Ephemeral.Atoms;

/// <summary>Runs items, and refuses or holds them back while chosen signals are present.</summary>
/// <remarks>
/// <para>Thread-safe. Obeys the signals of its sink, whoever raised them: they count while they are present, so until they are taken
/// back or the sink lets go of them, after a minute unless it was told otherwise.</para>
/// <para>While a cancel signal is present, new items are refused and waiting ones are skipped when their turn comes. While a defer signal
/// is present, items wait, each for at most the interval times the attempts, and run then.</para>
/// <para>Beyond 1,024 waiting items <see cref="EnqueueAsync"/> waits. Disposing abandons what waits; await <see cref="DrainAsync"/> before.</para>
/// </remarks>
/// <typeparam name="T">The type of the items. They are never kept after their body has ended.</typeparam>
public sealed class SignalAwareAtom<T> : AtomBase<EphemeralWorkCoordinator<T>>
{
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private readonly SignalSink _signals;
    private readonly string[] _cancelOn;
    private long _refused;

    /// <summary>Creates an atom that runs at once.</summary>
    /// <param name="body">What is run for each item.</param>
    /// <param name="cancelOn">The patterns of signals that refuse items; null for none. An entry may be a comma list.</param>
    /// <param name="deferOn">The patterns of signals that hold items back; null for none. An entry may be a comma list.</param>
    /// <param name="deferInterval">One part of the longest deferral; null: 100 milliseconds. Nothing is polled.</param>
    /// <param name="maxDeferAttempts">The other part; null: 50, which makes 5 seconds.</param>
    /// <param name="signals">The sink whose signals are obeyed; null: one of the atom's own. Borrowed.</param>
    /// <param name="maxConcurrency">How many run at the same time; null: as many as there are processors.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">A pattern is blank, or a number or time is out of range; the message lists every fault.</exception>
    public SignalAwareAtom(
        Func<T, CancellationToken, Task> body,
        IReadOnlySet<string>? cancelOn = null,
        IReadOnlySet<string>? deferOn = null,
        TimeSpan? deferInterval = null,
        int? maxDeferAttempts = null,
        SignalSink? signals = null,
        int? maxConcurrency = null,
        TimeProvider? timeProvider = null)
        : this(body, new()
        {
            Name = nameof(SignalAwareAtom<T>),
            MaxConcurrency = maxConcurrency ?? Environment.ProcessorCount,
            CancelOnSignals = cancelOn,
            DeferOnSignals = deferOn,
            DeferCheckInterval = deferInterval ?? TimeSpan.FromMilliseconds(100),
            MaxDeferAttempts = maxDeferAttempts ?? 50,
            Signals = signals ?? new(timeProvider: timeProvider),
            TimeProvider = timeProvider ?? TimeProvider.System,
        })
    {
    }

    private SignalAwareAtom(Func<T, CancellationToken, Task> body, EphemeralOptions options)
        : base(new(body, options))
    {
        _signals = options.Signals!;
        _cancelOn = [.. (options.CancelOnSignals ?? new HashSet<string>()).SelectMany(static entry => entry.Split(',', Trimmed))];
    }

    /// <summary>Gets how many items were refused because a cancel signal was present.</summary>
    public long RefusedCount => Interlocked.Read(ref _refused);

    /// <summary>Gets whether a cancel signal is present.</summary>
    public bool IsRefusing => Array.Exists(_cancelOn, _signals.HasMatching);

    /// <summary>Enqueues an item, waiting while the queue is full; refuses it while a cancel signal is present.</summary>
    /// <returns>The id of the operation, once the item is accepted; -1 when it was refused. Await it once.</returns>
    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.EnqueueAsync"/>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default)
    {
        if (!IsRefusing || Coordinator.IsCompleted) return Coordinator.EnqueueAsync(item, cancellationToken);
        Interlocked.Increment(ref _refused);
        return new(-1);
    }

    /// <summary>Raises a signal in the sink that the atom obeys.</summary>
    /// <inheritdoc cref="SignalSink.Raise(string, string?)"/>
    public void Raise(string signal, string? key = null) => _signals.Raise(signal, key);

    /// <summary>Takes a signal back from the sink that the atom obeys.</summary>
    /// <returns>How many there were.</returns>
    public int Retract(string signal) => _signals.Retract(signal);

    /// <inheritdoc cref="FixedWorkAtom{T}.DrainAsync"/>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);
}
