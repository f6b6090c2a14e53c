using System.Globalization;
using Ephemeral.Internal;
using Ephemeral.Responsibility;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Keeps operations in their window until somebody acknowledges them with a signal, or for as long as is allowed.</summary>
/// <remarks>
/// <para>Thread-safe. An acknowledgement costs the same however many operations are held: one subscription serves all that wait for one
/// pattern, the signal's key finds those meant, and a pattern that nobody waits for is not subscribed to.</para>
/// <para>It holds at most as many operations as may be pinned. One that leaves the window all the same, because it was killed or
/// evicted, is forgotten at once. The longest pin is kept by one timer, whether or not there is any traffic.</para>
/// <para>A pin of one's own is not told from the manager's: an acknowledgement lifts both.</para>
/// </remarks>
/// <example><code>
/// using ResponsibilitySignalManager manager = new(coordinator, sink, maxPinDuration: TimeSpan.FromMinutes(5));
/// if (manager.PinUntilQueried(operationId, "file.ready", ackKey: fileId)) sink.Raise("file.ready", key: fileId);
/// sink.Raise("file.ready.ack", key: fileId); // whoever reads the file
/// </code></example>
public sealed partial class ResponsibilitySignalManager : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IOperationPinning _operations;
    private readonly SignalSink _sink;
    private readonly AnchoredClock _clock;
    private readonly Alarm _alarm;
    private readonly CallbackGuard _callbacks;
    private readonly long _longestPin; // in stamps
    private readonly Dictionary<long, HeldOperation> _known = []; // guarded by _gate, as all below
    private readonly LinkedList<HeldOperation> _held = []; // in order of pinning
    private readonly AckListeners _listeners = new();
    private bool _isAlarmSet;
    private bool _isDisposed;
    private long _refused;

    /// <summary>Creates a manager that holds nothing yet.</summary>
    /// <param name="operations">Whose operations are held: a coordinator. Borrowed.</param>
    /// <param name="sink">Where acknowledgements are raised. Borrowed.</param>
    /// <param name="maxPinDuration">How long an operation is held without an acknowledgement; null: without limit.</param>
    /// <param name="timeProvider">The clock; null: the sink's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="operations"/> or <paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPinDuration"/> is not positive.</exception>
    public ResponsibilitySignalManager(
        IOperationPinning operations, SignalSink sink, TimeSpan? maxPinDuration = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(sink);
        if (maxPinDuration <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(maxPinDuration), maxPinDuration, "A pin lasts for a positive time; give null to hold operations without limit.");

        _operations = operations;
        _sink = sink;
        TimeProvider time = timeProvider ?? sink.TimeProvider;
        _clock = new(time);
        _alarm = new(time, ReleaseExpired);
        _callbacks = new(sink.Name, sink.Observer);
        _longestPin = maxPinDuration is { } longest ? _clock.Stamps(longest) : long.MaxValue;
        if (operations is IOperationFinalization finalization) finalization.OperationFinalized += Forget;
    }

    /// <summary>Gets how many operations are held.</summary>
    public int PendingCount
    {
        get { lock (_gate) return _held.Count; }
    }

    /// <summary>Gets how many requests to hold an operation were refused.</summary>
    public long RefusedCount
    {
        get { lock (_gate) return _refused; }
    }

    /// <summary>Gets how often unpinning an operation threw.</summary>
    public long CallbackFailures => _callbacks.Failures;

    /// <summary>Holds an operation until a signal that matches <see cref="ResponsibilitySignals.DefaultAckPattern"/> has its id as key.</summary>
    /// <inheritdoc cref="PinUntilQueried(long, string, string, string?)"/>
    public bool PinUntilQueried(long operationId) => PinUntilQueried(operationId, ResponsibilitySignals.DefaultAckPattern);

    /// <summary>Holds an operation until a signal that matches a pattern has the operation's id as key.</summary>
    /// <inheritdoc cref="PinUntilQueried(long, string, string, string?)"/>
    public bool PinUntilQueried(long operationId, string ackSignalPattern) =>
        PinUntilQueried(operationId, ackSignalPattern, operationId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Holds an operation until a signal that matches a pattern has a certain key.</summary>
    /// <remarks>Signals raised before this call acknowledge nothing. Holding an operation again replaces what acknowledges it, and its time begins anew.</remarks>
    /// <param name="operationId">The operation.</param>
    /// <param name="ackSignalPattern">
    /// A pattern; or the name under which the operation is announced, such as <c>file.ready</c>: it is acknowledged by
    /// <c>file.ready.ack</c>, <c>file.ready.ack.*</c> or the default pattern, and not by the announcement itself.
    /// </param>
    /// <param name="ackKey">The key that the acknowledging signal has.</param>
    /// <param name="description">What the operation is held for, for <see cref="GetActiveResponsibilities"/>.</param>
    /// <returns>False when the operation is unknown, too many are pinned, or it is just being pinned or released by another thread.</returns>
    /// <exception cref="ArgumentException"><paramref name="ackSignalPattern"/> is null or empty, or <paramref name="ackKey"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The manager was disposed.</exception>
    public bool PinUntilQueried(long operationId, string ackSignalPattern, string ackKey, string? description = null)
    {
        SignalArguments.ThrowIfNoPattern(ackSignalPattern);
        ArgumentNullException.ThrowIfNull(ackKey);
        HeldOperation? held;
        bool isNew;
        AckListener[] listeners = [];
        List<AckListener> idle = [];
        TimeSpan? due = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            isNew = !_known.TryGetValue(operationId, out held);
            if (held is { State: not HoldState.Held })
            {
                _refused++;
                return false;
            }

            if (held is null) _known[operationId] = held = new(operationId) { AckPattern = ackSignalPattern, AckKey = ackKey, Description = description };
            else Replace(held, ackSignalPattern, ackKey, description, idle);
            _listeners.Add(held);
            listeners = [.. held.Listeners];
            if (!isNew) due = NextDue();
        }

        foreach (AckListener listener in listeners) listener.Start(_sink, Acknowledge);
        Finish(idle, due);
        return !isNew || Pin(held);
    }

    /// <summary>Lets go of an operation without an acknowledgement.</summary>
    /// <returns>False when it is not held.</returns>
    public bool CompleteResponsibility(long operationId)
    {
        List<HeldOperation> released = [];
        List<AckListener> idle = [];
        lock (_gate)
        {
            if (!_known.TryGetValue(operationId, out HeldOperation? held) || held.State == HoldState.Releasing) return false;
            Take(held, released, idle);
        }

        Release(released, idle);
        return true;
    }

    /// <summary>Returns what is held, in order of pinning.</summary>
    public IReadOnlyList<ResponsibilitySnapshot> GetActiveResponsibilities()
    {
        lock (_gate)
            return [.. _held.Select(held => new ResponsibilitySnapshot(held.Id, held.AckPattern, held.AckKey, held.Description, _clock.At(held.PinnedAt)))];
    }

    /// <summary>Lets go of all operations and listens no more. Calling it again is safe.</summary>
    public void Dispose()
    {
        List<HeldOperation> released = [];
        List<AckListener> idle = [];
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            foreach (HeldOperation held in _known.Values) Take(held, released, idle);
        }

        _alarm.Stop();
        if (_operations is IOperationFinalization finalization) finalization.OperationFinalized -= Forget;
        Release(released, idle);
    }

    /// <summary>Pins an operation that was entered before, so that no acknowledgement is missed; it may have come meanwhile.</summary>
    private bool Pin(HeldOperation held)
    {
        bool pinned = false;
        try
        {
            pinned = _operations.Pin(held.Id);
        }
        finally
        {
            List<HeldOperation> released = [];
            List<AckListener> idle = [];
            TimeSpan? due = null;
            lock (_gate)
            {
                if (!pinned) _refused++;
                if (pinned && held.State == HoldState.Pinning)
                {
                    held.State = HoldState.Held;
                    held.PinnedAt = _clock.Now();
                    _held.AddLast(held.Node);
                    due = NextDue();
                }
                else
                {
                    Take(held, released, idle);
                    if (pinned) released.Add(held);
                    else _known.Remove(held.Id);
                }
            }

            Finish([], due);
            Release(released, idle);
        }

        return pinned;
    }

    private void Replace(HeldOperation held, string pattern, string key, string? description, List<AckListener> idle)
    {
        _listeners.Remove(held, idle);
        (held.AckPattern, held.AckKey, held.Description, held.PinnedAt) = (pattern, key, description, _clock.Now());
        _held.Remove(held.Node);
        _held.AddLast(held.Node);
    }
}
