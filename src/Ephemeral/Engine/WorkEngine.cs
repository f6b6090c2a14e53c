using System.Diagnostics;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;
using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>The one engine behind every coordinator: it accepts, orders, runs, counts and remembers items.</summary>
/// <remarks>
/// <para>What differs between coordinators is two struct type parameters: <typeparamref name="TQueue"/> decides which item runs
/// next, <typeparamref name="THandler"/> runs it. The next item is chosen when a slot frees, not before.</para>
/// <list type="number">
/// <item>One lock, <c>_gate</c>, guards everything. User code, completions and wake-ups happen outside it; only a key's comparer
/// and the clock are asked inside.</item>
/// <item><c>Enqueued = Pending + Running + Completed + Failed + Cancelled + Skipped</c> at every instant.</item>
/// <item><c>Running ≤ Reserved</c>; <c>Reserved ≤ Limit</c> except right after the limit was lowered. A worker is reserved from its
/// wake-up until it finds nothing to do, so reserved is not running.</item>
/// <item>If nothing holds, an item is runnable and <c>Reserved &lt; Limit</c>, then a worker is about to look: each worker that
/// takes an item wakes the next.</item>
/// <item>A running operation lives in its worker and never leaves the window by size or age.</item>
/// <item>Drained completes once: intake closed, nothing reserved, nothing pending, no writer waiting.</item>
/// </list>
/// </remarks>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler> : IWorkEngine
    where TQueue : struct, IWorkQueue<TItem, TTag>
    where THandler : struct, IWorkHandler<TItem, TResult>
{
    private readonly Lock _gate = new();
    private readonly EngineSettings _settings;
    private readonly OperationScope _scope;
    private readonly IEngineOwner _owner;
    private readonly EngineProbe _probe;
    private readonly THandler _handler;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping;
    private readonly OperationTable<TItem, TTag, TResult> _table = new();

    // guarded by _gate
    private readonly WaitingOrder? _waitingOrder; // only where the oldest is dropped
    private TQueue _queue; // mutable struct: never readonly
    private int _limit;
    private int _reserved;
    private int _running;
    private long _enqueued;
    private long _completed;
    private long _failed;
    private long _cancelled;
    private long _skipped;

    public WorkEngine(
        TQueue queue,
        THandler handler,
        EngineSettings settings,
        OperationSignals signals,
        CancellationTokenSource stopping,
        IEngineOwner owner)
    {
        _queue = queue;
        _writers = [.. Enumerable.Range(0, Math.Max(1, queue.Lanes.Count)).Select(static _ => new WriterList())];
        _handler = handler;
        _settings = settings;
        _owner = owner;
        _stopping = stopping;
        _scope = new(settings.Name, settings.Clock, signals, stopping.Token);
        _limit = settings.MaxConcurrency;
        _lifetime = settings.MaxOperationLifetime is { } lifetime ? settings.Clock.Stamps(lifetime) : long.MaxValue;
        _timeout = settings.OperationTimeout is { } timeout ? settings.Clock.Stamps(timeout) : long.MaxValue;
        _deferAlarm = new(settings.Clock.Time, DeferTimerFired);
        _ageAlarm = new(settings.Clock.Time, AgeTimerFired);
        _timeoutAlarm = new(settings.Clock.Time, TimeoutTimerFired);
        _dueAlarm = new(settings.Clock.Time, DueTimerFired);
        _deferral = new(Deferral.WholeCoordinator, settings.Clock.Stamps(settings.LongestDeferral));
        _laneDeferrals = [.. settings.LongestLaneDeferrals.Select((longest, lane) => new Deferral(lane, settings.Clock.Stamps(longest)))];
        if (settings.FullMode == QueueFullMode.DropOldest) _waitingOrder = new(_writers.Length, settings.QueueCapacity);
        _probe = new(this);
        EphemeralDiagnostics.Created(_probe, settings.Observer);
    }

    public CoordinatorMetrics Counts
    {
        get
        {
            lock (_gate) return new(_enqueued, PendingCount, _running, _completed, _failed, _cancelled, _skipped);
        }
    }

    public int Limit
    {
        get
        {
            lock (_gate) return _limit;
        }
    }

    public ObservedCoordinator Probe => _probe;

    public Task Drained => _drained.Task;

    public bool IsDrained => _drained.Task.IsCompleted;

    public bool IsCalledFromBody
    {
        get
        {
            for (RunningOperation? frame = EphemeralOperation.Frame; frame is not null; frame = frame.Outer)
                if (frame.RunsIn(this)) return true;

            return false;
        }
    }

    /// <summary>Gets what a lambda of the front needs from the queue, under the lock.</summary>
    public TValue Read<TValue, TState>(TState state, Func<TQueue, TState, TValue> read)
    {
        lock (_gate) return read(_queue, state);
    }

    /// <summary>Gets whom to tell; null for nobody. It asks the observer: never under the lock.</summary>
    private EphemeralObserver? Observer => (_settings.Observer ?? EphemeralDiagnostics.Observer) is { IsEnabled: true } observer ? observer : null;

    /// <summary>Gets whether there may be somebody to tell, after the lock, of what leaves under it.</summary>
    private bool TellsDepartures => (_settings.Observer ?? EphemeralDiagnostics.Observer) is not null;

    private string? LaneName(in TTag tag) => _queue.Lanes is { Count: > 0 } lanes ? lanes[_queue.LaneOf(tag)] : null;

    /// <summary>Returns the key as text. Runs the key's own code: never under the lock.</summary>
    private string? KeyText(in TTag tag)
    {
        try
        {
            return TQueue.KeyText(tag);
        }
        catch (Exception error)
        {
            _scope.Signals.Callbacks.Failed("Key.ToString", error);
            return null;
        }
    }

    [Conditional("DEBUG")]
    private void AssertInvariants()
    {
        long counted = PendingCount + _running + _completed + _failed + _cancelled + _skipped;
        Debug.Assert(_enqueued == counted, $"Enqueued {_enqueued} is not the sum of the others, {counted}.");
        Debug.Assert(_running <= _reserved, $"{_running} run but only {_reserved} are reserved.");
        Debug.Assert(
            PendingCount >= _settings.QueueCapacity || NextWriter() is null,
            "A writer waits although there is room for its item.");
    }
}
