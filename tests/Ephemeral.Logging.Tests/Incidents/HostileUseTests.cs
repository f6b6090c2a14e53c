using Ephemeral.Logging.Tests.Notifiers;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>What a user may do that nobody meant.</summary>
public sealed class HostileUseTests
{
    [Fact]
    public void SubscriberThatThrows_CostsNobodyElseAnything()
    {
        using IncidentRig rig = new();
        rig.Sink.Subscribe("incident.*", static _ => throw new InvalidOperationException("subscriber"));

        rig.Error(100);

        Assert.Equal(100, Assert.Single(rig.Tracker.GetIncidents()).Count);
        Assert.Equal(["opened"], rig.Words);
        Assert.Equal((0, 1), (rig.Tracker.DroppedAnnouncements, rig.Sink.CallbackFailures));
    }

    [Fact]
    public async Task SubscriberThatDisposesTheTracker_EndsIt()
    {
        ScriptedStore store = new();
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new());
        rig.Sink.Subscribe(IncidentSignals.Opened, _ => rig.Tracker.Dispose());

        rig.Error(3);
        await rig.Tracker.DisposeAsync().Within();

        Assert.Equal(1, Assert.Single(store.Kept).Count);
    }

    [Fact]
    public void TimesWithoutEnd_AreForEver()
    {
        using IncidentRig rig = new(new() { Threshold = 2, Window = TimeSpan.MaxValue, Cooldown = TimeSpan.MaxValue, ResolveAfter = TimeSpan.MaxValue });

        rig.Error();
        rig.Time.Advance(TimeSpan.FromDays(100));
        rig.Error();
        rig.Time.Advance(TimeSpan.FromDays(100));
        rig.Error();

        Assert.Equal(["opened"], rig.Words);
        Assert.Equal(DateTimeOffset.MaxValue, rig.Announced[0].Incident.NextBy);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public void WallClockThatSteps_ResolvesNothing(int days)
    {
        using IncidentRig rig = new(new() { Cooldown = TimeSpan.FromMinutes(1), ResolveAfter = TimeSpan.FromMinutes(5) });
        rig.Error();
        rig.Time.StepWallClock(TimeSpan.FromDays(days));

        rig.Time.Advance(TimeSpan.FromMinutes(4));
        rig.Error();
        Assert.Equal(["opened", "updated"], rig.Words);
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["opened", "updated", "resolved"], rig.Words);
    }

    [Fact]
    public async Task IncidentKeyThatIsCalledOverflow_IsNotTheOverflow()
    {
        ScriptedStore store = new();
        IncidentOptions options = new() { MaxOpen = 1, Fingerprint = static payload => payload.EventId.Name };
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new(), options: options);
        foreach (string name in (string[])["overflow", "a", "b"]) rig.Logger().LogError(new EventId(0, name), "failed");
        Assert.Equal([0L, 2], rig.Tracker.GetIncidents().Select(static one => one.FoldedFaults).Order());
        Assert.Equal(2, rig.Tracker.GetIncidents().DistinctBy(static one => one.Id).Count());

        await rig.Tracker.FlushAsync().Within();
        using IncidentRig second = await IncidentRig.RestartAsync(store, rig.Time, options: options);

        Assert.Equal([(0L, 1L), (2, 2)], second.Tracker.GetIncidents().Select(static one => (one.FoldedFaults, one.Count)).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OpenIncident_IsAnnouncedAgainBeforeItsTimeIsUp_SoThatNoAlertEndsWhileItIsOpen(int seed)
    {
        using IncidentRig rig = new(new() { Cooldown = TimeSpan.FromMinutes(10), ResolveAfter = TimeSpan.FromMinutes(15) }, new() { MaxOpen = 2 });
        Dictionary<string, DateTimeOffset?> ends = [];
        int seen = 0;
        Random random = new(seed);
        for (int step = 0; step < 2_000; step++)
        {
            if (random.Next(3) > 0) rig.Logger().LogError(new EventId(random.Next(4) + 1), "failed");
            if (random.Next(20) == 0 && rig.Tracker.GetIncidents(IncidentState.Open) is [var open, ..]) rig.Tracker.Acknowledge(open.Id);
            rig.Time.Advance(TimeSpan.FromSeconds(random.Next(random.Next(10) == 0 ? 1_000 : 200)));
            foreach ((_, Incident incident, _) in rig.Announced.Skip(seen)) ends[incident.Id] = incident.NextBy;
            seen = rig.Announced.Count;
            foreach (Incident live in rig.Tracker.GetIncidents().Where(static one => one.State != IncidentState.Resolved))
                Assert.True(ends[live.Id] > rig.Time.GetUtcNow(), $"seed {seed}, step {step}: {live.Id} ends {ends[live.Id]:O} at {rig.Time.GetUtcNow():O}");
        }
    }

    [Fact]
    public async Task TenThousandFaults_WithAStore_KeepItSmall()
    {
        ScriptedStore store = new();
        using IncidentRig rig = await IncidentRig.RestartAsync(store, new());
        ILogger logger = rig.Logger();

        for (int fault = 0; fault < 10_000; fault++) logger.LogError(new EventId(fault + 1), "failed");
        await rig.Tracker.FlushAsync().Within();

        Assert.Equal(1_001, store.Kept.Count);
        Assert.Equal(10_000, store.Kept.Sum(static incident => incident.Count));
        using IncidentRig second = await IncidentRig.RestartAsync(store, rig.Time);
        Assert.Equal(10_000, second.Tracker.GetIncidents().Sum(static incident => incident.Count));
        Assert.Empty(second.Announced);
    }

    [Fact]
    public async Task NotifierThatIsStuck_DelaysNoOther()
    {
        ManualTimeProvider time = new();
        using IncidentRig rig = new();
        Gate stuck = new();
        ScriptedNotifier slow = new() { On = (_, _) => stuck.WaitAsync(CancellationToken.None) };
        ScriptedNotifier brisk = new();
        IncidentDelivery first = new(rig.Sink, slow, new() { TimeProvider = time });
        await using IncidentDelivery second = new(rig.Sink, brisk, new() { TimeProvider = time });

        rig.Error();
        await stuck.Reached;
        await second.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal((1, 1), (second.Delivered, first.Waiting));
        stuck.Open();
        await first.DisposeAsync().Within();
    }

    [Fact]
    public async Task NotifierThatReturnsNothing_OrCancelsItself_IsTriedAgain()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new();
        int attempt = 0;
        ScriptedNotifier notifier = new()
        {
            On = (_, _) => ++attempt switch
            {
                1 => null!,
                2 => Task.FromCanceled(new CancellationToken(canceled: true)),
                3 => throw new OperationCanceledException(),
                _ => Task.CompletedTask,
            },
        };
        await using IncidentDelivery delivery = new(sink, notifier, new() { TimeProvider = time });
        sink.Raise(new SignalEvent(IncidentSignals.Opened, 1, "a", default) { Payload = new Incident { Id = "a", Fingerprint = "f", Rule = "r", Title = "t" } });

        await time.PassUntilAsync(delivery.FlushAsync(TestContext.Current.CancellationToken), TimeSpan.FromSeconds(1));

        Assert.Equal((1, 3, 0), (delivery.Delivered, delivery.FailedAttempts, delivery.Undelivered));
    }

    [Fact]
    public async Task ChangesByManyAtOnce_EndOnce()
    {
        using IncidentRig rig = new();
        rig.Error();
        string id = rig.Announced[0].Key;

        bool[] acknowledged = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => rig.Tracker.Acknowledge(id)))).Within();
        bool[] resolved = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => rig.Tracker.Resolve(id)))).Within();

        Assert.Single(acknowledged, static done => done);
        Assert.Single(resolved, static done => done);
        Assert.Equal(["opened", "acknowledged", "resolved"], rig.Words);
        Assert.Equal([1, 2, 3], rig.Announced.Select(static one => one.Incident.Announcements));
        Assert.Throws<ArgumentNullException>(() => rig.Tracker.Resolve(null!));
    }
}
