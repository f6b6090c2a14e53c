namespace Ephemeral.Engine;

/// <summary>The next slot of every slot. A slot is in at most one list, so that one link serves queue, window and free list.</summary>
internal abstract class SlotLinks
{
    internal int[] Next { get; private protected set; } = new int[64];

    /// <summary>Returns the id of the operation in a slot; ids ascend in order of acceptance.</summary>
    internal abstract long IdOf(int slot);

    /// <summary>Returns how many attempts at the operation in a slot have begun.</summary>
    internal abstract int AttemptsOf(int slot);

    /// <summary>Tells whether an operation is in the queue still, or again, for the same attempt.</summary>
    internal abstract bool IsQueued(int slot, long id, int attempts);
}
