using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>A lane of a priority coordinator. Lanes are listed from the most to the least urgent.</summary>
/// <remarks>Strict priority can starve low lanes: while a higher lane always has an item to start, a lower one starts none.</remarks>
/// <param name="Name">The lane's name: <c>hot</c>, or <c>hot:4</c> for a lane named hot in which at most four items run at once.</param>
/// <param name="MaxDepth">The most items that wait in the lane, those between two attempts included; null, or not positive, for no bound but the coordinator's.</param>
/// <param name="CancelOnSignals">Patterns of signals that discard the lane's waiting items while such a signal is present.</param>
/// <param name="DeferOnSignals">Patterns of signals that hold back the lane's waiting items while such a signal is present.</param>
/// <param name="DeferCheckInterval">One part of the longest deferral, times <paramref name="MaxDeferAttempts"/>; null for 100 milliseconds.</param>
/// <param name="MaxDeferAttempts">The other part; null for 50.</param>
public sealed record PriorityLane(
    string Name,
    int? MaxDepth = null,
    IReadOnlySet<string>? CancelOnSignals = null,
    IReadOnlySet<string>? DeferOnSignals = null,
    TimeSpan? DeferCheckInterval = null,
    int? MaxDeferAttempts = null)
{
    /// <summary>Gets the name without the number.</summary>
    public string LaneName => Text.Name;

    /// <summary>Gets how many of the lane's items run at once.</summary>
    /// <value>Null without a number in <see cref="Name"/>: only the coordinator's limit.</value>
    public int? MaxConcurrency => Text.MaxConcurrency;

    private LaneText Text => LaneText.Parse(Name ?? "", out string? _);

    internal TimeSpan LongestDeferral => CoordinatorBase.LongestOf(DeferCheckInterval ?? TimeSpan.FromMilliseconds(100), MaxDeferAttempts ?? 50);
}
