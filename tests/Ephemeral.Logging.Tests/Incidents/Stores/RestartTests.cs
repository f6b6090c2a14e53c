using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

public sealed class RestartTests
{
    private static readonly IncidentRule _rule = new() { Cooldown = TimeSpan.FromMinutes(1), ResolveAfter = TimeSpan.FromMinutes(5) };

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedStore _store = new();

    [Fact]
    public async Task Counts_GoOn_AndNothingIsAnnouncedTwice()
    {
        await FirstRunAsync(static rig => rig.Error(3));

        using IncidentRig rig = await RestartAsync();
        Assert.Equal(3, Assert.Single(rig.Tracker.GetIncidents(IncidentState.Open)).Count);
        rig.Error(2);

        Incident incident = Assert.Single(rig.Tracker.GetIncidents());
        Assert.Equal((5, 4), (incident.Count, incident.CountSinceAnnounced));
        Assert.Equal(Enumerable.Range(0, 3).Concat(Enumerable.Range(0, 2)).Select(i => $"Order {i} failed"), incident.Occurrences.Select(static one => one.Message));
        Assert.Empty(rig.Announced);
    }

    [Fact]
    public async Task Cooldown_GoesOn()
    {
        await FirstRunAsync(static rig => rig.Error(3));
        _time.Advance(TimeSpan.FromSeconds(30));

        using IncidentRig rig = await RestartAsync();
        rig.Error();
        Assert.Empty(rig.Words);
        _time.Advance(TimeSpan.FromSeconds(30));
        rig.Error();

        (string what, Incident incident, _) = Assert.Single(rig.Announced);
        Assert.Equal(("updated", 5, 4, 2), (what, incident.Count, incident.CountSinceAnnounced, incident.Announcements));
    }

    [Fact]
    public async Task QuietWhileNobodyRan_ResolvesOnce()
    {
        await FirstRunAsync(static rig => rig.Error());
        _time.Advance(TimeSpan.FromMinutes(6));

        using (IncidentRig rig = await RestartAsync())
        {
            _time.Advance(TimeSpan.Zero);
            Assert.Equal(["resolved"], rig.Words);
            await rig.Tracker.DisposeAsync().Within();
        }

        using IncidentRig third = await RestartAsync();
        Assert.Empty(third.Announced);
        Assert.Equal(IncidentState.Resolved, Assert.Single(third.Tracker.GetIncidents()).State);
        third.Error();
        Assert.Equal(["reopened"], third.Words);
    }

    [Fact]
    public async Task AcknowledgedAndResolved_StayWhatTheyAre()
    {
        await FirstRunAsync(static rig =>
        {
            rig.Error();
            rig.Logger().LogError("other");
            rig.Tracker.Acknowledge(rig.Announced[0].Key, "ann");
            rig.Tracker.Resolve(rig.Announced[1].Key, "bob");
        });

        using IncidentRig rig = await RestartAsync();

        Assert.Equal("ann", Assert.Single(rig.Tracker.GetIncidents(IncidentState.Acknowledged)).By);
        Assert.Equal("bob", Assert.Single(rig.Tracker.GetIncidents(IncidentState.Resolved)).By);
    }

    [Fact]
    public async Task CountsAreStoredEverySecond_NewsAtOnce_OneCallAtATime()
    {
        using IncidentRig rig = await RestartAsync();
        rig.Error();
        await _store.UntilAsync(static store => store.Kept.Any(static incident => incident.Count == 1));
        await rig.Tracker.FlushAsync().Within();
        int saves = _store.Saves;

        rig.Error(4);
        Assert.Equal(saves, _store.Saves);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _store.UntilAsync(static store => store.Kept.Any(static incident => incident.Count == 5));

        await rig.Tracker.FlushAsync().Within();
        Assert.Equal(saves + 1, _store.Saves);
        Assert.Equal(1, _store.MostCallsAtOnce);
    }

    [Fact]
    public async Task WhatIsLoggedWhileTheStoreIsRead_IsCounted_AndOpensAfterwardsIfItIsNew()
    {
        await FirstRunAsync(static rig => rig.Error(3));
        Gate gate = new();
        _store.OnLoad = gate.WaitAsync;
        using IncidentRig rig = new(_rule, store: _store, time: _time);
        await gate.Reached;

        rig.Error(2);
        rig.Logger().LogError("new");
        Assert.Empty(rig.Tracker.GetIncidents());
        gate.Open();
        await rig.Tracker.WaitUntilRestoredAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal([("Order {Id} failed", 5), ("new", 1)], rig.Tracker.GetIncidents().Select(static incident => (incident.Title, incident.Count)).OrderByDescending(static one => one.Count));
        Assert.Equal("new", Assert.Single(rig.Announced).Incident.Title);
        rig.Error();
        Assert.Equal(6, rig.Tracker.GetIncidents().Max(static incident => incident.Count));
    }

