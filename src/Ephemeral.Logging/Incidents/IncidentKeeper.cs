using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>Keeps a store up to date with a book, and the book with the store when it begins. What it does runs on a coordinator of its own.</summary>
/// <remarks>One call to the store at a time. One that takes too long is asked to end, and counted; the tracker goes on without.</remarks>
internal sealed class IncidentKeeper : AtomBase<EphemeralWorkCoordinator<Func<CancellationToken, Task>>>
{
    private const int MaxDoublings = 6; // a second becomes a minute

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly IIncidentStore _store;
    private readonly IncidentBook _book;
    private readonly TimeProvider _time;
    private readonly Func<IncidentDraft, Incident> _finish;
    private readonly Action _changed;
    private readonly Func<CancellationToken, Task> _sync;
    private readonly Alarm _alarm;
    private readonly TaskCompletionSource _restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isExpected; // whether the alarm is set
    private int _isQueued; // whether a step waits to begin
    private bool _isLoaded; // read and written on the coordinator
    private int _failuresInARow;
    private long _failures;

    /// <summary>Begins to read the store.</summary>
    /// <param name="store">The store; borrowed.</param>
    /// <param name="book">The book.</param>
    /// <param name="time">The clock.</param>
    /// <param name="finish">Makes the text of an incident.</param>
    /// <param name="changed">Called when the book has changed because of the store.</param>
    public IncidentKeeper(IIncidentStore store, IncidentBook book, TimeProvider time, Func<IncidentDraft, Incident> finish, Action changed)
        : base(CoordinatorOf(time), finishesOnDispose: true)
    {
        (_store, _book, _time, _finish, _changed) = (store, book, time, finish, changed);
        _sync = SyncAsync;
        _alarm = new(time, Ring);
        Queue();
    }

    /// <summary>Gets how many calls failed or took too long, and stored incidents that could not be used.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Gets a task that ends when the store was read, or could not be.</summary>
    public Task Restored => _restored.Task;

    /// <summary>Sees to it that what changed is stored: news at once, counts within a second.</summary>
    public void Note()
    {
        if (!_book.HasChanges) return;
        if (_book.HasNews && Volatile.Read(ref _failuresInARow) == 0) Queue();
        else Expect(_interval);
    }

    public async Task SaveNowAsync(CancellationToken cancellationToken)
    {
        Queue();
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _alarm.Stop();
        Coordinator.TryEnqueue(_sync); // refused where one waits already, which will do
        base.Dispose();
        _restored.TrySetResult();
    }

    private static EphemeralWorkCoordinator<Func<CancellationToken, Task>> CoordinatorOf(TimeProvider time) => new(
        static (step, cancellationToken) => step(cancellationToken),
        new() { Name = "incidents.store", MaxConcurrency = 1, QueueCapacity = 1, DisposeTimeout = _patience, TimeProvider = time });

    private void Ring()
    {
        Volatile.Write(ref _isExpected, 0);
        Queue();
    }

    /// <summary>Sees to it that a step begins after this call. One that waits already does.</summary>
    private void Queue()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0 && !Coordinator.TryEnqueue(_sync)) Volatile.Write(ref _isQueued, 0);
    }

    private void Expect(TimeSpan after)
    {
        if (Interlocked.Exchange(ref _isExpected, 1) == 0) _alarm.Set(after);
    }

    /// <summary>Reads the store if that was not done yet, and writes what changed: before it was read that would overwrite what it knows.</summary>
    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _isQueued, 0);
        if (!_isLoaded) await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (_isLoaded) await SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        bool isFirstFailure = true;
        try
        {
            IReadOnlyList<Incident> stored = await CallAsync(_store.LoadAsync, GiveUp, cancellationToken).ConfigureAwait(false);
            Incident[] usable = [.. stored.Where(StoredIncident.IsUsable)];
            Interlocked.Add(ref _failures, stored.Count - usable.Length);
            _book.Restore(usable);
            _isLoaded = true;
            Volatile.Write(ref _failuresInARow, 0);
            GoOn();
        }
        catch (Exception)
        {
            if (isFirstFailure) GiveUp();
            ExpectAfterFailure();
        }

        void GiveUp()
        {
            isFirstFailure = false;
            CountFailure();
            _book.Release();
            GoOn();
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_book.TakeChanges() is not { } changes) return;
        bool isFirstFailure = true;
        try
        {
            Incident[] changed = [.. changes.Changed.Select(_finish)];
            await CallAsync(SaveAsync, GiveUp, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _failuresInARow, 0);

            async ValueTask<bool> SaveAsync(CancellationToken token)
            {
                await _store.SaveAsync(changed, changes.Removed, token).ConfigureAwait(false);
                return true;
            }
        }
        catch (Exception)
        {
            if (isFirstFailure) GiveUp();
            _book.GiveBack(changes);
            ExpectAfterFailure();
        }

        void GiveUp()
        {
            isFirstFailure = false;
            CountFailure();
        }
    }

    /// <summary>Calls the store. When that takes too long it says so and asks the call to end, but begins no other before it has.</summary>
    private async Task<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> call, Action giveUp, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<T> running = BeginAsync();
        try
        {
            return await running.WaitAsync(_patience, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            giveUp();
        }

        await stop.CancelAsync().ConfigureAwait(false);
        return await running.ConfigureAwait(false);

        async Task<T> BeginAsync()
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // a store may block its thread
            return await call(stop.Token).ConfigureAwait(false);
        }
    }

    private void GoOn()
    {
        _changed();
        _restored.TrySetResult();
        Note();
    }

    private void CountFailure()
    {
        Interlocked.Increment(ref _failures);
        Interlocked.Increment(ref _failuresInARow);
    }

    private void ExpectAfterFailure()
    {
        Interlocked.Exchange(ref _isExpected, 1);
        _alarm.Set(_interval * Math.Pow(2, Math.Min(Volatile.Read(ref _failuresInARow), MaxDoublings)) * (0.8 + (Random.Shared.NextDouble() * 0.4)));
    }
}
