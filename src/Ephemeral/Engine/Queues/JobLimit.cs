namespace Ephemeral.Engine.Queues;

/// <summary>What limits a job: how many of it run at once, and the lane that it shares with others.</summary>
internal readonly record struct JobLimit(int Priority, int MaxConcurrency, int Lane);
