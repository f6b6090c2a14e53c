namespace Ephemeral.Benchmarks.Quick;

/// <summary>What one item cost in one round, or in the median round.</summary>
internal readonly record struct Measurement(double Nanoseconds, double Bytes);
