using Ephemeral.Engine.Handlers;
using Ephemeral.Operations;

namespace Ephemeral.Jobs;

/// <summary>Runs one job for one signal and raises what the job says about itself.</summary>
internal readonly struct JobHandler : IWorkHandler<JobRun, NoResult>
{
    public bool TakesOperation => true;

    public async Task InvokeAsync(JobRun item, RunningOperation<NoResult> run, CancellationToken cancellationToken)
    {
        (EphemeralJobDescriptor job, SignalEvent trigger) = item;
        EphemeralOperation operation = run.Operation!;
        Emit(operation, job.EmitOnStart, trigger.Key);
        try
        {
            await job.InvokeAsync(trigger, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!(error is OperationCanceledException && operation.IsStopped))
        {
            Emit(operation, [$"job.failed:{job.MethodName}:{error.GetType().Name}", .. job.EmitOnFailure], trigger.Key);
            if (job.SwallowsExceptions) return;
            throw;
        }

        Emit(operation, job.EmitOnComplete, trigger.Key);
    }

    public NoResult ResultOf(Task completed) => default;

    public void Failed(JobRun item, Exception error)
    {
    }

    private static void Emit(EphemeralOperation operation, IReadOnlyList<string> signals, string? key)
    {
        foreach (string signal in signals) operation.Emit(signal, key);
    }
}
