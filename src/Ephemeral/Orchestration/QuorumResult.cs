namespace Ephemeral;

/// <summary>How a wait for a quorum ended.</summary>
/// <param name="Reached">Whether as many distinct signals came as were required.</param>
/// <param name="Count">How many came; never more than were required.</param>
/// <param name="CancelSignal">The name of the signal that ended the wait early; null when none did.</param>
/// <param name="TimedOut">Whether time was up first.</param>
public readonly record struct QuorumResult(bool Reached, int Count, string? CancelSignal, bool TimedOut);
