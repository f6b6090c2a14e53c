using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

public sealed class FaultyStoreTests
{
    private static readonly Incident _earlier = new()
    {
        Id = "0123456789abcdef",
        Fingerprint = "db",
        Rule = "errors",
        Title = "earlier",
        Count = 100,
        FirstSeen = new(2025, 12, 31, 23, 59, 0, TimeSpan.Zero),
        LastSeen = new(2025, 12, 31, 23, 59, 30, TimeSpan.Zero),
        OpenedAt = new(2025, 12, 31, 23, 59, 0, TimeSpan.Zero),
        AnnouncedAt = new(2025, 12, 31, 23, 59, 59, TimeSpan.Zero),
        Announcements = 7,
        CountSinceAnnounced = 10,
    };

    [Fact]
    public async Task LoadThatThrows_TheTrackerGoesOn_AndTheIncidentsAreOneOnceItCanBeRead()
    {
        ScriptedStore store = new(_earlier) { OnLoad = static _ => throw new IOException("disk") };
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new(), options: new() { Fingerprint = static _ => "db" });
        Assert.Equal(1, rig.Tracker.StoreFailures);
        rig.Error(2);
        Assert.Equal(["opened"], rig.Words);
        Assert.Equal(0, store.Saves);

        store.OnLoad = null;
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await store.UntilAsync(static store => store.Kept.Any(static incident => incident.Count == 102));

        Incident incident = Assert.Single(rig.Tracker.GetIncidents());
        Assert.Equal((102, _earlier.OpenedAt, _earlier.FirstSeen, _earlier.Id), (incident.Count, incident.OpenedAt, incident.FirstSeen, incident.Id));
        Assert.Equal(["opened"], rig.Words);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadThatHangs_HoldsNothingUpForLong(bool obeysItsToken)
    {
        Gate gate = new();
        ScriptedStore store = new(_earlier) { OnLoad = token => gate.WaitAsync(obeysItsToken ? token : CancellationToken.None) };
        using IncidentRig rig = new(store: store);
        await gate.Reached;
        rig.Error();
        Assert.Empty(rig.Announced);

        rig.Time.Advance(TimeSpan.FromSeconds(10));
        await rig.Tracker.WaitUntilRestoredAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(["opened"], rig.Words);
        Assert.Equal(1, rig.Tracker.StoreFailures);
        Assert.Equal(1, store.MostCallsAtOnce);
        gate.Open();
    }

    [Fact]
    public async Task LoadThatThrew_IsMadeAgainByDisposing_SoThatTheRunIsStored()
    {
        ScriptedStore store = new(_earlier) { OnLoad = static _ => throw new IOException("disk") };
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new(), options: new() { Fingerprint = static _ => "db" });
        rig.Error(2);

        store.OnLoad = null;
        await rig.Tracker.DisposeAsync().Within();

