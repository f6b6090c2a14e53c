namespace Ephemeral.Jobs;

/// <summary>What waits in a runner's queue: a job and the signal that started it.</summary>
internal readonly record struct JobRun(EphemeralJobDescriptor Job, SignalEvent Signal);
