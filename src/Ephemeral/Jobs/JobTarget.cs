namespace Ephemeral.Jobs;

/// <summary>Where a job's method is called: on one object, or on one that an activator makes for each attempt.</summary>
internal readonly record struct JobTarget(Type Type, object? Instance, IEphemeralJobActivator? Activator);
