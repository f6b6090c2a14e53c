namespace LogWatcher.Tests.Hosting;

/// <summary>Tests that run the whole application. Metrics belong to the process, so they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AppCollection
{
    public const string Name = "whole application";
}
