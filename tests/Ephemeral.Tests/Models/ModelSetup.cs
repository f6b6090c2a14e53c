using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Models;

/// <summary>How the coordinator of one sequence is configured; drawn from the seed.</summary>
internal sealed record ModelSetup(CoordinatorKind Kind)
{
    public const int Keys = 3;

    public int MaxConcurrency { get; init; }

    public int PerKey { get; init; }

    public int Capacity { get; init; }

    public QueueFullMode FullMode { get; init; }

    public int Tracked { get; init; }

    public TimeSpan Lifetime { get; init; }

    public TimeSpan LongestDeferral { get; init; }

    public int? FairThreshold { get; init; }

    public IReadOnlyList<ModelLane> Lanes { get; init; } = [];

    /// <summary>Gets whether an observer sees discards; without one there are no cancel rules, whose effect nothing else tells of.</summary>
    public bool IsObserved { get; init; }

    public bool IsFinalizationHeard { get; init; }

    public bool TakesOperation { get; init; }

    /// <summary>Gets whether operations raise the signals of the rules; only with one worker, else what it starts next is a race.</summary>
    public bool OwnSignals { get; init; }

    public int SourceLength { get; init; }

    public bool IsKeyed => Kind is CoordinatorKind.Keyed or CoordinatorKind.PriorityKeyed;

    public bool IsDynamic => !OwnSignals;

    public bool Pulls => Kind == CoordinatorKind.ForEach;

    public static ModelSetup Draw(CoordinatorKind kind, Random random)
    {
        bool laned = kind is CoordinatorKind.Priority or CoordinatorKind.PriorityKeyed;
        bool own = random.Next(3) == 0;
        return new(kind)
        {
            MaxConcurrency = own ? 1 : random.Next(1, 4),
            PerKey = random.Next(1, 3),
            Capacity = random.Next(1, 6),
            FullMode = own || random.Next(2) == 0 ? QueueFullMode.Wait : (QueueFullMode)random.Next(0, 4),
            Tracked = random.Next(1, 6),
            Lifetime = TimeSpan.FromSeconds(random.Next(2, 8) + 0.25),
            LongestDeferral = TimeSpan.FromSeconds(random.Next(0, 5)),
            FairThreshold = kind == CoordinatorKind.Keyed && random.Next(3) == 0 ? random.Next(1, 3) : null,
            Lanes = [.. Enumerable.Range(0, laned ? random.Next(1, 4) : 1).Select(_ => ModelLane.Draw(laned, random))],
            IsObserved = random.Next(3) > 0,
            IsFinalizationHeard = own || random.Next(2) == 0, // an operation's signals go when it does, and nothing else tells of that
            TakesOperation = random.Next(2) == 0,
            OwnSignals = own,
            SourceLength = random.Next(1, 15),
        };
    }
}
