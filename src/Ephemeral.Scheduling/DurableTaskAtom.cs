using Ephemeral.Scheduling.Running;

namespace Ephemeral.Scheduling;

/// <summary>Runs tasks one after the other, and with a store each of them at least once, whatever becomes of the process.</summary>
/// <remarks>
/// <para>Thread-safe. Tasks start in order of acceptance, one at a time unless the options say otherwise, and are pinned until they are done.</para>
/// <para>With a store a task is accepted once the store has it, and leaves the store when its handler has succeeded; a failure is in
/// <see cref="AtomBase{TCoordinator}.Snapshot"/>. Whatever is in the store when the process ends, waiting, running or failed, runs after
/// the next start, marked as late. So a handler may see a task twice, and should do no harm then. Sooner than at the next start a failed task runs
/// only as <see cref="EphemeralOptions.Retry"/> says; what cannot succeed the handler should catch, for it stays for ever else.</para>
/// <para>With a sink the handler is a signal: the task's signal and key, with the <see cref="DurableTask"/> as its payload. It is done when the sink's
/// subscribers have returned; what they queued elsewhere is not waited for. Where that must survive too, give a handler.</para>
/// </remarks>
/// <example><code>
/// await using DurableTaskAtom tasks = new(async (task, ct) => await BackUpAsync(task.Key!, ct), store: store);
/// </code></example>
public sealed class DurableTaskAtom : AtomBase<EphemeralWorkCoordinator<DurableTask>>
{
    private const int DefaultWindow = 128;

    private static readonly IReadOnlyDictionary<string, DateTimeOffset> _noProgress = new Dictionary<string, DateTimeOffset>();

    private readonly TaskBody _body;
    private readonly Lock _gate = new();
    private Task<int>? _recovery; // guarded by _gate

    /// <summary>Makes an atom that hands each task to a handler.</summary>
    /// <param name="handler">The handler. Its token is cancelled when the atom is disposed; what it has not done by then stays in the store.</param>
    /// <param name="options">The options; null for one task at a time, a window of 128 and no echoes.</param>
    /// <param name="store">Where tasks survive a restart; null: nowhere. Borrowed.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every fault.</exception>
    public DurableTaskAtom(Func<DurableTask, CancellationToken, Task> handler, EphemeralOptions? options = null, IDurableTaskStore? store = null)
        : this(new TaskBody(handler, store), options)
    {
    }

    /// <summary>Makes an atom that raises each task's signal.</summary>
    /// <inheritdoc cref="DurableTaskAtom(Func{DurableTask, CancellationToken, Task}, EphemeralOptions?, IDurableTaskStore?)"/>
    /// <param name="sink">The sink. Borrowed.</param>
    /// <param name="options">The options; null for one task at a time, a window of 128 and no echoes.</param>
    /// <param name="store">Where tasks survive a restart; null: nowhere. Borrowed.</param>
    public DurableTaskAtom(SignalSink sink, EphemeralOptions? options = null, IDurableTaskStore? store = null)
        : this(TaskBody.Raising(sink, store), options)
    {
    }

    private DurableTaskAtom(TaskBody body, EphemeralOptions? options)
        : base(new(body.RunAsync, options ?? new() { Name = "durable-tasks", MaxConcurrency = 1, MaxTrackedOperations = DefaultWindow, EnableOperationEcho = false }))
    {
        _body = body;
        body.Pins = Coordinator;
    }

    /// <summary>Gets how many tasks wait.</summary>
    public int PendingCount => Coordinator.PendingCount;

    /// <summary>Gets how many tasks run.</summary>
    public int ActiveCount => Coordinator.ActiveCount;

    /// <summary>Gets how often the store failed when nobody could be told: a task that is done stayed in it, or one that was due did not get there.</summary>
    public long StoreFailures => _body.StoreFailures;

    internal IDurableTaskStore? Store => _body.Store;

    /// <summary>Accepts a task, waiting while the queue is full. With a store it is there when this returns.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Ends the wait; what the store has runs after the next start all the same.</param>
    /// <returns>The id of the operation. Await it once.</returns>
    /// <exception cref="ObjectDisposedException">The atom is disposed.</exception>
    public async ValueTask<long> EnqueueAsync(DurableTask task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (Store is not null)
        {
            await RecoverAsync(cancellationToken).ConfigureAwait(false); // else it would find this task, and run it twice
            await Store.AddAsync([task], _noProgress, cancellationToken).ConfigureAwait(false);
        }

        return await RunAsync(task, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Accepts what an earlier process left in the store, marked as late. Done once; the first task that is accepted does it too.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <returns>How many tasks there were.</returns>
    /// <exception cref="ObjectDisposedException">The atom is disposed.</exception>
    public Task<int> RecoverAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Task<int> recovery;
        lock (_gate)
        {
            if (_recovery is null or { IsFaulted: true } or { IsCanceled: true }) _recovery = RunRecoveryAsync();
            recovery = _recovery;
        }

        return recovery.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until no task waits or runs. The atom goes on and may accept more meanwhile, which is waited for too.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a handler of this atom, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WaitForIdleAsync(CancellationToken cancellationToken = default)
    {
        do
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        while (GetMetrics() is not { Pending: 0, Active: 0 });
    }

    /// <summary>Accepts due tasks with the progress of their schedules. A store that fails must not stop the schedule: they run all the same.</summary>
    internal async Task AcceptAsync(IReadOnlyCollection<DurableTask> tasks, IReadOnlyDictionary<string, DateTimeOffset> progress, CancellationToken cancellationToken)
    {
        try
        {
            if (Store is not null) await Store.AddAsync(tasks, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            _body.CountStoreFailure();
        }

        foreach (DurableTask task in tasks) await RunAsync(task, cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> RunAsync(DurableTask task, CancellationToken cancellationToken)
    {
        try
        {
            return await Coordinator.EnqueueAsync(task, cancellationToken).ConfigureAwait(false);
        }
        catch (CoordinatorCompletedException) when (IsDisposed)
        {
            throw new ObjectDisposedException(nameof(DurableTaskAtom));
        }
    }

    private async Task<int> RunRecoveryAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // outside the lock
        if (Store is null) return 0;
        IReadOnlyList<DurableTask> left = await Store.ReadUnfinishedAsync().ConfigureAwait(false);
        foreach (DurableTask task in left) await RunAsync(task with { IsLate = true }, CancellationToken.None).ConfigureAwait(false);
        return left.Count;
    }
}
