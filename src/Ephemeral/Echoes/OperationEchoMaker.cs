using Ephemeral.Echoes;
using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>Captures typed signals that concern a coordinator's operations, and gives out those of an operation when it leaves the window.</summary>
/// <remarks>
/// <para>A signal concerns an operation when it carries its id, as one raised in its body does, or when a step of its cause does: then it is
/// the latest such step. So a job that a signal of the operation started may capture for it.</para>
/// <para>Thread-safe and bounded; every limit has its counter. An operation has one echo, unless a signal is captured by another
/// thread at the very moment at which it leaves: what came too late for the first makes a second.</para>
/// <para>Echoes are made on the thread that makes the operation leave, outside locks. What a callback throws is caught and counted.</para>
/// </remarks>
/// <typeparam name="TPayload">What the signals carry.</typeparam>
public sealed class OperationEchoMaker<TPayload> : IDisposable
{
    private readonly IEphemeralCoordinator _coordinator;
    private readonly Func<OperationEchoEntry<TPayload>, bool> _deliver; // false when the echo was not taken
    private readonly OperationEchoMakerOptions<TPayload> _options;
    private readonly CaptureRules<TPayload> _rules;
    private readonly CaptureTable<TPayload> _captures;
    private readonly AnchoredClock _clock;
    private readonly CallbackGuard _callbacks;
    private readonly IDisposable _subscription;
    private long _droppedEchoes;
    private int _isDisposed;

    internal OperationEchoMaker(
        IEphemeralCoordinator coordinator,
        TypedSignalSink<TPayload> sink,
        Func<OperationEchoEntry<TPayload>, bool> deliver,
        OperationEchoMakerOptions<TPayload>? options)
    {
        _coordinator = coordinator;
        _deliver = deliver;
        _options = options ?? new();
        _options.Validate();
        _rules = new(_options);
        _clock = new(sink.Untyped.TimeProvider);
        _captures = new(_options.MaxTrackedOperations, _options.MaxCapturesPerOperation, _options.MaxCaptureAge is { } age ? _clock.Stamps(age) : long.MaxValue);
        _callbacks = new(sink.Untyped.Name, sink.Untyped.Observer);
        _coordinator.OperationFinalized += Finalized; // before the first capture
        _subscription = sink.Subscribe(Raised);
    }

    /// <summary>Occurs for each echo, after it was given to whom the maker was made for.</summary>
    public event Action<OperationEchoEntry<TPayload>>? EchoCreated;

    /// <summary>Gets for how many operations signals are captured now.</summary>
    public int TrackedCount => _captures.Count;

    /// <summary>Gets how many signals were not captured because <see cref="OperationEchoMakerOptions{TPayload}.MaxTrackedOperations"/> others are tracked.</summary>
    public long RefusedCount => _captures.Refused;

    /// <summary>Gets how many captures were dropped because newer ones came: too many, or so much later.</summary>
    public long DroppedCaptures => _captures.Dropped;

    /// <summary>Gets how many echoes the atom did not take, because its queue was full or it was disposed.</summary>
    public long DroppedEchoes => Interlocked.Read(ref _droppedEchoes);

    /// <summary>Gets how often a callback threw: the predicate, the one that echoes are given to, or a handler of the event.</summary>
    public long CallbackFailures => _callbacks.Failures;

    /// <summary>Captures no more and forgets what it has. Calling it again is safe.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _subscription.Dispose();
        _coordinator.OperationFinalized -= Finalized;
        _captures.Clear();
    }

    private void Raised(SignalEvent<TPayload> signal)
    {
        (bool begins, bool isCaptured) = _rules.Read(signal.Signal);
        if (!begins && !isCaptured) return;
        if (FindOperation(signal) is not { } operation || !(begins || _captures.Contains(operation.Id))) return;
        if (isCaptured && !IsWanted(signal))
        {
            if (_options.ActivationSignalPattern is null || !begins) return;
            isCaptured = false;
        }

        OperationEchoCapture<TPayload>? capture = isCaptured ? new(signal.Signal, signal.Payload, signal.Timestamp) : null;
        bool isFirst = _captures.Add(operation.Id, begins, capture, _clock.Now());
        if (isFirst && _coordinator.TryGetOperation(operation.Id) is null) Echo(operation.Id, operation.Key, operation.IsPinned); // nobody else will
    }

    /// <summary>Finds the coordinator's operation that a signal concerns: its own, else the latest in the chain that led to it.</summary>
    private EphemeralOperation? FindOperation(in SignalEvent<TPayload> signal)
    {
        EphemeralOperation? found = _coordinator.TryGetOperation(signal.OperationId);
        if (found is not null || signal.Propagation is null) return found;
        IReadOnlyList<SignalCause> path = signal.Propagation.Path;
        for (int step = path.Count - 1; step >= 0 && found is null; step--) found = _coordinator.TryGetOperation(path[step].OperationId);
        return found;
    }

    private bool IsWanted(in SignalEvent<TPayload> signal)
    {
        if (_options.CapturePredicate is not { } predicate) return true;
        try
        {
            return predicate(signal);
        }
        catch (Exception error)
        {
            _callbacks.Failed(nameof(OperationEchoMakerOptions<TPayload>.CapturePredicate), error);
            return false;
        }
    }

    private void Finalized(EphemeralOperationSnapshot left) => Echo(left.Id, left.Key, left.IsPinned);

    private void Echo(long operationId, string? key, bool wasPinned)
    {
        if (_captures.Take(operationId) is not { } captures) return;
        OperationEchoEntry<TPayload> entry = new(operationId, key, wasPinned, captures, _clock.At(_clock.Now()));
        _callbacks.Call(nameof(OperationEchoExtensions.EnableOperationEchoing), Deliver, entry);
        _callbacks.Raise(nameof(EchoCreated), EchoCreated, entry);
    }

    private void Deliver(OperationEchoEntry<TPayload> entry)
    {
        if (!_deliver(entry)) Interlocked.Increment(ref _droppedEchoes);
    }
}
