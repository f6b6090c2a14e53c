namespace Ephemeral.Engine.Queues;

/// <summary>Which job an item runs and the key that orders it; items without a key are free of each other.</summary>
internal readonly record struct JobTag(int Job, string? Key);
