using System.Threading.Tasks.Sources;
using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>The worker.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    /// <summary>Runs one item after another until none may start, then rests until it is queued again.</summary>
    /// <remarks>
    /// It is its own work item for the thread pool and its own awaitable for resting: one asynchronous loop for its whole life, so
    /// that waking up allocates nothing.
    /// </remarks>
    private sealed class Worker(WorkEngine<TItem, TTag, TResult, TQueue, THandler> engine)
        : RunningOperation<TResult>, IThreadPoolWorkItem, IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> _wake; // mutable struct: never readonly
        private ExecutionContext? _clean;
        private bool _isRunning;
        private object? _observed;
        private HandledSignal? _handled;
        private long _started;
        private long _accepted;

        /// <summary>Gets or sets what was told after its last visit to the lock, given back on the next.</summary>
        internal Departures? Told { get; set; }

        internal int Slot { get; private set; } = -1;

        internal long Started => _started;

        internal bool IsObserved { get; private set; }

        internal long Ended { get; private set; } // 0 unless an observer wants exact durations

        internal OperationOutcome Outcome { get; private set; }

        internal long Deadline { get; private set; } = long.MaxValue; // a stamp

        internal TimeSpan? RetryAfter { get; private set; }

        internal Exception? Error { get; private set; }

        public override string? OperationKey => Find()?.Key;

        public void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

        void IThreadPoolWorkItem.Execute()
        {
            if (_isRunning)
            {
                _wake.SetResult(true); // goes on with the loop, here
                return;
            }

            _isRunning = true;
            _ = RunAsync();
        }

        void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

        void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _wake.OnCompleted(continuation, state, token, flags);

        internal override EphemeralOperation? Find() => Slot < 0 ? null : engine.TryGetOperation(Id);

        internal override bool MayRetry => engine.MayRetry(Slot);

        internal override bool RunsIn(object other) => other == engine && Slot >= 0;

        internal void Begin(int slot, ref Slot<TItem, TTag, TResult> s, long deadline)
        {
            Slot = slot;
            Deadline = deadline;
            Attempt = s.Attempts;
            IsOverdue = s.IsOverdue;
            Id = s.Id;
            Origin = s.Origin;
            _started = s.Started;
            _accepted = s.Accepted;
        }

        /// <summary>Puts back the context that the loop began with: one item's AsyncLocals never reach the next.</summary>
        internal void RestoreContext()
        {
            if (_clean is not null) ExecutionContext.Restore(_clean);
        }

        internal void Finish()
        {
            IsTimedOut = false;
            RetryAfter = null;
            Slot = -1;
            Origin = null;
            Operation = null;
            Error = null;
            Result = default;
            Ended = 0;
            Outcome = OperationOutcome.Completed;
        }

        private async Task RunAsync()
        {
            if (engine._settings.Context is { } context) ExecutionContext.Restore(context);
            BecomeAmbient();
            _clean = ExecutionContext.Capture();
            while (true)
            {
                _wake.Reset(); // before it is idle: from then on it may be queued at any moment
                while (engine.TakeNext(this, out TItem item))
                {
                    EphemeralObserver? observer = engine.Observer;
                    IsObserved = observer is not null;
                    if (observer is not null) Observe(observer, item);
                    try
                    {
                        if (engine._handler.TakesOperation || HasDeadline) Operation = engine.Publish(Slot, _started);
                        CancellationToken token = HasDeadline ? Operation!.CancellationToken : engine._scope.Stopping;
                        if (IsTimedOut) Operation?.CancelOwn(); // its time was up before there was a token
                        Task body = engine._handler.InvokeAsync(item, this, token);
                        await body.ConfigureAwait(false);
                        Result = engine._handler.ResultOf(body);
                    }
                    catch (Exception error)
                    {
                        Outcome = OutcomeOf(error);
                        Error = Outcome == OperationOutcome.TimedOut ? engine.TimedOut(error, engine._settings.Clock.Span(Deadline - _started)) : error;
                        if (Outcome != OperationOutcome.Cancelled) NoteFailure(item);
                    }

                    if (observer is not null) ObserveEnd(observer);
                    RestoreContext();
                }

                await new ValueTask(this, _wake.Version).ConfigureAwait(false);
            }
        }

        /// <summary>Gets whether the body has a time limit: then it is given the operation's own token, else the coordinator's.</summary>
        private bool HasDeadline => Deadline != long.MaxValue;

        private void NoteFailure(TItem item)
        {
            RetryAfter = THandler.HasTerms ? engine._handler.RetryAfter(item, this) : engine.RetryAfter(Attempt, Error!);
            if (RetryAfter is null) engine._handler.Failed(item, Error!);
        }

        /// <summary>A cancellation counts as one only when the coordinator or the operation itself was cancelled; another token's is a failure.</summary>
        private OperationOutcome OutcomeOf(Exception error)
        {
            if (error is not OperationCanceledException) return OperationOutcome.Failed;
            if (engine._stopping.IsCancellationRequested || engine._table[Slot].Killed) return OperationOutcome.Cancelled;
            return IsTimedOut ? OperationOutcome.TimedOut : OperationOutcome.Failed;
        }

        private void Observe(EphemeralObserver observer, TItem item)
        {
            TTag tag = engine._table[Slot].Tag;
            bool tellsHolds = _accepted != 0 && _accepted < Volatile.Read(ref engine._heldUntil) && (observer.Needs & ObserverNeeds.TraceContext) != 0;
            _handled = engine._handler.SignalOf(item);
            _observed = observer.OperationStarted(new(engine._probe, engine.LaneName(tag), Id, engine.TimeInQueue(_accepted, _started), Origin?.Trace ?? default)
            {
                Handled = _handled,
                DeferredBy = tellsHolds ? engine.DeferredBy(tag, _accepted, _started) : null,
            });
        }

        private void ObserveEnd(EphemeralObserver observer)
        {
            TimeSpan duration = TimeSpan.Zero;
            if ((observer.Needs & ObserverNeeds.Timing) != 0)
            {
                Ended = engine._settings.Clock.Now();
                duration = engine._settings.Clock.Span(Ended - _started);
            }

            OperationOutcome outcome = engine._table[Slot].Killed ? OperationOutcome.Cancelled : Outcome;
            observer.OperationEnded(new(engine._probe, engine.LaneName(engine._table[Slot].Tag), Id, outcome, Error, duration, _observed) { Handled = _handled });
            _observed = null;
            _handled = null;
        }
    }
}
