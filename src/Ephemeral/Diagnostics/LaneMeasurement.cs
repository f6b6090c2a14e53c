namespace Ephemeral;

/// <summary>What one lane of a coordinator, or the whole of a coordinator without lanes, is doing at one instant.</summary>
/// <param name="Lane">The lane's name; null without lanes.</param>
/// <param name="Pending">Items that wait and may start.</param>
/// <param name="Deferred">Items that wait because a signal or a delay holds them back; not in <paramref name="Pending"/>.</param>
/// <param name="Active">Operations that run.</param>
/// <param name="ConcurrencyLimit">Operations that may run at once.</param>
/// <param name="QueueLimit">Items that may wait; null when there is no bound.</param>
/// <param name="OldestAge">How long the oldest waiting item has waited; null when none waits or nothing asked for
/// <see cref="ObserverNeeds.Timing"/> when it was accepted.</param>
public readonly record struct LaneMeasurement(
    string? Lane,
    int Pending,
    int Deferred,
    int Active,
    int ConcurrencyLimit,
    int? QueueLimit,
    TimeSpan? OldestAge);
