using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>A log record as the mapping delegates of <see cref="SignalLogHookOptions"/> see it.</summary>
/// <remarks>Use it during the call only: a logging framework may reuse <see cref="State"/> for its next record.</remarks>
public sealed class SignalLogContext
{
    private readonly SignalLogPayload _payload;

    /// <summary>Makes a context, for tests of mapping delegates.</summary>
    public SignalLogContext(
        string category,
        LogLevel level,
        EventId eventId,
        string message,
        Exception? exception = null,
        object? state = null,
        IReadOnlyDictionary<string, string?>? scopeProperties = null)
        : this(new SignalLogPayload(message, eventId, category, level, ScopeProperties: scopeProperties!) { Exception = exception }, state)
    {
    }

    internal SignalLogContext(SignalLogPayload payload, object? state)
    {
        _payload = payload;
        State = state;
    }

    /// <summary>Gets the logger's name.</summary>
    public string Category => _payload.Category;

    /// <summary>Gets the level.</summary>
    public LogLevel Level => _payload.Level;

    /// <summary>Gets the event's id and name.</summary>
    public EventId EventId => _payload.EventId;

    /// <summary>Gets the formatted text; it is formatted when it is first read.</summary>
    public string Message => _payload.Message;

    /// <summary>Gets the message template, when there is one.</summary>
    public string? MessageTemplate => _payload.MessageTemplate;

    /// <summary>Gets the exception that was logged.</summary>
    public Exception? Exception => _payload.Exception;

    /// <summary>Gets what the caller gave to the logger, as it is: nothing in it is redacted.</summary>
    public object? State { get; }

    /// <summary>Gets the properties of the active scopes as text; an inner scope's win.</summary>
    public IReadOnlyDictionary<string, string?> ScopeProperties => _payload.ScopeProperties;

    /// <summary>Returns the payload that the record gets without a mapping, as a starting point.</summary>
    public SignalLogPayload ToPayload() => _payload;
}
