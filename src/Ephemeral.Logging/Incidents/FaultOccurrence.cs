namespace Ephemeral.Logging;

/// <summary>What is kept of a match until somebody wants to read it.</summary>
internal readonly record struct FaultOccurrence(SignalLogPayload Payload, DateTimeOffset Timestamp, string? Key, long OperationId)
{
    private const int MaxLength = 8 * 1024;

    /// <summary>Makes the text. It runs code of the user's (formatters, an exception's members), so no lock may be held.</summary>
    public IncidentOccurrence Render(Redaction redaction) =>
        new(Timestamp, SafeText.Cut(MessageOf(redaction), MaxLength), Payload.ExceptionDetails, Payload.TraceId, Key, OperationId);

    /// <summary>The provider hides secrets itself; payloads that others made are looked through here.</summary>
    private string MessageOf(Redaction redaction)
    {
        if (Payload.IsCaptured || !Payload.Properties.Keys.Any(redaction.Hides)) return Payload.Message;
        if (Payload.MessageTemplate is not { } template) return Redaction.Mask;
        return MessageTemplate.Render(template, Payload.Properties.ToDictionary(
            static property => property.Key, property => redaction.Hides(property.Key) ? Redaction.Mask : property.Value));
    }
}
