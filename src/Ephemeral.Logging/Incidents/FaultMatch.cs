namespace Ephemeral.Logging;

/// <summary>One signal that a rule counts.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Occurrence">What happened.</param>
/// <param name="Stamp">When, on the monotonic clock.</param>
internal readonly record struct FaultMatch(IncidentRule Rule, FaultOccurrence Occurrence, long Stamp);
