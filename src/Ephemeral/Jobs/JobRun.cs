namespace Ephemeral.Jobs;

/// <summary>What waits in a runner's queue: a job and the signal that started it.</summary>
/// <param name="Job">The job.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Raiser">The operation that raised the signal, or the signal's own id.</param>
internal readonly record struct JobRun(EphemeralJobDescriptor Job, SignalEvent Signal, long Raiser);
