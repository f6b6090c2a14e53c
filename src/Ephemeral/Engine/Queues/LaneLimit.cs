namespace Ephemeral.Engine.Queues;

/// <summary>How many items of one lane run at once.</summary>
internal readonly record struct LaneLimit(string Name, int MaxConcurrency);
