using Ephemeral.Engine.Handlers;

namespace Ephemeral.Tests.Kinds;

/// <summary>A coordinator of any kind, for the drivers that do the same to all of them.</summary>
internal sealed record AnyCoordinator(CoordinatorBase Coordinator)
{
    /// <summary>Null for a foreach, which pulls its items.</summary>
    public Func<WorkItem, CancellationToken, ValueTask<long>>? Enqueue { get; private init; }

    /// <summary>Returns the id, 0 when the item was not accepted.</summary>
    public Func<WorkItem, long>? TryEnqueue { get; private init; }

    /// <summary>Waits for an operation's end and returns whether it has a result; null where there are none.</summary>
    public Func<long, Task<bool>>? WaitForResult { get; private init; }

    public Func<int, int>? PendingOfKey { get; private init; }

    public Func<int, int>? PendingOfLane { get; private init; }

    /// <summary>Starts a foreach.</summary>
    public Func<Task>? RunAsync { get; private init; }

    public static AnyCoordinator Create(
        CoordinatorKind kind,
        Func<WorkItem, EphemeralOperation?, CancellationToken, Task> body,
        bool takesOperation,
        EphemeralOptions options,
        IReadOnlyList<PriorityLane> lanes,
        IEnumerable<WorkItem> source)
    {
        Func<WorkItem, CancellationToken, Task> plain = (item, ct) => body(item, null, ct);
        Func<WorkItem, EphemeralOperation, CancellationToken, Task> full = (item, operation, ct) => body(item, operation, ct);
        return kind switch
        {
            CoordinatorKind.Work => Of(takesOperation ? new EphemeralWorkCoordinator<WorkItem>(full, options) : new(plain, options)),
            CoordinatorKind.Keyed => Of(takesOperation
                ? new EphemeralKeyedWorkCoordinator<WorkItem, int>(static item => item.Key, full, options)
                : new(static item => item.Key, plain, options)),
            CoordinatorKind.Result => Of(new EphemeralResultCoordinator<WorkItem, int>(
                async (item, operation, ct) =>
                {
                    await body(item, operation, ct);
                    return item.Number;
                },
                options)),
            CoordinatorKind.Priority => Of(
                new PriorityWorkCoordinator<WorkItem>(takesOperation ? new(full, lanes, options) : new(plain, lanes, options)),
                lanes),
            CoordinatorKind.PriorityKeyed => Of(
                new PriorityKeyedWorkCoordinator<WorkItem, int>(takesOperation
                    ? new(static item => item.Key, full, lanes, options)
                    : new(static item => item.Key, plain, lanes, options)),
                lanes),
            _ => Of(source, takesOperation ? new((item, operation, ct) => full(item.Item, operation, ct)) : new((item, ct) => plain(item.Item, ct)), options),
        };
    }

    private static AnyCoordinator Of(EphemeralWorkCoordinator<WorkItem> made) =>
        new(made) { Enqueue = made.EnqueueAsync, TryEnqueue = item => made.TryEnqueue(item, out long id) ? id : 0 };

    private static AnyCoordinator Of(EphemeralKeyedWorkCoordinator<WorkItem, int> made) => new(made)
    {
        Enqueue = made.EnqueueAsync,
        TryEnqueue = item => made.TryEnqueue(item, out long id) ? id : 0,
        PendingOfKey = made.GetPendingCountForKey,
    };

    private static AnyCoordinator Of(EphemeralResultCoordinator<WorkItem, int> made) => new(made)
    {
        Enqueue = made.EnqueueAsync,
        TryEnqueue = item => made.TryEnqueue(item, out long id) ? id : 0,
        WaitForResult = async id => (await made.WaitForResult(id)).HasResult,
    };

    private static AnyCoordinator Of(PriorityWorkCoordinator<WorkItem> made, IReadOnlyList<PriorityLane> lanes) => new(made)
    {
        Enqueue = (item, ct) => made.EnqueueAsync(item, lanes[item.Lane].LaneName, ct),
        TryEnqueue = item => made.TryEnqueue(item, lanes[item.Lane].LaneName, out long id) ? id : 0,
        PendingOfLane = lane => made.PendingCounts[lane].Count,
    };

    private static AnyCoordinator Of(PriorityKeyedWorkCoordinator<WorkItem, int> made, IReadOnlyList<PriorityLane> lanes) => new(made)
    {
        Enqueue = (item, ct) => made.EnqueueAsync(item, lanes[item.Lane].LaneName, ct),
        TryEnqueue = item => made.TryEnqueue(item, lanes[item.Lane].LaneName, out long id) ? id : 0,
        PendingOfKey = made.GetPendingCountForKey,
        PendingOfLane = lane => made.PendingCounts[lane].Count,
    };

    private static AnyCoordinator Of(IEnumerable<WorkItem> source, BodyHandler<Indexed<WorkItem>> body, EphemeralOptions options)
    {
        ForEachRun<WorkItem> made = new(body, options, null);
        return new(made) { RunAsync = () => made.RunAsync(source) };
    }
}
