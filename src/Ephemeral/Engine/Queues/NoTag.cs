namespace Ephemeral.Engine.Queues;

/// <summary>The tag of items that have neither key nor lane.</summary>
internal readonly struct NoTag;
