namespace Ephemeral;

/// <summary>Thrown at the end of a foreach some of whose items failed: every item was run.</summary>
public sealed class EphemeralForEachException : AggregateException
{
    /// <summary>Creates the exception without failures.</summary>
    public EphemeralForEachException()
        : this("Items failed.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public EphemeralForEachException(string message)
        : base(message)
    {
        Failures = [];
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public EphemeralForEachException(string message, Exception innerException)
        : base(message, innerException)
    {
        Failures = [];
    }

    internal EphemeralForEachException(IReadOnlyList<(int Index, Exception Error)> failures, long failureCount, Exception? sourceError)
        : base(
            $"{failureCount} {(failureCount == 1 ? "item" : "items")} failed; the first at index {failures[0].Index}.{(sourceError is null ? "" : " The collection failed too.")}",
            [.. failures.Select(static failure => failure.Error), .. sourceError is null ? [] : new[] { sourceError }])
    {
        Failures = failures;
        FailureCount = failureCount;
    }

    /// <summary>Gets the failed items' indexes in the source with what their bodies threw, by index; at most the first 1,024 that failed.</summary>
    public IReadOnlyList<(int Index, Exception Error)> Failures { get; }

    /// <summary>Gets how many items failed.</summary>
    public long FailureCount { get; }
}
