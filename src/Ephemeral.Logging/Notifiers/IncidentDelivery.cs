namespace Ephemeral.Logging;

/// <summary>Delivers the announcements of a sink to one notifier, at least once each, those of one incident in their order.</summary>
/// <remarks>
/// <para>Thread-safe. Whoever raises an announcement only puts it into a queue; the notifier runs on a coordinator of its own,
/// <c>incidents.{name}</c>, which shows in the same metrics as all others.</para>
/// <para>One attempt is made at a time. One that fails or takes too long is made again after a growing, varying wait; what follows of the same
/// incident waits with it, others pass. After some failures in a row the circuit is open: an attempt now and then, until one succeeds.</para>
/// <para>What could not be delivered is counted (<see cref="Undelivered"/>): dropped when too many wait, refused, given up, or left when the
/// delivery was disposed. What waits is not kept over a restart.</para>
/// </remarks>
public sealed class IncidentDelivery : AtomBase<EphemeralKeyedWorkCoordinator<IncidentAnnouncement, string>>
{
    private readonly DeliveryAttempts _attempts;
    private readonly IDisposable _subscription;

    /// <summary>Begins to deliver.</summary>
    /// <param name="sink">Where announcements are raised; borrowed. Make the delivery before the tracker, and it misses none.</param>
    /// <param name="notifier">The notifier; borrowed.</param>
    /// <param name="options">Limits and waits; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid: the message has every fault.</exception>
    public IncidentDelivery(SignalSink sink, IIncidentNotifier notifier, IncidentDeliveryOptions? options = null)
        : this(
            sink ?? throw new ArgumentNullException(nameof(sink)),
            new DeliveryAttempts(notifier ?? throw new ArgumentNullException(nameof(notifier)), NotifierOptionsValidator.Validate(options ?? new())))
    {
    }

    private IncidentDelivery(SignalSink sink, DeliveryAttempts attempts)
        : base(attempts.Coordinator, finishesOnDispose: true)
    {
        _attempts = attempts;
        _subscription = sink.Subscribe("incident.*", Take);
    }

    /// <summary>Gets the name of the coordinator: <c>incidents.</c> and the notifier's name.</summary>
    public string Name => Coordinator.Name;

    /// <summary>Gets how many announcements were delivered.</summary>
    public long Delivered => Coordinator.GetMetrics().Completed;

    /// <summary>Gets how many announcements will not be delivered.</summary>
    public long Undelivered => Coordinator.GetMetrics() is var counts ? counts.Failed + counts.Cancelled + counts.Skipped : 0;

    /// <summary>Gets how many announcements wait, that which is tried included.</summary>
    public int Waiting => Coordinator.GetMetrics() is var counts ? counts.Pending + counts.Active : 0;

    /// <summary>Gets how many attempts failed.</summary>
    public long FailedAttempts => _attempts.Failed;

    /// <summary>Gets whether so many attempts failed in a row that only one is made now and then.</summary>
    public bool IsCircuitOpen => _attempts.IsCircuitOpen;

    /// <summary>Gets why the latest failed attempt failed; null when none did.</summary>
    public Exception? LastFailure => _attempts.LastFailure;

    /// <summary>Waits until everything raised before this call is delivered or given up.</summary>
    /// <inheritdoc cref="AtomBase{TCoordinator}.FlushAsync"/>
    public new Task FlushAsync(CancellationToken cancellationToken = default) => base.FlushAsync(cancellationToken);

    /// <summary>Does what <see cref="DisposeAsync"/> does without waiting. Calling it again is safe.</summary>
    public override void Dispose()
    {
        _subscription.Dispose();
        base.Dispose();
    }

    /// <summary>Takes no more announcements, and delivers what waits for at most <see cref="IncidentDeliveryOptions.DisposeTimeout"/>.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        _attempts.Dispose();
    }

    private void Take(SignalEvent signal)
    {
        if (signal.Payload is Incident incident) Coordinator.TryEnqueue(new(signal.Signal, incident));
    }
}
