namespace Ephemeral;

/// <summary>Thrown when an item is offered to a coordinator that was completed or cancelled.</summary>
/// <remarks>A disposed coordinator throws <see cref="ObjectDisposedException"/> instead.</remarks>
public sealed class CoordinatorCompletedException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public CoordinatorCompletedException()
        : this("The coordinator accepts no more items.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public CoordinatorCompletedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public CoordinatorCompletedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
