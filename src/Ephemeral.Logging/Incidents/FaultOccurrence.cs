namespace Ephemeral.Logging;

/// <summary>What is kept of a match until somebody wants to read it: the payload, or the text that a store kept of one.</summary>
internal readonly record struct FaultOccurrence
{
    private const int MaxLength = 8 * 1024;

    private readonly SignalLogPayload? _payload;
    private readonly IncidentOccurrence? _text;
    private readonly string? _key;
    private readonly long _operationId;

    private FaultOccurrence(SignalLogPayload payload, in SignalEvent signal) =>
        (_payload, Timestamp, _key, _operationId) = (payload, signal.Timestamp, signal.Key, signal.OperationId);

    public FaultOccurrence(IncidentOccurrence text) => (_text, Timestamp) = (text, text.Timestamp);

    public DateTimeOffset Timestamp { get; }

    public string? TraceId => _payload is null ? _text?.TraceId : _payload.TraceId;

    public bool HasException => _payload is null ? _text?.Exception is not null : _payload.Exception is not null;

    /// <summary>Keeps a match: its payload, or only the text of one that is larger than any text that is kept.</summary>
    public static FaultOccurrence Of(SignalLogPayload payload, in SignalEvent signal, Redaction redaction)
    {
        FaultOccurrence whole = new(payload, signal);
        return payload.Length <= MaxLength ? whole : new(whole.Render(redaction));
    }

    /// <summary>Returns a payload's text without secrets: the provider hides them itself; payloads that others made are looked through here.</summary>
    public static string MessageOf(SignalLogPayload payload, Redaction redaction)
    {
        if (payload.IsCaptured || !payload.Properties.Keys.Any(redaction.Hides)) return payload.Message;
        if (payload.MessageTemplate is not { } template) return Redaction.Mask;
        return MessageTemplate.Render(template, payload.Properties.ToDictionary(
            static property => property.Key, property => redaction.Hides(property.Key) ? Redaction.Mask : property.Value));
    }

    /// <summary>Makes the text. It runs code of the user's (formatters, an exception's members), so no lock may be held.</summary>
    public IncidentOccurrence Render(Redaction redaction)
    {
        if (_payload is null) return _text!;
        string? exception = _payload.ExceptionDetails;
        string message = SafeText.Cut(MessageOf(_payload, redaction), exception is null ? MaxLength : MaxLength / 2);
        return new(Timestamp, message, exception is null ? null : SafeText.Cut(exception, MaxLength - message.Length), _payload.TraceId, _key, _operationId);
    }
}
