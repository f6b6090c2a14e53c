namespace Ephemeral.Telemetry.Implementation;

/// <summary>What spans say in the same bounded words as metrics.</summary>
internal sealed record SpanNames(BoundedNames Sinks, SignalLabels Signals, BoundedNames Patterns, BoundedNames ErrorTypes);
