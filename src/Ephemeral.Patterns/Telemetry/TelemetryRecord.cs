namespace Ephemeral.Patterns;

/// <summary>What an <see cref="InMemoryTelemetryClient"/> was told.</summary>
/// <param name="Kind"><c>event</c>, <c>exception</c> or <c>metric</c>.</param>
/// <param name="Name">The name, or the message.</param>
/// <param name="Value">The value of a metric; null for the others.</param>
/// <param name="Properties">More about it.</param>
public sealed record TelemetryRecord(string Kind, string Name, double? Value, IReadOnlyDictionary<string, string> Properties);
