using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>Says when a target that failed may be tried again. Used by one attempt at a time; its counts are read by anybody.</summary>
internal sealed class DeliveryCircuit : IDisposable
{
    private const double Jitter = 0.2; // so that many processes do not come back to a target at one instant
    private const int MaxDoublings = 30;

    private readonly double _first;
    private readonly double _longest;
    private readonly int _failuresToOpen;
    private readonly Alarm _alarm;
    private volatile TaskCompletionSource _due = new();
    private int _failures;

    public DeliveryCircuit(IncidentDeliveryOptions options)
    {
        (_first, _longest) = (options.FirstDelay.TotalSeconds, options.LongestDelay.TotalSeconds);
        _failuresToOpen = options.FailuresToOpen;
        _alarm = new(options.TimeProvider, () => _due.TrySetResult());
    }

    /// <summary>Gets whether so many attempts failed that only one is made now and then.</summary>
    public bool IsOpen => Volatile.Read(ref _failures) >= _failuresToOpen;

    public void Succeeded() => Volatile.Write(ref _failures, 0);

    /// <summary>Notes a failed attempt and waits until the next one may be made.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        int failures = Volatile.Read(ref _failures);
        if (failures < int.MaxValue) Volatile.Write(ref _failures, ++failures);
        TaskCompletionSource due = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _due = due;
        _alarm.Set(DelayAfter(failures));
        await due.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _alarm.Stop();

    private TimeSpan DelayAfter(int failures)
    {
        double wait = IsOpen ? _longest : Math.Min(_first * Math.Pow(2, Math.Min(failures - 1, MaxDoublings)), _longest);
        return TimeSpan.FromSeconds(wait * (1 - Jitter + (Random.Shared.NextDouble() * 2 * Jitter)));
    }
}
