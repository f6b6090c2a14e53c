using System.Collections.Concurrent;

namespace Ephemeral.Tests.Models;

internal sealed class ModelObserver : EphemeralObserver
{
    public Tally Discards { get; } = new();

    public ConcurrentQueue<long> Skipped { get; } = [];

    public override void OperationDiscarded(in OperationDiscardedArguments arguments)
    {
        if (arguments.Reason == DiscardReason.SignalCancelled) Skipped.Enqueue(arguments.OperationId);
        Discards.Add();
    }
}
