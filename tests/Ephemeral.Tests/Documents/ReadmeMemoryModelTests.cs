namespace Ephemeral.Tests.Documents;

/// <summary>README, "Memory Model".</summary>
public sealed class ReadmeMemoryModelTests
{
    private readonly LoggerStandIn _logger = new();

    [Fact]
    public async Task MemoryModel_TheWindowIsBoundedBySizeAndAge_AndPinsOverrideBoth()
    {
        ManualTimeProvider time = new();
        EndCounter ended = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { MaxConcurrency = 1, MaxTrackedOperations = 2, MaxOperationLifetime = TimeSpan.FromMinutes(1), OnSample = ended.OnSample, TimeProvider = time });
        coordinator.Pause();
        long pinned = await coordinator.EnqueueAsync(0);
        Assert.True(coordinator.Pin(pinned));
        long[] ids = [await coordinator.EnqueueAsync(1), await coordinator.EnqueueAsync(2), await coordinator.EnqueueAsync(3)];
        coordinator.Resume();

        await ended.Reached(4);
        Assert.Equal([pinned, ids[1], ids[2]], coordinator.GetSnapshot().Select(static operation => operation.Id).Order());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(pinned, Assert.Single(coordinator.GetSnapshot()).Id);
        Assert.True(coordinator.Unpin(pinned));
        Assert.Empty(coordinator.GetSnapshot());
    }

    [Fact]
    public async Task MemoryModel_ReplayTheLastTracesOfTrimmedOperations()
    {
        LoggerStandIn logger = _logger;
        await using EphemeralWorkCoordinator<string> coordinator = new(
            static (item, operation, _) =>
            {
                operation.Signal(item);
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 1, MaxTrackedOperations = 1 });
        await coordinator.EnqueueManyAsync(["error.db", "saved", "error.disk", "error.kept"]);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        var echoSignals = coordinator.GetEchoes(pattern: "error.*")
            .Where(e => e.Timestamp > DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1))
            .ToList();

        if (echoSignals.Count > 0)
        {
            logger.LogWarning("Recent trimmed errors: {Count}", echoSignals.Count);
        }

        Assert.Equal(["error.db", "error.disk"], echoSignals.SelectMany(static echo => echo.Signals!));
        Assert.Equal(["Recent trimmed errors: {Count} 2"], _logger.Lines);
    }

    [Fact]
    public async Task MemoryModel_OperationFinalizedIsTheOperationsLastWords()
    {
        LoggerStandIn logger = _logger;
        SignalSink sink = new();
        EndCounter ended = new();
        await using EphemeralKeyedWorkCoordinator<string, string> coordinator = new(
            static item => item,
            static (item, operation, _) =>
            {
                operation.Signal($"{item}.saved");
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 1, MaxTrackedOperations = 1, OnSample = ended.OnSample });

        coordinator.OperationFinalized += snapshot =>
        {
            if (snapshot.IsPinned)
            {
                sink.Raise("responsibility.finalized", key: snapshot.Key);
            }
            logger.LogInformation("Finalizing {Signal} (op:{Id}) with {Count} signal(s)", snapshot.Key ?? "none", snapshot.OperationId, snapshot.Signals?.Count ?? 0);
        };

        long first = await coordinator.EnqueueAsync("first");
        await ended.Reached(1);
        long second = await coordinator.EnqueueAsync("second");
        await ended.Reached(2);
        Assert.Equal([$"Finalizing {{Signal}} (op:{{Id}}) with {{Count}} signal(s) first {first} 1"], _logger.Lines);
        Assert.Equal(0, sink.Count);

        Assert.True(coordinator.Pin(second));
        Assert.True(coordinator.Evict(second));
        Assert.Equal("second", Assert.Single(sink.Sense()).Key);
        Assert.Equal(2, _logger.Lines.Count);
    }

    [Fact]
    public async Task MemoryModel_ADedicatedNoteAtomPersistsLastWords()
    {
        NoteStorage storage = new();
        EphemeralWorkCoordinator<string> coordinator = new(
            static (item, operation, _) =>
            {
                operation.Signal($"{item}.saved");
                return Task.CompletedTask;
            });

        var notes = new LastWordsNoteAtom(async note => await storage.AppendAsync(note));

        coordinator.OperationFinalized += snapshot =>
        {
            var note = new LastWordsNote(
                OperationId: snapshot.OperationId,
                Key: snapshot.Key,
#pragma warning disable CA1826 // as the document writes it
                Signal: snapshot.Signals?.FirstOrDefault(),
#pragma warning restore CA1826 // as above
                Timestamp: DateTimeOffset.UtcNow,
                Metadata: new Dictionary<string, string?> { ["Reason"] = snapshot.IsPinned ? "Responsibility" : "Evicted" });

            _ = notes.EnqueueAsync(note);
        };

        long first = await coordinator.EnqueueAsync("first");
        long second = await coordinator.EnqueueAsync("second");
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        coordinator.Pin(second);
        coordinator.Evict(first);
        coordinator.Evict(second);
        await notes.DisposeAsync().Within();
        Assert.Equal(
            [(first, "first.saved", "Evicted"), (second, "second.saved", "Responsibility")],
            storage.Notes.Select(static note => (note.OperationId, note.Signal, note.Metadata!["Reason"])));
        await coordinator.DisposeAsync().Within();
    }

    private sealed class NoteStorage
    {
        public List<LastWordsNote> Notes { get; } = [];

        public Task AppendAsync(LastWordsNote note)
        {
            Notes.Add(note);
            return Task.CompletedTask;
        }
    }

    private sealed class LoggerStandIn
    {
        public List<string> Lines { get; } = [];

        public void LogWarning(string message, params object[] values) => Lines.Add($"{message} {string.Join(' ', values)}");

        public void LogInformation(string message, params object[] values) => Lines.Add($"{message} {string.Join(' ', values)}");
    }
}
