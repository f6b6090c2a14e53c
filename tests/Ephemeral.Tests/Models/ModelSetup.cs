using System.Reflection;
using Ephemeral.Tests.Kinds;
using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Models;

/// <summary>How the coordinator of one sequence is configured. Times are in seconds.</summary>
internal sealed record ModelSetup(CoordinatorKind Kind)
{
    public const int Keys = 3;

    private static readonly PropertyInfo[] _drawn =
        [.. typeof(ModelSetup).GetProperties().Where(static property => property.CanWrite && property.Name != nameof(Kind))];

    public int MaxConcurrency { get; init; } = 1;

    public int PerKey { get; init; } = 1;

    public int Capacity { get; init; } = 5;

    public QueueFullMode FullMode { get; init; } = QueueFullMode.Wait;

    public int Tracked { get; init; } = 5;

    public double Lifetime { get; init; } = 7.25;

    public int LongestDeferral { get; init; }

    public int? FairThreshold { get; init; }

    public int Retries { get; init; }

    /// <summary>Gets the wait before another attempt, whole seconds to which every wait adds some milliseconds of its own; 0 for none.</summary>
    public int RetryDelay { get; init; }

    public ModelLane[] Lanes { get; init; } = [new()];

    /// <summary>Gets whether an observer sees discards; without one there are no cancel rules, whose effect nothing else tells of.</summary>
    public bool IsObserved { get; init; }

    /// <summary>Gets whether departures are heard; always with <see cref="OwnSignals"/>, as those go when their operation does.</summary>
    public bool IsFinalizationHeard { get; init; } = true;

    public bool TakesOperation { get; init; }

    /// <summary>Gets whether operations raise the signals of the rules; only with one worker, else what it starts next is a race.</summary>
    public bool OwnSignals { get; init; }

    public int SourceLength { get; init; } = 1;

    public bool IsKeyed => Kind is CoordinatorKind.Keyed or CoordinatorKind.PriorityKeyed;

    public bool IsLaned => Kind is CoordinatorKind.Priority or CoordinatorKind.PriorityKeyed;

    public bool IsDynamic => !OwnSignals;

    public bool Pulls => Kind == CoordinatorKind.ForEach;

    /// <summary>
    /// Gets whether retries are drawn: only where EPHEMERAL_MODEL_RETRIES is set. The driver knows from what can be seen that a body's end was recorded, and an item
    /// that makes room for another while it waits for its next attempt can leave all of that as it was; then the next command comes too early on a busy machine.
    /// </summary>
    private static bool DrawsRetries { get; } = Environment.GetEnvironmentVariable("EPHEMERAL_MODEL_RETRIES") is not null;

    public static Gen<ModelSetup> Of(CoordinatorKind kind)
    {
        ModelSetup plain = new(kind);
        Gen<ModelLane[]> lanes = plain.IsLaned ? Gen.Choose(1, 3).SelectMany(ModelLane.Bounded.ArrayOf) : ModelLane.Open.ArrayOf(1);
        return
            from own in OneIn(3)
            from concurrency in Gen.Choose(1, 3)
            from perKey in Gen.Choose(1, 2)
            from capacity in Gen.Choose(1, 5)
            from waits in OneIn(2)
            from fullMode in Gen.Elements(Enum.GetValues<QueueFullMode>())
            from tracked in Gen.Choose(1, 5)
            from lifetime in Gen.Choose(2, 7)
            from longest in Gen.Choose(0, 4)
            from fair in Gen.Choose(-3, 2)
            from retries in Gen.Choose(0, DrawsRetries ? 2 : 0)
            from retryDelay in Gen.Choose(0, 3)
            from drawnLanes in lanes
            from unobserved in OneIn(3)
            from heard in OneIn(2)
            from takes in OneIn(2)
            from source in Gen.Choose(1, 14)
            select plain with
            {
                MaxConcurrency = own ? 1 : concurrency,
                PerKey = perKey,
                Capacity = capacity,
                FullMode = own || waits ? QueueFullMode.Wait : fullMode,
                Tracked = tracked,
                Lifetime = lifetime + 0.25,
                LongestDeferral = longest,
                FairThreshold = (kind is CoordinatorKind.Keyed or CoordinatorKind.PriorityKeyed) && fair > 0 ? fair : null,
                Retries = retries,
                RetryDelay = retryDelay,
                Lanes = drawnLanes,
                IsObserved = !unobserved,
                IsFinalizationHeard = own || heard,
                TakesOperation = takes,
                OwnSignals = own,
                SourceLength = source,
            };
    }

    /// <summary>Takes away one lane, or what one property was drawn as.</summary>
    public IEnumerable<ModelSetup> Simpler()
    {
        if (Lanes.Length > 1) yield return this with { Lanes = Lanes[..^1] };
        foreach (PropertyInfo property in Peculiar())
        {
            ModelSetup simpler = this with { };
            property.SetValue(simpler, property.GetValue(new ModelSetup(Kind)));
            yield return simpler;
        }
    }

    /// <summary>Returns the wait number so and so: no two end at the same instant, so that the order of what they start is known.</summary>
    public static TimeSpan WaitOf(int seconds, int number) => seconds == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds((seconds * 1_000) + (number * 31 % 211) + 1);

    public override string ToString()
    {
        string[] peculiar = [.. Peculiar().Select(property => $"{property.Name} = {Literal.Of(property.GetValue(this))}")];
        return $"new({Literal.Of(Kind)}){(peculiar.Length == 0 ? "" : $" {{ {string.Join(", ", peculiar)} }}")}";
    }

    private static Gen<bool> OneIn(int times) => Gen.Choose(1, times).Select(static drawn => drawn == 1);

    private IEnumerable<PropertyInfo> Peculiar()
    {
        ModelSetup plain = new(Kind);
        return _drawn.Where(property => Literal.Of(property.GetValue(this)) != Literal.Of(property.GetValue(plain)));
    }
}
