namespace Ephemeral;

/// <summary>The signals by which a responsibility is handed over.</summary>
public static class ResponsibilitySignals
{
    /// <summary>The pattern that acknowledges a responsibility unless another is given; the signal's key says which one.</summary>
    public const string DefaultAckPattern = "responsibility.ack.*";
}
