namespace Ephemeral.Hosting.Lifetime;

/// <summary>The coordinators that a container has created, in order of creation: what the host drains.</summary>
/// <remarks>Thread-safe. Scoped coordinators are not among them: they end with their scope.</remarks>
internal sealed class LiveCoordinators
{
    private readonly Lock _gate = new();
    private readonly List<CoordinatorBase> _coordinators = []; // guarded by _gate
    private bool _ended; // guarded by _gate

    public void Add(CoordinatorBase coordinator)
    {
        bool ended;
        lock (_gate)
        {
            ended = _ended;
            _coordinators.Add(coordinator);
        }

        if (ended) coordinator.Complete();
    }

    public CoordinatorBase[] ToArray()
    {
        lock (_gate) return [.. _coordinators];
    }

    /// <summary>Closes and drains one coordinator after the other, the youngest first, until the deadline.</summary>
    /// <remarks>
    /// A coordinator is older than those whose bodies were made with it, so a body can enqueue in an older one until it has drained
    /// itself. All run meanwhile: the order costs no time. One that a body creates now is drained next; one that is created later accepts
    /// nothing.
    /// </remarks>
    /// <returns>Those that did not drain.</returns>
    public async Task<IReadOnlyList<CoordinatorBase>> DrainAsync(CancellationToken deadline)
    {
        HashSet<CoordinatorBase> seen = [];
        List<CoordinatorBase> undrained = [];
        while (TakeYoungest(seen) is { } coordinator)
        {
            coordinator.Complete();
            await coordinator.DrainAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!coordinator.IsDrained) undrained.Add(coordinator);
        }

        return undrained;
    }

    private CoordinatorBase? TakeYoungest(HashSet<CoordinatorBase> seen)
    {
        lock (_gate)
        {
            CoordinatorBase? youngest = _coordinators.FindLast(coordinator => !seen.Contains(coordinator));
            if (youngest is null) _ended = true;
            else seen.Add(youngest);
            return youngest;
        }
    }
}
