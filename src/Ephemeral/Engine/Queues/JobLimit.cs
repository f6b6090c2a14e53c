namespace Ephemeral.Engine.Queues;

/// <summary>What limits a job: how many of it run at once, and the lane that it shares with others; the lower priority goes first.</summary>
internal readonly record struct JobLimit((int Lane, int Job) Priority, int MaxConcurrency, int Lane);
