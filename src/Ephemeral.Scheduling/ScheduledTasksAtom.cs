using Ephemeral.Internal;
using Ephemeral.Scheduling.Running;

namespace Ephemeral.Scheduling;

/// <summary>Hands tasks to a <see cref="DurableTaskAtom"/> when their schedules say so.</summary>
/// <remarks>
/// <para>Thread-safe. One timer is set for the next due task; nothing else runs in between.</para>
/// <para>If the durable atom has a store, a task is in the store before it runs, together with how far its schedule has come. What was due or
/// running when the process ended runs after the next start, late, as <see cref="ScheduledTasksOptions.MissedTicks"/> says. Schedules are known
/// by their names: one that is renamed begins anew.</para>
/// <para>A store that fails does not stop a schedule: its tasks run and the failure is counted in <see cref="DurableTaskAtom.StoreFailures"/>. A start
/// that cannot read the store is repeated until it can.</para>
/// </remarks>
/// <example><code>
/// await using DurableTaskAtom tasks = new(sink, store: store);
/// await using ScheduledTasksAtom schedules = new(tasks, ScheduledTaskDefinition.LoadFromJsonFile("schedules.json"));
/// </code></example>
public sealed class ScheduledTasksAtom : IAsyncDisposable, IDisposable
{
    private const int RememberedTicks = 16;

    private static readonly TimeSpan _longestNap = TimeSpan.FromHours(1); // the wall clock may be set while the timer's clock goes on

    private readonly DurableTaskAtom _tasks;
    private readonly ScheduledTasksOptions _options;
    private readonly TimeProvider _time;
    private readonly ScheduleEntry[] _entries;
    private readonly EphemeralResultCoordinator<ScheduleEntry?, int> _ticks;
    private readonly Alarm _alarm;
    private bool _isStarted; // used by one tick at a time, as what the entries hold
    private long _dropped;
    private volatile bool _isDisposed;

    /// <summary>Makes an atom, whose schedules start at once unless the options say otherwise.</summary>
    /// <param name="durableTasks">What runs the tasks. Borrowed.</param>
    /// <param name="definitions">The schedules; no two have one name.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid, a definition is null, or two have one name.</exception>
    public ScheduledTasksAtom(DurableTaskAtom durableTasks, IEnumerable<ScheduledTaskDefinition> definitions, ScheduledTasksOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(durableTasks);
        ArgumentNullException.ThrowIfNull(definitions);
        options ??= new();
        ScheduledTasksOptionsValidator.Validate(options);
        _tasks = durableTasks;
        _options = new() { MissedTicks = options.MissedTicks, MaxCatchUp = options.MaxCatchUp, LateAfter = options.LateAfter, RetryDelay = options.RetryDelay };
        _time = options.TimeProvider;
        _entries = [.. Entries(definitions)];
        _ticks = new(TickAsync, new()
        {
            Name = "schedules",
            MaxConcurrency = 1,
            MaxTrackedOperations = RememberedTicks,
            MaxOperationLifetime = null, // bounded by number: the timer is for the next task alone
            DrainOnSignals = null,
            TimeProvider = _time,
        });
        _alarm = new(_time, () => _ticks.TryEnqueue(null));
        if (options.AutoStart) _ticks.TryEnqueue(null);
    }

    /// <summary>Gets how many missed occurrences did not run, as the policy says. Of one schedule at most 10,000 are counted at once.</summary>
    public long DroppedTicks => Interlocked.Read(ref _dropped);

    /// <summary>Gets how often a look at the clock failed: a start that could not read the store.</summary>
    public long FailedTicks => _ticks.TotalFailed;

    /// <summary>Returns when each schedule is due next, by name; null when it never is again or has not started.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset?> GetNextOccurrences() => _entries.ToDictionary(static entry => entry.Definition.Name, static entry => entry.Next);

    /// <summary>Looks at the clock now, and starts the schedules if they have not. Useful after the clock was set, and in tests.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <returns>How many tasks were handed on.</returns>
    /// <exception cref="ObjectDisposedException">The atom is disposed.</exception>
    public Task<int> TriggerAsync(CancellationToken cancellationToken = default) => LookAsync(null, cancellationToken);

