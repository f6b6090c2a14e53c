namespace Ephemeral;

/// <summary>A coordinator's counts at one instant, read together under its lock.</summary>
/// <remarks><c>Enqueued</c> is always the sum of the others: every accepted item is in exactly one of them.</remarks>
/// <param name="Enqueued">Items accepted since the start.</param>
/// <param name="Pending">Items that wait to run, deferred ones included.</param>
/// <param name="Active">Operations whose body runs.</param>
/// <param name="Completed">Operations whose body ran to its end.</param>
/// <param name="Failed">Operations whose body threw or ran out of time.</param>
/// <param name="Cancelled">Items abandoned by cancel, dispose or kill, and bodies that stopped because of it.</param>
/// <param name="Skipped">Items discarded by a cancel signal or a full queue.</param>
public readonly record struct CoordinatorMetrics(
    long Enqueued,
    int Pending,
    int Active,
    long Completed,
    long Failed,
    long Cancelled,
    long Skipped);
