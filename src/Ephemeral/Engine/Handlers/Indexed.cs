namespace Ephemeral.Engine.Handlers;

/// <summary>An item with its place in the source.</summary>
internal readonly record struct Indexed<T>(int Index, T Item);
