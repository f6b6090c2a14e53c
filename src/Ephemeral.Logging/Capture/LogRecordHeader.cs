using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>What is known of a record before anything in it is formatted.</summary>
internal readonly record struct LogRecordHeader(
    string Category, LogLevel Level, EventId EventId, Exception? Exception, IReadOnlyDictionary<string, string?> Scopes, DateTimeOffset Timestamp)
{
    public string? TraceId { get; init; }

    public string? SpanId { get; init; }
}
