using Ephemeral.Engine.Handlers;
using Ephemeral.Operations;

namespace Ephemeral.Jobs;

/// <summary>Runs one job for one signal and raises what the job says about itself.</summary>
internal readonly struct JobHandler(SignalSink sink) : IWorkHandler<JobRun, NoResult>
{
    public static bool HasTerms => true;

    public bool TakesOperation => true;

    public async Task InvokeAsync(JobRun item, RunningOperation<NoResult> run, CancellationToken cancellationToken)
    {
        (EphemeralJobDescriptor job, SignalEvent trigger, long raiser) = item;
        EphemeralOperation operation = run.Operation!;
        run.Handle(trigger, raiser);
        try
        {
            if (run.IsOverdue) throw job.WaitedInVain(trigger.Signal);
            if (run.Attempt == 1) Emit(operation, job.EmitOnStart, trigger.Key);
            await job.InvokeAsync(trigger, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!(error is OperationCanceledException && operation.IsStopped))
        {
            if (RetryAfter(item, run) is not null)
            {
                operation.Emit($"job.retry:{job.MethodName}:{run.Attempt}", trigger.Key);
                throw;
            }

            string type = run.IsTimedOut && error is OperationCanceledException ? nameof(TimeoutException) : error.GetType().Name;
            Emit(operation, [$"job.failed:{job.MethodName}:{type}", .. job.EmitOnFailure], trigger.Key);
            if (job.SwallowsExceptions) return;
            throw;
        }

        Emit(operation, job.EmitOnComplete, trigger.Key);
    }

    public HandledSignal? SignalOf(JobRun item) => new(sink.Name, item.Signal.Signal, item.Job.TriggerSignal);

    public ItemTerms TermsOf(JobRun item) => item.Job.Terms;

    public TimeSpan? RetryAfter(JobRun item, RunningOperation<NoResult> run) => run.IsOverdue || !run.MayRetry ? null : item.Job.RetryAfter(run.Attempt);

    public NoResult ResultOf(Task completed) => default;

    public void Failed(JobRun item, Exception error)
    {
    }

    private static void Emit(EphemeralOperation operation, IReadOnlyList<string> signals, string? key)
    {
        foreach (string signal in signals) operation.Emit(signal, key);
    }
}
