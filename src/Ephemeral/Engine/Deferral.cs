namespace Ephemeral.Engine;

/// <summary>What is held back by a defer rule, of the whole coordinator or of one lane. Guarded by the engine's lock.</summary>
/// <remarks>An item is held at most for the longest deferral, counted from the later of its acceptance and the onset of the hold.</remarks>
internal sealed class Deferral(int lane, long longest)
{
    public const int WholeCoordinator = -1;

    /// <summary>Gets the lane's index, or <see cref="WholeCoordinator"/>.</summary>
    public int Lane { get; } = lane;

    /// <summary>Gets whether items can be held back at all: with no time allowed, a hold would only set the timer again and again.</summary>
    public bool CanHold => longest > 0;

    public bool IsActive { get; private set; }

    /// <summary>Gets the highest id that was held for the longest time allowed and may start all the same.</summary>
    public long ReleasedUpTo { get; private set; }

    /// <summary>Gets or sets whether a cancel rule makes the held items leave at once.</summary>
    public bool IsSkipping { get; set; }

    /// <summary>Gets the highest id that may start now.</summary>
    public long RunnableUpTo => IsActive && !IsSkipping ? ReleasedUpTo : long.MaxValue;

    private long Since { get; set; }

    public void Begin(long now)
    {
        IsActive = true;
        Since = now;
        ReleasedUpTo = 0;
    }

    public void End() => IsActive = false;

    /// <summary>Returns when an item must be let go.</summary>
    public long DueOf(long accepted) => Math.Max(accepted, Since) + longest;

    public void Release(long id) => ReleasedUpTo = Math.Max(ReleasedUpTo, id);
}