    [Fact]
    public async Task ResolvedBefore_AndLoggedWhileTheStoreIsRead_Reopens()
    {
        await FirstRunAsync(static rig =>
        {
            rig.Error();
            rig.Tracker.Resolve(rig.Announced[0].Key);
        });
        Gate gate = new();
        _store.OnLoad = gate.WaitAsync;
        using IncidentRig rig = new(_rule, store: _store, time: _time);
        rig.Error();
        gate.Open();
        await rig.Tracker.WaitUntilRestoredAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal([("reopened", 2L)], rig.Announced.Select(static one => (one.What, one.Incident.Count)));
    }

    [Fact]
    public async Task RulesMayChange_OneThatIsGone_GivesItsIncidentsToTheNextMatch()
    {
        await FirstRunAsync(static rig => rig.Error(3));
        IncidentRule other = new() { Name = "others", Severity = IncidentSeverity.Critical, ResolveAfter = TimeSpan.FromSeconds(10) };

        using IncidentRig rig = await RestartAsync(other);
        Assert.Equal("errors", Assert.Single(rig.Tracker.GetIncidents()).Rule);
        rig.Error();

        Incident incident = Assert.Single(rig.Tracker.GetIncidents());
        Assert.Equal(("others", IncidentSeverity.Critical, 4), (incident.Rule, incident.Severity, incident.Count));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["resolved"], rig.Words);
    }

    [Fact]
    public async Task RuleThatIsGone_StillResolvesByTheDefault()
    {
        await FirstRunAsync(static rig => rig.Error());
        using IncidentRig rig = await RestartAsync(new() { Name = "others", Pattern = "log.never" });

        _time.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(["resolved"], rig.Words);
    }

    [Fact]
    public async Task FewerMayBeOpen_TheRestIsFolded_AndTheSumHolds()
    {
        await FirstRunAsync(static rig =>
        {
            for (int fault = 1; fault <= 5; fault++) rig.Logger().LogError(new EventId(fault), "failed");
        });

        using (IncidentRig rig = await RestartAsync(options: new() { MaxOpen = 2 }))
        {
            Assert.Equal((3, 3), rig.Tracker.GetIncidents().Where(static one => one.FoldedFaults > 0).Select(static one => (one.FoldedFaults, one.Count)).Single());
            Assert.Equal(5, rig.Tracker.GetIncidents().Sum(static one => one.Count));
            await rig.Tracker.DisposeAsync().Within();
        }

        using IncidentRig third = await RestartAsync(options: new() { MaxOpen = 2 });
        Assert.Equal(3, third.Tracker.GetIncidents().Count);
        Assert.Equal(5, third.Tracker.GetIncidents().Sum(static one => one.Count));
        Assert.Empty(third.Announced);
    }

    [Fact]
    public async Task ClockThatWasSetBack_HarmsNothing()
    {
        await FirstRunAsync(static rig => rig.Error());
        _time.StepWallClock(TimeSpan.FromDays(-2));

        using IncidentRig rig = await RestartAsync();
        rig.Error();
        Assert.Empty(rig.Announced);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["resolved"], rig.Words);
    }

    [Fact]
    public async Task ResolvedOnesBeyondTheBound_AreRemovedFromTheStore()
    {
        using IncidentRig rig = await RestartAsync(options: new() { MaxOpen = 2 });
        for (int fault = 1; fault <= 5; fault++)
        {
            rig.Logger().LogError(new EventId(fault), "failed");
            rig.Tracker.Resolve(rig.Announced[^1].Key);
            await rig.Tracker.FlushAsync().Within();
        }

        Assert.Equal(2, _store.Kept.Count);
    }

    private async Task FirstRunAsync(Action<IncidentRig> run)
    {
        using IncidentRig rig = new(_rule, store: _store, time: _time);
        await rig.Tracker.WaitUntilRestoredAsync(TestContext.Current.CancellationToken).Within();
        run(rig);
        await rig.Tracker.DisposeAsync().Within();
        Assert.Equal(0, rig.Tracker.StoreFailures);
    }

    private Task<IncidentRig> RestartAsync(IncidentRule? rule = null, IncidentOptions? options = null) =>
        IncidentRig.RestartAsync(_store, _time, rule ?? (options is null ? _rule : null), options);
}
