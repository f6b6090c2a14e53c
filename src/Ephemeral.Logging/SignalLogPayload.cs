using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>A log record that travels with its signal.</summary>
/// <remarks>
/// <para>Thread-safe. The provider's payloads format <see cref="Message"/>, <see cref="ExceptionMessage"/> and <see cref="Properties"/> when
/// they are first read: a record that nobody reads is never formatted. Values that might change until then (anything but text, numbers,
/// times and the like) are turned into text while the record is logged.</para>
/// <para>Two payloads are equal when they say the same; properties and the exception object are not compared.</para>
/// </remarks>
/// <param name="Message">The formatted text.</param>
/// <param name="EventId">The event's id and name.</param>
/// <param name="Category">The logger's name.</param>
/// <param name="Level">The level.</param>
/// <param name="ExceptionType">The exception's full type name; null without an exception.</param>
/// <param name="ExceptionMessage">What the exception says.</param>
/// <param name="ExceptionHResult">The exception's error code.</param>
/// <param name="ScopeProperties">The properties of the active scopes as text; an inner scope's win.</param>
public sealed record SignalLogPayload(
    string Message,
    EventId EventId,
    string Category,
    LogLevel Level,
    string? ExceptionType = null,
    string? ExceptionMessage = null,
    int? ExceptionHResult = null,
    IReadOnlyDictionary<string, string?> ScopeProperties = null!)
{
    private CapturedLog? _captured;
    private string? _message = Message;
    private string? _template;
    private string? _exceptionMessage = ExceptionMessage;
    private string? _exceptionText;
    private IReadOnlyDictionary<string, object?>? _properties;

    /// <summary>Gets the formatted text.</summary>
    public string Message
    {
        get => _message ??= _captured?.Message ?? string.Empty;
        init => _message = value;
    }

    /// <summary>Gets what the exception says.</summary>
    public string? ExceptionMessage
    {
        get => _exceptionMessage ??= ExceptionText.MessageOf(Exception);
        init => _exceptionMessage = value;
    }

    /// <summary>Gets the properties of the active scopes as text; an inner scope's win.</summary>
    public IReadOnlyDictionary<string, string?> ScopeProperties { get; init; } = ScopeProperties ?? ReadOnlyDictionary<string, string?>.Empty;

    /// <summary>Gets the text before its values were filled in; null when the record has none.</summary>
    public string? MessageTemplate
    {
        get => _template ?? _captured?.Template;
        init => _template = value;
    }

    /// <summary>Gets the values of the record by name; secret ones are <c>***</c>.</summary>
    public IReadOnlyDictionary<string, object?> Properties
    {
        get => _properties ??= _captured?.Properties ?? ReadOnlyDictionary<string, object?>.Empty;
        init => _properties = value;
    }

    /// <summary>Gets the trace that was active when the record was logged; null without one.</summary>
    public string? TraceId { get; init; }

    /// <summary>Gets the span that was active when the record was logged; null without one.</summary>
    public string? SpanId { get; init; }

    /// <summary>Gets when the record was logged.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Gets the exception itself, in the process that logged it. It lives as long as the payload does.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Gets whether the provider made it, which hides secrets itself.</summary>
    internal bool IsCaptured => _captured is not null;

    /// <summary>Gets how many characters the record's texts have at least. Nothing is formatted for it.</summary>
    internal long Length => _captured?.Length ?? _message?.Length ?? 0;

    /// <summary>Gets the exception with its causes and stacks as bounded text.</summary>
    internal string? ExceptionDetails => _exceptionText ??= Logging.ExceptionText.Of(this);

    /// <summary>Compares what two payloads say.</summary>
    public bool Equals(SignalLogPayload? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (Level == other.Level && EventId == other.EventId && Category == other.Category && Timestamp == other.Timestamp
                && TraceId == other.TraceId && SpanId == other.SpanId && ExceptionType == other.ExceptionType
                && ExceptionHResult == other.ExceptionHResult && ExceptionMessage == other.ExceptionMessage && Message == other.Message));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Level, EventId, Category, Timestamp, TraceId, SpanId, ExceptionType);

    /// <summary>Returns the record as one line.</summary>
    public override string ToString() => $"{Level} {Category}[{EventId.Id}]: {Message}";

    internal static SignalLogPayload Of(CapturedLog captured, in LogRecordHeader header) =>
        new(null!, header.EventId, header.Category, header.Level, ScopeProperties: header.Scopes)
        {
            ExceptionType = header.Exception?.GetType().FullName,
            ExceptionHResult = header.Exception?.HResult,
            _captured = captured,
            Exception = header.Exception,
            TraceId = header.TraceId,
            SpanId = header.SpanId,
            Timestamp = header.Timestamp,
        };

    /// <summary>Reads what may change after the log call.</summary>
    internal void Settle() => _captured?.Settle();

    /// <summary>Finds a property of the record, else of its scopes, without making the dictionary.</summary>
    internal string? FindText(string name)
    {
        object? value = null;
        if (_properties?.TryGetValue(name, out value) ?? _captured?.TryFind(name, out value) ?? false) return SafeText.Of(value);
        return ScopeProperties.TryGetValue(name, out string? scoped) ? scoped : null;
    }
}
