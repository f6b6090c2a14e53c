namespace Ephemeral.Engine.Handlers;

/// <summary>The result of bodies that have none.</summary>
internal readonly struct NoResult;
