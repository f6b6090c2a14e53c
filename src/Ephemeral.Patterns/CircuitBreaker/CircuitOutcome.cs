namespace Ephemeral.Patterns;

/// <summary>A failure or a success, and when it was.</summary>
internal readonly record struct CircuitOutcome(DateTimeOffset Time, bool IsFailure) : IComparable<CircuitOutcome>
{
    /// <summary>Orders by time; of one instant, failures come first.</summary>
    public int CompareTo(CircuitOutcome other) =>
        Time != other.Time ? Time.CompareTo(other.Time) : other.IsFailure.CompareTo(IsFailure);
}
