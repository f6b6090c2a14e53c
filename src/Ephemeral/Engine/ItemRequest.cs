using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>What the caller of an enqueue asks for beyond acceptance.</summary>
internal sealed class ItemRequest<TTag, TResult>
{
    /// <summary>Gets how long the item stays out of the queue; null to queue it at once.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Gets what is told of the item's end, registered as it is accepted, so that none is missed; null for nobody.</summary>
    public TaskCompletionSource<OperationRecord<TTag, TResult>>? End { get; init; }
}
