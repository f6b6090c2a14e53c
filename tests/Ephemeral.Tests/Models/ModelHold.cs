namespace Ephemeral.Tests.Models;

/// <summary>What the defer and cancel rules of the coordinator or a lane do now.</summary>
internal sealed class ModelHold(string suffix, TimeSpan longest)
{
    public string DeferName { get; } = "defer" + suffix;

    public string CancelName { get; } = "cancel" + suffix;

    public TimeSpan Longest => longest;

    public bool IsDeferring { get; private set; }

    public bool IsSkipping { get; set; }

    public int ReleasedUpTo { get; set; }

    public TimeSpan Since { get; private set; }

    public void Follow(bool deferring, TimeSpan now)
    {
        deferring &= longest > TimeSpan.Zero;
        if (deferring && !IsDeferring) (Since, ReleasedUpTo) = (now, 0);
        IsDeferring = deferring;
    }

    public TimeSpan DueOf(ModelItem item) => (item.Accepted > Since ? item.Accepted : Since) + longest;

    public bool Holds(ModelItem item) => IsDeferring && !IsSkipping && item.Ordinal > ReleasedUpTo;
}
