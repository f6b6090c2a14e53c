namespace Ephemeral.Patterns;

/// <summary>How many items wait in the lanes of a <see cref="KeyedPriorityFanOut{T, TKey}"/>.</summary>
/// <param name="Priority">In the lane that goes first.</param>
/// <param name="Normal">In the other one.</param>
public readonly record struct LaneCounts(int Priority, int Normal);
