using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>What a signal becomes in a log.</summary>
/// <param name="Level">The level.</param>
/// <param name="EventId">The event's id and name.</param>
/// <param name="Message">The text, as it is: braces in it mean nothing.</param>
public readonly record struct LogMessage(LogLevel Level, EventId EventId, string Message);
