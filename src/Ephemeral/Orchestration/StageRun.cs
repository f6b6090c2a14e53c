namespace Ephemeral.Orchestration;

/// <summary>What waits in an executor's queue: a stage and the signal that triggered it.</summary>
internal readonly record struct StageRun(StageWork Stage, SignalEvent Trigger);
