namespace Ephemeral.Telemetry.Prometheus.Tests;

/// <summary>Allocation tests run alone, so that nobody else's objects are counted.</summary>
[CollectionDefinition("Allocations", DisableParallelization = true)]
public sealed class AllocationCollection;
