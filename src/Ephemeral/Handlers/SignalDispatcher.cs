using Ephemeral.Engine.Handlers;
using Ephemeral.Handlers;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Calls the handlers of dispatched signals in the background: one signal of a name after the other, different names in parallel.</summary>
/// <remarks>
/// <para>Thread-safe. The handlers whose patterns match a signal run one after the other, in the order of their registration. What one
/// throws is counted and keeps the signal from none of the others.</para>
/// <para>A signal is the cause of what its handlers raise and dispatch, and constraints cut chains without end: those of the options, or
/// at most 16 signals with cycles allowed.</para>
/// </remarks>
/// <example><code>
/// await using SignalDispatcher dispatcher = new();
/// dispatcher.Register("order.*", signal => audit.WriteAsync(signal.Signal));
/// using IDisposable subscription = sink.Subscribe(signal => dispatcher.Dispatch(signal));
/// </code></example>
public sealed class SignalDispatcher : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly EphemeralKeyedWorkCoordinator<DispatchedSignal, string> _coordinator;
    private readonly SignalAdmission _admission;
    private readonly CallbackGuard _callbacks;
    private readonly SignalLosses _losses;
    private SignalRegistration[] _registrations = []; // replaced under _gate, never changed
    private bool _isDisposed; // guarded by _gate
    private long _refused;

    /// <summary>Creates a dispatcher.</summary>
    /// <param name="options">
    /// Limits; null: as many names in parallel as there are processors, and the last 128 signals remembered. Signals of one name run
    /// one at a time unless <see cref="EphemeralOptions.MaxConcurrencyPerKey"/> says otherwise.
    /// </param>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public SignalDispatcher(EphemeralOptions? options = null)
    {
        options ??= new() { MaxTrackedOperations = 128 };
        _coordinator = new(
            static dispatched => dispatched.Signal.Signal,
            new BodyHandler<DispatchedSignal>(RunAsync, failed: null, SignalOf),
            options,
            new("keyed", "dispatcher") { ItemsKnowTheirCause = true });
        EphemeralObserver? observer = GuardedObserver.Over(options.Observer);
        _callbacks = new(_coordinator.Name, observer);
        _losses = new(_coordinator.Name, observer);
        _admission = new(options.SignalConstraints ?? SignalConstraints.OfSinks, _callbacks, options.Signals);
    }

    /// <summary>Gets how many signals wait.</summary>
    public int QueuedCount => _coordinator.PendingCount;

    /// <summary>Gets how many signals have been handled.</summary>
    public long ProcessedCount => _coordinator.TotalCompleted;

    /// <summary>Gets how many signals were not handled to the end: too many waited, a gate of the options, or dispose.</summary>
    public long DroppedCount => Interlocked.Read(ref _refused) + _coordinator.TotalSkipped + _coordinator.TotalCancelled;

    /// <summary>Gets how many signals a constraint blocked.</summary>
    public long BlockedCount => _admission.BlockedCount;

    /// <summary>Gets how often a handler or another callback has thrown.</summary>
    public long CallbackFailures => _callbacks.Failures;

    /// <summary>Registers a handler for the signals that match a pattern and are dispatched from now on.</summary>
    /// <param name="pattern">The pattern. Registering one again replaces its handler and keeps its place in the order.</param>
    /// <param name="handler">What is called.</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is null or empty, or <paramref name="handler"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The dispatcher was disposed.</exception>
    public void Register(string pattern, Func<SignalEvent, Task> handler)
    {
        SignalArguments.ThrowIfNoPattern(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        SignalRegistration registration = new(new SignalPattern(pattern), handler);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            int place = Array.FindIndex(_registrations, other => other.Pattern.Text == pattern);
            if (place < 0) _registrations = [.. _registrations, registration];
            else _registrations = [.. _registrations[..place], registration, .. _registrations[(place + 1)..]];
        }
    }

    /// <summary>Queues a signal for the handlers that are registered now. Never waits.</summary>
    /// <returns>False, and counted, when too many signals wait or a constraint blocked it; false after dispose.</returns>
    /// <exception cref="ArgumentException">The signal's name is null or empty.</exception>
    public bool Dispatch(SignalEvent signal)
    {
        SignalArguments.ThrowIfNoName(signal.Signal, nameof(signal));
        if (!SignalCauses.IsHandedOn(ref signal) && !_admission.TryAdmit(ref signal, out _)) return false;
        if (_coordinator.TryEnqueue(new(signal, Volatile.Read(ref _registrations)))) return true;
        if (!_coordinator.IsCompleted) _losses.QueueFull(Interlocked.Increment(ref _refused));
        return false;
    }

    /// <summary>Waits until every signal that was dispatched before has been handled or dropped. The dispatcher stays in use.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a handler of this dispatcher, which would wait for itself.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _coordinator.FlushAsync(cancellationToken);

    /// <summary>Accepts no more signals, drops those that wait, and waits for the handlers that run.</summary>
    /// <remarks>Calling it again is safe. To handle what waits, call <see cref="FlushAsync"/> first.</remarks>
    /// <exception cref="InvalidOperationException">The caller is a handler of this dispatcher, which would wait for itself.</exception>
    public ValueTask DisposeAsync()
    {
        _coordinator.ThrowIfCalledFromBody(nameof(DisposeAsync)); // before anything has happened
        Close();
        return StopAsync();
    }

    /// <summary>Does the same without waiting for the handlers that run.</summary>
    public void Dispose()
    {
        Close();
        _coordinator.Dispose();
        _losses.Shutdown(_coordinator.TotalCancelled);
    }

    private async ValueTask StopAsync()
    {
        await _coordinator.DisposeAsync().ConfigureAwait(false);
        _losses.Shutdown(_coordinator.TotalCancelled);
    }

    private HandledSignal? SignalOf(DispatchedSignal dispatched)
    {
        SignalRegistration? first = Array.Find(dispatched.Registrations, registration => registration.Pattern.Matches(dispatched.Signal.Signal));
        return new(_coordinator.Name, dispatched.Signal.Signal, first?.Pattern.Text ?? "*");
    }

    private async Task RunAsync(DispatchedSignal dispatched, CancellationToken cancellationToken)
    {
        EphemeralOperation.Frame?.Handle(dispatched.Signal, dispatched.Signal.OperationId);
        foreach (SignalRegistration registration in dispatched.Registrations)
        {
            if (!registration.Pattern.Matches(dispatched.Signal.Signal)) continue;
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await registration.Handler(dispatched.Signal).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                _callbacks.Failed(nameof(Register), error);
                _losses.Failed();
            }
        }
    }

    private void Close()
    {
        lock (_gate) _isDisposed = true;
    }
}
