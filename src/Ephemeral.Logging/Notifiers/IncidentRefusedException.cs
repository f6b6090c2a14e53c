namespace Ephemeral.Logging;

/// <summary>A receiver answered that it does not take an announcement, and will not later.</summary>
public sealed class IncidentRefusedException : Exception
{
    /// <summary>Makes an exception.</summary>
    public IncidentRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a cause.</summary>
    public IncidentRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
