namespace Ephemeral.Telemetry.Tests;

/// <summary>Tests that attach the process's observer or listen to its meter; one at a time, and nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
