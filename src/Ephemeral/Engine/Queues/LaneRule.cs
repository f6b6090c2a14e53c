namespace Ephemeral.Engine.Queues;

/// <summary>What bounds one lane of a priority queue.</summary>
/// <param name="Name">The lane's name.</param>
/// <param name="MaxConcurrency">How many of its items run at once.</param>
/// <param name="MaxDepth">How many of its items wait.</param>
internal readonly record struct LaneRule(string Name, int MaxConcurrency, int MaxDepth);
