namespace Ephemeral.Tests.Echoes;

/// <summary>The note atom, and with it the echo atom: both write through the same queue.</summary>
public sealed class LastWordsNoteAtomTests
{
    private readonly List<long> _written = [];

    [Fact]
    public async Task Notes_AreWrittenOneAfterTheOther_InOrder()
    {
        await using LastWordsNoteAtom notes = new(async note =>
        {
            await Task.Yield();
            _written.Add(note.OperationId);
        });
        for (int i = 1; i <= 100; i++) Assert.True(await notes.EnqueueAsync(Note(i)) > 0);

        await notes.DrainAsync().Within();

        Assert.Equal(Enumerable.Range(1, 100).Select(static i => (long)i), _written);
        Assert.Equal(100, notes.GetMetrics().Completed);
        Assert.Equal(64, notes.Snapshot().Count);
    }

    [Fact]
    public async Task DrainAsync_WaitsForWhatWasAcceptedBefore_AndTheAtomGoesOn()
    {
        Gate first = new();
        Gate second = new();
        await using LastWordsNoteAtom notes = new(async (note, token) =>
        {
            await (note.OperationId == 1 ? first : second).WaitAsync(token);
            _written.Add(note.OperationId);
        });
        await notes.EnqueueAsync(Note(1));
        Task drained = notes.DrainAsync();
        await notes.EnqueueAsync(Note(2));
        await first.Reached;
        Assert.False(drained.IsCompleted);

        first.Open();
        await drained.Within();

        Assert.Equal([1], _written);
        second.Open();
        await notes.DrainAsync().Within();
        Assert.Equal([1, 2], _written);
        await notes.DrainAsync().Within();
        Assert.True(notes.TryEnqueue(Note(3)));
    }

