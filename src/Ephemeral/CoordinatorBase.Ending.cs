using System.Runtime.ExceptionServices;
using Ephemeral.Internal;

namespace Ephemeral;

/// <content>Waiting for the end, and making it.</content>
public abstract partial class CoordinatorBase
{
    private Task? _ending; // made by the first dispose
    private volatile bool _gaveUp; // a wait for running bodies reached its limit: the next one does not begin again

    /// <summary>Waits until every accepted item has ended.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException"><see cref="Complete"/> was not called, or the caller is a body of this coordinator, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">The coordinator was cancelled, and its running bodies have ended; or the token was.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfCalledFromBody(nameof(DrainAsync));
        cancellationToken.ThrowIfCancellationRequested();
        if (_source is null && !_engine.IsCompleted)
            throw new InvalidOperationException($"The coordinator '{Name}' still accepts items, so it never drains. Call Complete before DrainAsync.");

        await _engine.Drained.WaitAsync(cancellationToken).ConfigureAwait(false);
        await FinishHandlersAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_sourceError is { } sourceError) ExceptionDispatchInfo.Throw(sourceError); // once everything it gave has run
        if (_engine.IsCancelled) throw new OperationCanceledException($"The coordinator '{Name}' was cancelled before all its items had run.", _stopping.Token);
    }

    /// <summary>Waits until everything accepted so far has ended, also what was dropped. More may be accepted meanwhile and later.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a body of this coordinator, which would wait for itself.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfCalledFromBody(nameof(FlushAsync));
        await _engine.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the coordinator and waits for its running bodies, for at most <see cref="EphemeralOptions.DisposeTimeout"/>.</summary>
    /// <remarks>
    /// Closes intake, abandons waiting items and counts them as cancelled, cancels the bodies' token and the source's. Waits for the source too,
    /// if it looks at its token. Never throws for a body's fault. Calling it again is safe, and does not wait again once a wait has reached its limit.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The caller is a body of this coordinator, which would wait for itself.</exception>
    public async ValueTask DisposeAsync()
    {
        ThrowIfCalledFromBody(nameof(DisposeAsync));
        Dispose();
        GC.SuppressFinalize(this);
        if (_gaveUp) return;
        Task ending = Volatile.Read(ref _ending)!;
        await ending.WaitAsync(DisposeLimit, Options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _gaveUp = !ending.IsCompleted;
    }

    /// <summary>Stops the coordinator without waiting for its running bodies. Calling it again is safe.</summary>
    public void Dispose()
    {
        CloseIntake();
        _owned.ForEach(static owned => owned.Dispose());
        _engine.Dispose();
        if (Volatile.Read(ref _ending) is null) Interlocked.CompareExchange(ref _ending, CleanContext.Run(EndAsync), null);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gets a task that completes once, when intake is closed and nothing is left to run.</summary>
    internal Task Drained => _engine.Drained;

    /// <summary>Gets how long disposing waits for running bodies, in the form that a wait takes.</summary>
    internal TimeSpan DisposeLimit =>
        Options.DisposeTimeout is { } limit && limit.TotalMilliseconds < int.MaxValue ? limit : Timeout.InfiniteTimeSpan;

    /// <summary>Gets whether the caller is one of the coordinator's own bodies.</summary>
    internal bool IsCalledFromBody => _engine.IsCalledFromBody;

    /// <summary>Lets go of what feeds the coordinator, because its intake closes. May be called more than once.</summary>
    private protected virtual void Detach()
    {
    }

    /// <summary>Waits until every signal that was raised has reached the asynchronous callbacks.</summary>
    private protected async Task FinishHandlersAsync()
    {
        if (_signalHandlers is not null) await _signalHandlers.FinishAsync().ConfigureAwait(false);
        if (_retractionHandlers is not null) await _retractionHandlers.FinishAsync().ConfigureAwait(false);
    }

    private bool IsCalledFromHandler => _signalHandlers?.IsCalledFromHandler == true || _retractionHandlers?.IsCalledFromHandler == true;

    /// <summary>Waits for the source and the bodies, then stops the asynchronous signal callbacks. Owns what <see cref="Dispose"/> does not wait for.</summary>
    private async Task EndAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // outside whatever body or handler disposes
        if (_source is not null) await _source.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _engine.Drained.ConfigureAwait(false);
        if (_signalHandlers is not null) await _signalHandlers.StopAsync().ConfigureAwait(false);
        if (_retractionHandlers is not null) await _retractionHandlers.StopAsync().ConfigureAwait(false);
    }

    private void CloseIntake()
    {
        _drain?.Dispose();
        Detach();
        StopSource();
    }

    /// <summary>Refuses a wait that would never end, because its caller is one of those waited for.</summary>
    internal void ThrowIfCalledFromBody(string member)
    {
        string? place = IsCalledFromBody ? "bodies" : IsCalledFromHandler ? "asynchronous signal callbacks" : null;
        if (place is not null)
            throw new InvalidOperationException($"{member} of the coordinator '{Name}' was awaited inside one of its own {place}, which would wait for itself. Await it outside.");
    }
}
