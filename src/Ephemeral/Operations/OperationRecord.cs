using System.Runtime.ExceptionServices;
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
    /// <summary>Returns the result of an operation that has ended; throws what its body threw, or that it was cancelled or skipped.</summary>
    public TResult? ResultOrThrow(string coordinator)
    {
        if (State == OperationState.Completed) return Result;
        if (State == OperationState.Failed) ExceptionDispatchInfo.Throw(Error!);
        string what = State == OperationState.Skipped ? "skipped, by a signal or because the queue was full" : "cancelled";
        throw new OperationCanceledException($"The operation {Id} of the coordinator '{coordinator}' was {what}.");
    }

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
