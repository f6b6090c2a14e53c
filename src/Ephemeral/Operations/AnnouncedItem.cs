namespace Ephemeral.Operations;

/// <summary>An observer that was told that an item is about to be offered, and what it wants back when that is settled.</summary>
internal sealed record AnnouncedItem(EphemeralObserver Observer, object? State);
