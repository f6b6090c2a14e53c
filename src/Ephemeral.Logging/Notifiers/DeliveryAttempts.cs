using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>Tries to deliver one announcement after the other. The wait after a failure holds for the target, and so for all that wait.</summary>
internal sealed class DeliveryAttempts(IIncidentNotifier notifier, IncidentDeliveryOptions options) : IDisposable
{
    private readonly AnchoredClock _clock = new(options.TimeProvider);
    private readonly DeliveryCircuit _circuit = new(options);
    private readonly TimeSpan _timeout = options.Timeout;
    private readonly TimeSpan _giveUpAfter = options.GiveUpAfter;
    private long _failed;
    private volatile Exception? _lastFailure;

    public bool IsCircuitOpen => _circuit.IsOpen;

    public long Failed => Interlocked.Read(ref _failed);

    public Exception? LastFailure => _lastFailure;

    public async Task DeliverAsync(IncidentAnnouncement announcement, CancellationToken cancellationToken)
    {
        long giveUpAt = _clock.Now() + _clock.Stamps(_giveUpAfter);
        while (!await IsDeliveredAsync(announcement, giveUpAt, cancellationToken).ConfigureAwait(false))
            await _circuit.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _circuit.Dispose();

    private async Task<bool> IsDeliveredAsync(IncidentAnnouncement announcement, long giveUpAt, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(announcement, cancellationToken).ConfigureAwait(false);
            _circuit.Succeeded();
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Interlocked.Increment(ref _failed);
            _lastFailure = error;
            if (error is IncidentRefusedException) _circuit.Succeeded(); // the target answers
            if (error is IncidentRefusedException || _clock.Now() >= giveUpAt) throw;
            return false;
        }
    }

    private async Task TryAsync(IncidentAnnouncement announcement, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await notifier.NotifyAsync(announcement, stop.Token).WaitAsync(_timeout, _clock.Time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }
}
