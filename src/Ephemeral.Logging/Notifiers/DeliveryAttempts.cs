using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>Delivers announcements, one attempt at a time: one incident's in order, and incidents take turns.</summary>
/// <remarks>
/// One that failed waits for its next attempt as the coordinator's retries do, and so holds up only its own incident. After some failures
/// in a row, whosever they were, the circuit is open: the coordinator is paused, and lets one attempt by now and then until one succeeds.
/// </remarks>
internal sealed class DeliveryAttempts : IDisposable
{
    private const string GiveUpAt = nameof(GiveUpAt);

    private readonly IIncidentNotifier _notifier;
    private readonly AnchoredClock _clock;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _longestDelay;
    private readonly long _giveUpAfter;
    private readonly int _failuresToOpen;
    private readonly Alarm _alarm;
    private int _failuresInARow; // written by the one attempt that runs, as is the next
    private bool _isOver; // whether the attempt that failed was its announcement's last
    private long _failed;
    private volatile Exception? _lastFailure;

    public DeliveryAttempts(IIncidentNotifier notifier, IncidentDeliveryOptions options)
    {
        _notifier = notifier;
        _clock = new(options.TimeProvider);
        (_timeout, _longestDelay, _failuresToOpen) = (options.Timeout, options.LongestDelay, options.FailuresToOpen);
        _giveUpAfter = _clock.Stamps(options.GiveUpAfter);
        Coordinator = new(static announcement => announcement.Incident.Id, DeliverAsync, new()
        {
            Name = $"incidents.{notifier.Name}",
            MaxConcurrency = 1,
            QueueCapacity = options.QueueCapacity,
            FullMode = QueueFullMode.DropOldest,
            Retry = new()
            {
                MaxRetries = int.MaxValue,
                InitialDelay = options.FirstDelay,
                MaxDelay = options.LongestDelay,
                UseJitter = true,
                ShouldRetry = _ => !_isOver,
            },
            DisposeTimeout = options.DisposeTimeout,
            TimeProvider = options.TimeProvider,
        });
        _alarm = new(options.TimeProvider, Coordinator.Resume);
    }

    public EphemeralKeyedWorkCoordinator<IncidentAnnouncement, string> Coordinator { get; }

    public bool IsCircuitOpen => Volatile.Read(ref _failuresInARow) >= _failuresToOpen;

    public long Failed => Interlocked.Read(ref _failed);

    public Exception? LastFailure => _lastFailure;

    public void Dispose() => _alarm.Stop();

    private async Task DeliverAsync(IncidentAnnouncement announcement, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        long giveUpAt = (long)operation.State.GetOrAdd(GiveUpAt, static (_, attempts) => attempts._clock.Now() + attempts._giveUpAfter, this)!;
        try
        {
            await TryAsync(announcement, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _failuresInARow, 0);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            bool isRefused = error is IncidentRefusedException;
            _isOver = isRefused || _clock.Now() >= giveUpAt;
            _lastFailure = error;
            Interlocked.Increment(ref _failed);
            if (isRefused) Volatile.Write(ref _failuresInARow, 0); // the target answers
            else NoteFailure();
            throw;
        }
    }

    private async Task TryAsync(IncidentAnnouncement announcement, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await _notifier.NotifyAsync(announcement, stop.Token).WaitAsync(_timeout, _clock.Time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private void NoteFailure()
    {
        if (_failuresInARow < _failuresToOpen) Volatile.Write(ref _failuresInARow, _failuresInARow + 1);
        if (!IsCircuitOpen) return;
        Coordinator.Pause();
        _alarm.Set(_longestDelay * (1 - (Random.Shared.NextDouble() / 2))); // many processes do not come back to a target at one instant
    }
}