    [Fact]
    public async Task DrainAsync_IsNotEndedByWhatCameLater()
    {
        Gate gate = new();
        TaskCompletionSource second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LastWordsNoteAtom notes = new((note, token) => note.OperationId == 1 ? gate.WaitAsync(token) : Second(note.OperationId), new() { MaxConcurrency = 2 });
        await notes.EnqueueAsync(Note(1));
        await gate.Reached;
        Task drained = notes.DrainAsync();

        for (int i = 2; i <= 100; i++) await notes.EnqueueAsync(Note(i));
        await second.Task.Within();
        Assert.False(drained.IsCompleted);

        gate.Open();
        await drained.Within();

        Task Second(long id)
        {
            if (id == 100) second.SetResult();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task DrainAsync_WaitsForNothingThatWasDropped()
    {
        Gate gate = new();
        await using LastWordsNoteAtom notes = new((_, token) => gate.WaitAsync(token), new() { MaxConcurrency = 1, QueueCapacity = 1, FullMode = QueueFullMode.DropOldest });
        await notes.EnqueueAsync(Note(1));
        await gate.Reached;
        await notes.EnqueueAsync(Note(2));
        Task drained = notes.DrainAsync();
        await notes.EnqueueAsync(Note(3));

        gate.Open();
        await drained.Within();

        Assert.Equal(1, notes.GetMetrics().Skipped);
    }

    [Fact]
    public async Task DrainAsync_ThatIsCancelled_EndsAlone()
    {
        Gate gate = new();
        await using LastWordsNoteAtom notes = new((_, token) => gate.WaitAsync(token));
        await notes.EnqueueAsync(Note(1));
        using CancellationTokenSource source = new();
        Task drained = notes.DrainAsync(source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drained.Within());
        gate.Open();
        await notes.DrainAsync().Within();
        Assert.Equal(1, notes.GetMetrics().Completed);
    }

    [Fact]
    public async Task AWriteThatThrows_IsCountedAndStopsNothing()
    {
        await using LastWordsNoteAtom notes = new(note => note.OperationId == 1 ? throw new InvalidOperationException("disk") : Task.CompletedTask);
        await notes.EnqueueAsync(Note(1));
        await notes.EnqueueAsync(Note(2));

        await notes.DrainAsync().Within();

        Assert.Equal((1L, 1L), (notes.GetMetrics().Failed, notes.GetMetrics().Completed));
        Assert.Equal("disk", notes.Snapshot().Single(static write => write.IsFaulted).Error?.Message);
    }

    [Fact]
    public async Task DisposeAsync_WritesWhatWasAccepted_MayComeTwice_AndRefusesMore()
    {
        Gate gate = new();
        LastWordsNoteAtom notes = new(async (note, token) =>
        {
            await gate.WaitAsync(token);
            _written.Add(note.OperationId);
        });
        await notes.EnqueueAsync(Note(1));
        await notes.EnqueueAsync(Note(2));
        ValueTask disposed = notes.DisposeAsync();
        Assert.False(disposed.IsCompleted);
        ObjectDisposedException refused = await Assert.ThrowsAsync<ObjectDisposedException>(() => notes.EnqueueAsync(Note(3)).AsTask());
        Assert.Contains("LastWordsNoteAtom was disposed", refused.Message, StringComparison.Ordinal);
        Assert.False(notes.TryEnqueue(Note(3)));

        gate.Open();
        await disposed.Within();

        Assert.Equal([1, 2], _written);
        await notes.DisposeAsync().Within();
        notes.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => notes.EnqueueAsync(Note(3)).AsTask());
        await notes.DrainAsync().Within();
    }

    [Fact]
    public async Task Dispose_WaitsForNothing_AndStillWritesWhatWasAccepted()
    {
        Gate gate = new();
        LastWordsNoteAtom notes = new(async (note, token) =>
        {
            await gate.WaitAsync(token);
            _written.Add(note.OperationId);
        });
        await notes.EnqueueAsync(Note(1));

        notes.Dispose();
        notes.Dispose();
        gate.Open();
        await notes.DisposeAsync().Within();

        Assert.Equal([1], _written);
    }

    [Fact]
    public async Task DisposeAsync_CancelsAWriteThatDoesNotEndInTime()
    {
        AnnouncedTimers time = new();
        Gate gate = new();
        LastWordsNoteAtom notes = new(
            (_, token) => gate.WaitAsync(token), new() { DisposeTimeout = TimeSpan.FromSeconds(5), TimeProvider = time });
        await notes.EnqueueAsync(Note(1));
        await gate.Reached;
        ValueTask disposed = notes.DisposeAsync();
        await time.Made.Within();

        time.Clock.Advance(TimeSpan.FromSeconds(5));

        await disposed.Within();
        await notes.DrainAsync().Within();
        Assert.Equal(1, notes.GetMetrics().Cancelled);
    }

    [Fact]
    public async Task InsideAWrite_WaitingForTheAtomItselfIsRefused_AndDisposeIsNot()
    {
        TaskCompletionSource<LastWordsNoteAtom> made = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LastWordsNoteAtom notes = new(async _ =>
        {
            LastWordsNoteAtom self = await made.Task;
            await Assert.ThrowsAsync<InvalidOperationException>(() => self.DrainAsync());
            await Assert.ThrowsAsync<InvalidOperationException>(() => self.DisposeAsync().AsTask());
            self.Dispose();
        });
        await notes.EnqueueAsync(Note(1));
        made.SetResult(notes);

        await notes.DisposeAsync().Within();

        Assert.Equal((1L, 0L), (notes.GetMetrics().Completed, notes.GetMetrics().Failed));
    }

    [Fact]
    public void MissingArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new LastWordsNoteAtom((Func<LastWordsNote, Task>)null!));
        Assert.Throws<ArgumentNullException>(() => new LastWordsNoteAtom((Func<LastWordsNote, CancellationToken, Task>)null!));
        using LastWordsNoteAtom notes = new(static _ => Task.CompletedTask);
        Assert.Throws<ArgumentNullException>(() => notes.TryEnqueue(null!));
    }

    private static LastWordsNote Note(long id) => new(id, null, null, default);

    /// <summary>A clock that says when the first timer is made: the wait of the dispose.</summary>
    private sealed class AnnouncedTimers : TimeProvider
    {
        private readonly TaskCompletionSource _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualTimeProvider Clock { get; } = new();

        public Task Made => _made.Task;

        public override long TimestampFrequency => Clock.TimestampFrequency;

        public override long GetTimestamp() => Clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => Clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = Clock.CreateTimer(callback, state, dueTime, period);
            _made.TrySetResult();
            return timer;
        }
    }
}
