namespace Ephemeral.Tests.Kinds;

/// <summary>An item for any kind of coordinator; one without keys or lanes does not look at them.</summary>
public readonly record struct WorkItem(int Number, int Key, int Lane);
