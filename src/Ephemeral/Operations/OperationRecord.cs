using Ephemeral.Internal;

namespace Ephemeral.Operations;

/// <summary>An operation copied out of the engine under its lock; what people see is made from it outside.</summary>
internal readonly record struct OperationRecord<TTag, TResult>(
    long Id,
    TTag Tag,
    OperationState State,
    long Started,
    long Ended,
    TResult? Result,
    Exception? Error,
    EphemeralOperation? Operation,
    bool IsPinned)
{
    public EphemeralOperationSnapshot ToSnapshot(string? key, AnchoredClock clock)
    {
        bool ended = State != OperationState.Running;
        return new(
            Id,
            clock.At(Started),
            ended ? clock.At(Ended) : null,
            key,
            State == OperationState.Failed,
            Error,
            ended ? clock.Span(Ended - Started) : null,
            Operation?.GetSignalNames(),
            IsPinned)
        {
            IsCancelled = State == OperationState.Cancelled,
            IsSkipped = State == OperationState.Skipped,
        };
    }
}
