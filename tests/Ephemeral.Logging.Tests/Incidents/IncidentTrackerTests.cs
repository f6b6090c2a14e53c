using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

public sealed class IncidentTrackerTests
{
    private static readonly IncidentRule _short = new()
    {
        Threshold = 1,
        Window = TimeSpan.FromSeconds(10),
        Cooldown = TimeSpan.FromMinutes(1),
        ResolveAfter = TimeSpan.FromMinutes(5),
    };

    [Fact]
    public void OneFaultAThousandTimes_IsOneIncidentWithTheExactCount()
    {
        using IncidentRig rig = new();

        rig.Error(1_000);

        Incident incident = Assert.Single(rig.Tracker.GetIncidents());
        Assert.Equal(1_000, incident.Count);
        Assert.Equal("Order {Id} failed", incident.Title);
        Assert.Equal("errors", incident.Rule);
        Assert.Equal(IncidentState.Open, incident.State);
        Assert.Equal(Enumerable.Range(990, 10).Select(i => $"Order {i} failed"), incident.Occurrences.Select(one => one.Message));
        Assert.Equal(["opened"], rig.Words);
        Assert.Equal(incident.Id, rig.Announced[0].Key);
        Assert.Equal(1, rig.Announced[0].Incident.Count);
    }

    [Fact]
    public void OneFaultWithExceptions_IsOneIncidentWithTheExactCount()
    {
        using IncidentRig rig = new();

        for (int i = 0; i < 1_000; i++) rig.Logger().LogError(Thrown.Here(), "failed {Id}", i);

        Incident incident = Assert.Single(rig.Tracker.GetIncidents());
        Assert.Equal(1_000, incident.Count);
        Assert.False(incident.IsCountShared);
        Assert.Contains("System.InvalidOperationException: thrown", incident.Occurrences[0].Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EightThreads_OneIncident_ExactCount()
    {
        const int Threads = 8;
        const int Each = 10_000;
        SignalSink sink = new();
        using SignalLoggerProvider provider = new(sink);
        using IncidentTracker tracker = new(sink);
        ILogger logger = provider.CreateLogger("orders");
        Exception error = Thrown.Here();

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++) logger.LogError(error, "Order {Id} of {Thread} failed", i, thread);
        }))).Within();

        Assert.Equal(Threads * Each, Assert.Single(tracker.GetIncidents()).Count);
    }

    [Fact]
    public void Threshold_OpensAtTheNthMatchWithinTheWindow()
    {
        using IncidentRig rig = new(_short with { Threshold = 3 });

        rig.Error(2);
        rig.Time.Advance(TimeSpan.FromSeconds(11));
        DateTimeOffset first = rig.Time.GetUtcNow();
        rig.Error(2);
        Assert.Empty(rig.Tracker.GetIncidents());
        rig.Error();

        Incident incident = Assert.Single(rig.Announced).Incident;
        Assert.Equal((3, first), (incident.Count, incident.FirstSeen));
    }

    [Fact]
    public void Cooldown_AnnouncesAgainWithTheCountSince()
    {
        using IncidentRig rig = new(_short);

        rig.Error(5);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        rig.Error(3);

        Assert.Equal(["opened", "updated"], rig.Words);
        Assert.Equal((6, 5), (rig.Announced[1].Incident.Count, rig.Announced[1].Incident.CountSinceAnnounced));
        Assert.Equal(8, Assert.Single(rig.Tracker.GetIncidents()).Count);
    }

    [Fact]
    public void QuietTime_ResolvesAndReopensWithTheSameId()
    {
        using IncidentRig rig = new(_short);
        rig.Error(2);
        rig.Time.Advance(TimeSpan.FromMinutes(4));
        rig.Error();
        rig.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(["opened", "updated"], rig.Words);

        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Incident resolved = Assert.Single(rig.Tracker.GetIncidents(IncidentState.Resolved));
        rig.Error();

        Assert.Equal(["opened", "updated", "resolved", "reopened"], rig.Words);
        Assert.Equal((3, rig.Time.GetUtcNow()), (resolved.Count, resolved.ResolvedAt));
        Incident reopened = Assert.Single(rig.Tracker.GetIncidents(IncidentState.Open));
        Assert.Equal((4, resolved.Id, null), (reopened.Count, reopened.Id, reopened.ResolvedAt));
    }

    [Fact]
    public void Timer_IsArmedOnlyWhileSomethingIsOpen()
    {
        using IncidentRig rig = new(_short);
        Assert.Equal(0, rig.Time.ActiveTimers);

        rig.Error();
        Assert.Equal(2, rig.Time.ActiveTimers); // the other lets the sink's payloads go
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(0, rig.Time.ActiveTimers);
    }

    [Fact]
    public void Timer_RingsForTheOneThatIsDueFirst_WhicheverOpenedFirst()
    {
        using IncidentRig rig = new(options: new()
        {
            Rules = [_short, new() { Name = "brief", Pattern = "log.critical.*", ResolveAfter = TimeSpan.FromSeconds(30) }],
        });
        rig.Error();
        rig.Logger().LogCritical("brief");

        rig.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("brief", Assert.Single(rig.Tracker.GetIncidents(IncidentState.Resolved)).Rule);
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, rig.Tracker.GetIncidents(IncidentState.Resolved).Count);
    }

    [Fact]
    public void AcknowledgeAndResolve_ByHand()
    {
        using IncidentRig rig = new(_short);
        rig.Error();
        string id = rig.Announced[0].Key;

        Assert.True(rig.Tracker.Acknowledge(id, "ann"));
        Assert.False(rig.Tracker.Acknowledge(id));
        Assert.Equal("ann", Assert.Single(rig.Tracker.GetIncidents(IncidentState.Acknowledged)).By);
        Assert.True(rig.Tracker.Resolve(id, "bob"));
        Assert.False(rig.Tracker.Resolve(id));
        Assert.False(rig.Tracker.Acknowledge(id));
        Assert.False(rig.Tracker.Resolve("nobody"));
        rig.Error();

        Assert.Equal(["opened", "acknowledged", "resolved", "reopened"], rig.Words);
        Assert.True(rig.Tracker.TryGet(id, out Incident? incident));
        Assert.Equal((IncidentState.Open, 2, null), (incident.State, incident.Count, incident.By));
        Assert.False(rig.Tracker.TryGet("nobody", out _));
    }

    [Fact]
    public void Subscriber_MayResolveInside_AndOrderHolds()
    {
        using IncidentRig rig = new(_short);
        rig.Sink.Subscribe(IncidentSignals.Opened, signal => rig.Tracker.Resolve(signal.Key!));

        rig.Error(2);

        Assert.Equal(["opened", "resolved", "reopened"], rig.Words);
    }

    [Fact]
    public void Rules_TheFirstThatMatchesDecides()
    {
        using IncidentRig rig = new(options: new()
        {
            Rules = [new() { Name = "db", Pattern = "log.*.dbfailure", Severity = IncidentSeverity.Critical }, new() { Name = "all", Pattern = "log.*" }],
        });

        rig.Error();
        rig.Logger().LogInformation("hello");

        Assert.Equal([("db", IncidentSeverity.Critical), ("all", IncidentSeverity.Error)], rig.Announced.Select(one => (one.Incident.Rule, one.Incident.Severity)));
    }

    [Fact]
    public void CriticalRecords_OpenByDefault()
    {
        using IncidentRig rig = new();

        rig.Logger().LogCritical("down");

        Assert.Equal("critical", Assert.Single(rig.Announced).Incident.Rule);
    }

    [Fact]
    public void PayloadOfAnybody_Counts_SignalsWithoutOneDoNot()
    {
        using IncidentRig rig = new();

        rig.Sink.Raise("log.error.file.line");
        new TypedSignalSink<SignalLogPayload>(rig.Sink).Raise(
            "log.error.file.line",
            new("password=x in a.log", default, "file", LogLevel.Error) { Properties = new Dictionary<string, object?> { ["Password"] = "x" } });

        Incident incident = Assert.Single(rig.Tracker.GetIncidents());
        Assert.Equal("***", Assert.Single(incident.Occurrences).Message);
    }

    [Fact]
    public void Dispose_EndsTheCounting()
    {
        using IncidentRig rig = new();
        rig.Error();

        rig.Tracker.Dispose();
        rig.Tracker.Dispose();
        rig.Error();

        Assert.Equal(1, Assert.Single(rig.Tracker.GetIncidents()).Count);
        rig.Time.Advance(TimeSpan.FromMinutes(2)); // the payloads of the sink go
        Assert.Equal(0, rig.Time.ActiveTimers);
    }
}