        Assert.Equal(102, Assert.Single(store.Kept).Count);
    }

    [Fact]
    public async Task DisposedBeforeTheStoreWasRead_TheRunIsStored()
    {
        for (int run = 0; run < 300; run++)
        {
            ScriptedStore store = new(_earlier);
            using IncidentRig rig = new(options: new() { Fingerprint = static _ => "db" }, store: store);
            rig.Error(2);
            await rig.Tracker.DisposeAsync().Within();

            Assert.Equal((run, 102), (run, Assert.Single(store.Kept).Count));
        }
    }

    [Fact]
    public async Task LoadThatBlocksItsThread_HoldsNothingUpForLong()
    {
        using ManualResetEventSlim blocked = new();
        Gate begun = new();
        ScriptedStore store = new()
        {
            OnLoad = token =>
            {
                _ = begun.WaitAsync(token);
                Assert.True(blocked.Wait(TestTimeout.Limit * 2));
                return Task.CompletedTask;
            },
        };
        using IncidentRig rig = new(store: store);
        await begun.Reached;
        rig.Error();
        await rig.Time.TimerArmedAsync();

        rig.Time.Advance(TimeSpan.FromSeconds(10));
        await rig.Tracker.WaitUntilRestoredAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(["opened"], rig.Words);
        blocked.Set();
        await rig.Tracker.DisposeAsync().Within();
        Assert.Single(store.Kept);
    }

    [Fact]
    public async Task RecordThatCannotBeReadLater_CostsItsTextOnly()
    {
        ScriptedStore store = new();
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new());
        ILogger logger = rig.Logger();
        bool[] isGone = [false];
        for (int i = 0; i < 2; i++) logger.Log(LogLevel.Error, new EventId(9), new PooledState(isGone), null, static (_, _) => "pooled");
        isGone[0] = true; // a logging library took its buffer back
        rig.Error();

        await rig.Tracker.FlushAsync().Within();

        Assert.Equal(2, rig.Tracker.GetIncidents().Count);
        Assert.Equal((2, 0), (store.Kept.Count, rig.Tracker.StoreFailures));
    }

    [Fact]
    public async Task SaveThatThrows_IsCounted_AndEverythingIsWrittenLater()
    {
        ScriptedStore store = new();
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new());
        store.OnSave = static _ => throw new IOException("disk");
        rig.Error(3);
        await rig.Tracker.FlushAsync().Within();
        Assert.True(rig.Tracker.StoreFailures > 0);
        Assert.Empty(store.Kept);

        store.OnSave = null;
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        await store.UntilAsync(static store => store.Kept.Any(static incident => incident.Count == 3));
    }

    [Fact]
    public async Task SaveThatThrows_IsTriedLessAndLessOften()
    {
        ScriptedStore store = new();
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new());
        store.OnSave = static _ => throw new IOException("disk");
        rig.Error();
        await rig.Tracker.FlushAsync().Within();
        int before = store.Attempts;

        for (int second = 0; second < 60; second++)
        {
            rig.Error();
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await rig.Tracker.FlushAsync().Within(); // one attempt of its own
        }

        Assert.InRange(store.Attempts - before, 60, 70);
    }

    [Fact]
    public async Task SaveThatHangs_DelaysNeitherCountingNorDisposing()
    {
        Gate gate = new();
        ScriptedStore store = new() { OnSave = _ => gate.WaitAsync(CancellationToken.None) };
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new());
        rig.Error();
        await gate.Reached;

        rig.Error(999);
        Assert.Equal(1_000, Assert.Single(rig.Tracker.GetIncidents()).Count);
        Task disposing = rig.Tracker.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        await rig.Time.PassUntilAsync(disposing, TimeSpan.FromSeconds(10));

        gate.Open();
    }

    [Fact]
    public async Task IncidentsThatAreNoIncidents_AreLeftOut_AndCounted()
    {
        GarbageStore store = new(
        [
            null!,
            _earlier with { Id = "" },
            _earlier with { Fingerprint = null! },
            _earlier with { Occurrences = null! },
            _earlier with { Occurrences = [null!] },
            _earlier with { State = (IncidentState)9 },
            _earlier with { Severity = (IncidentSeverity)(-1) },
            _earlier with { Count = -1 },
            _earlier,
        ]);
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new());

        Assert.Equal("earlier", Assert.Single(rig.Tracker.GetIncidents()).Title);
        Assert.Equal(8, rig.Tracker.StoreFailures);
    }

    [Fact]
    public async Task NoListAtAll_IsAFailure()
    {
        using IncidentRig rig = await IncidentRig.RestartAsync(new GarbageStore(null!), new());
        rig.Error();

        Assert.Equal(1, rig.Tracker.StoreFailures);
        Assert.Equal(["opened"], rig.Words);
    }

    [Fact]
    public async Task CandidatesWhileTheStoreHangs_AreBounded_AndExact()
    {
        Gate gate = new();
        ScriptedStore store = new() { OnLoad = gate.WaitAsync };
        using IncidentRig rig = new(new() { Threshold = 3 }, store: store);
        await gate.Reached;

        rig.Error(5_000);
        rig.Logger().LogError("rare");
        gate.Open();
        await rig.Tracker.WaitUntilRestoredAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(5_000, Assert.Single(rig.Tracker.GetIncidents()).Count);
        Assert.Equal(["opened"], rig.Words);
    }

    [Fact]
    public void Waiting_MayBeCancelled()
    {
        Gate gate = new();
        using IncidentRig rig = new(store: new ScriptedStore { OnLoad = gate.WaitAsync });

        Assert.True(rig.Tracker.WaitUntilRestoredAsync(new CancellationToken(canceled: true)).IsCanceled);
        gate.Open();
    }

    private readonly struct PooledState(bool[] isGone) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 2;

        public KeyValuePair<string, object?> this[int index] =>
            isGone[0] ? throw new InvalidOperationException("gone") : index == 0 ? new("Id", 1) : new("{OriginalFormat}", "pooled {Id}");

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (int i = 0; i < Count; i++) yield return this[i];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class GarbageStore(IReadOnlyList<Incident> incidents) : IIncidentStore
    {
        public ValueTask<IReadOnlyList<Incident>> LoadAsync(CancellationToken cancellationToken = default) => new(incidents);

        public ValueTask SaveAsync(IReadOnlyCollection<Incident> changed, IReadOnlyCollection<string> removed, CancellationToken cancellationToken = default) =>
            ValueTask.CompletedTask;
    }
}
