namespace Ephemeral;

/// <summary>Thrown when an item is offered to a full coordinator whose <see cref="QueueFullMode"/> is <see cref="QueueFullMode.Reject"/>.</summary>
public sealed class CoordinatorFullException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public CoordinatorFullException()
        : this("The coordinator's queue is full.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public CoordinatorFullException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public CoordinatorFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
