namespace Ephemeral.Responsibility;

/// <summary>One operation that is held. Its owner's lock guards it.</summary>
internal sealed class HeldOperation
{
    public HeldOperation(long id)
    {
        Id = id;
        Node = new(this);
    }

    public long Id { get; }

    public required string AckPattern { get; set; }

    public required string AckKey { get; set; }

    public required string? Description { get; set; }

    /// <summary>Gets or sets when it was pinned, on its owner's monotonic clock.</summary>
    public long PinnedAt { get; set; }

    public HoldState State { get; set; }

    /// <summary>Gets the listeners that may release it.</summary>
    public List<AckListener> Listeners { get; } = [];

    /// <summary>Gets its place in the order of pinning.</summary>
    public LinkedListNode<HeldOperation> Node { get; }
}