    /// <summary>Hands on the task of one schedule now, due or not. The schedule goes on as it was.</summary>
    /// <param name="name">The schedule's name.</param>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="ArgumentException">There is no such schedule; the message names those that are.</exception>
    /// <exception cref="ObjectDisposedException">The atom is disposed.</exception>
    public Task TriggerAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ScheduleEntry entry = Array.Find(_entries, entry => entry.Definition.Name == name)
            ?? throw new ArgumentException($"There is no schedule '{name}'. There are: {string.Join(", ", _entries.Select(static entry => entry.Definition.Name))}.", nameof(name));
        return LookAsync(entry, cancellationToken);
    }

    /// <summary>Stops the schedules; tasks that were handed on are the durable atom's. Calling it again is safe.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _ticks.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops the schedules without waiting. Calling it again is safe.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _alarm.Stop();
        _ticks.Dispose();
    }

    private static IEnumerable<ScheduleEntry> Entries(IEnumerable<ScheduledTaskDefinition> definitions)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ScheduledTaskDefinition definition in definitions)
        {
            if (definition is null) throw new ArgumentException("A definition is null.", nameof(definitions));
            if (!names.Add(definition.Name)) throw new ArgumentException($"Two schedules are named '{definition.Name}'. A name says which schedule a task is of; give each its own.", nameof(definitions));
            yield return new(definition);
        }
    }

    private async Task<int> LookAsync(ScheduleEntry? wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await _ticks.ExecuteAsync(wanted, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_isDisposed && !cancellationToken.IsCancellationRequested && error is CoordinatorCompletedException or OperationCanceledException)
        {
            throw new ObjectDisposedException(nameof(ScheduledTasksAtom));
        }
    }

    /// <summary>Looks at the clock, and hands on what is due and the task that is wanted, due or not.</summary>
    private async Task<int> TickAsync(ScheduleEntry? wanted, CancellationToken cancellationToken)
    {
        try
        {
            int tasks = await HandOnAsync(wanted, cancellationToken).ConfigureAwait(false);
            SetAlarm();
            return tasks;
        }
        catch (Exception error)
        {
            if (error is not ObjectDisposedException) _alarm.Set(_options.RetryDelay); // else there is nobody to run them
            throw;
        }
    }

    private async Task<int> HandOnAsync(ScheduleEntry? wanted, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        bool isStart = !_isStarted;
        DateTimeOffset missedUntil = isStart ? now : now - TimeSpan.FromTicks(Math.Min(_options.LateAfter.Ticks, now.UtcTicks));
        if (isStart) await BeginAsync(now, cancellationToken).ConfigureAwait(false);
        List<DurableTask> due = [];
        long dropped = 0;
        foreach (ScheduleEntry entry in _entries)
        {
            due.AddRange(entry.TakeDue(now, missedUntil, _options, ref dropped));
            if (entry == wanted || (isStart && entry.Definition.RunOnStartup && !due.Exists(task => task.Name == entry.Definition.Name)))
                due.Add(entry.Definition.ToTask(now, isLate: false));
        }

        Interlocked.Add(ref _dropped, dropped);
        due.Sort(static (one, other) => one.ScheduledAt.CompareTo(other.ScheduledAt));
        if (due.Count > 0 || isStart) await _tasks.AcceptAsync(due, Progress(), cancellationToken).ConfigureAwait(false);
        _isStarted = true;
        return due.Count;
    }

    /// <summary>Takes up what an earlier process left.</summary>
    private async Task BeginAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, DateTimeOffset>? progress = null;
        if (_tasks.Store is { } store) progress = await store.ReadProgressAsync(cancellationToken).ConfigureAwait(false);
        await _tasks.RecoverAsync(cancellationToken).ConfigureAwait(false);
        foreach (ScheduleEntry entry in _entries)
            entry.Begin(progress is not null && progress.TryGetValue(entry.Definition.Name, out DateTimeOffset until) ? until : now);
    }

    private Dictionary<string, DateTimeOffset> Progress() => _entries.ToDictionary(static entry => entry.Definition.Name, static entry => entry.Until);

    private void SetAlarm()
    {
        DateTimeOffset? next = _entries.Min(static entry => entry.Next);
        if (next is null)
        {
            _alarm.Set(null);
            return;
        }

        TimeSpan due = next.Value - _time.GetUtcNow();
        _alarm.Set(due < _longestNap ? due : _longestNap);
    }
}
