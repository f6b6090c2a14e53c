namespace Ephemeral.Orchestration;

/// <summary>Runs one stage for one trigger and raises what the stage says about itself.</summary>
/// <remarks>Has copies of what the user's lists held when the executor was made.</remarks>
internal sealed class StageWork(SignalStage stage, SignalSink sink)
{
    private readonly string[] _emitOnStart = [.. stage.EmitOnStart ?? []];
    private readonly string[] _emitOnComplete = [.. stage.EmitOnComplete ?? []];
    private readonly string[] _emitOnFailure = [.. stage.EmitOnFailure ?? []];

    public string TriggerPattern => stage.TriggerPattern;

    public async Task RunAsync(SignalEvent trigger, CancellationToken cancellationToken)
    {
        Emit(_emitOnStart, trigger);
        try
        {
            Task work = stage.Work(cancellationToken)
                ?? throw new InvalidOperationException($"The work of the stage '{stage.Name}' returned null. Return a task.");
            await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Emit([$"stage.cancel:{stage.Name}"], trigger);
            throw;
        }
        catch (Exception error)
        {
            Emit([$"stage.fail:{stage.Name}:{error.GetType().Name}", .. _emitOnFailure], trigger);
            throw;
        }

        Emit(_emitOnComplete, trigger);
    }

    /// <summary>Raises in the trigger's name. The cause comes with the item: it was enqueued while the trigger was handled.</summary>
    private void Emit(string[] signals, in SignalEvent trigger)
    {
        foreach (string signal in signals) sink.Raise(new SignalEvent(signal, trigger.OperationId, trigger.Key, default));
    }
}
