using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

public sealed class FingerprintTests
{
    private static SignalLogPayload Payload(string template = "Order {Id} failed", EventId eventId = default, string category = "orders", Exception? error = null) =>
        new("text", eventId, category, LogLevel.Error, error?.GetType().FullName) { MessageTemplate = template, Exception = error };

    [Fact]
    public void Of_IsTheSameInEveryProcess() =>
        Assert.Equal("5328a7f13465e4fe", IncidentFingerprint.Of(Payload(eventId: new(7, "E")))[..16]);

    [Fact]
    public void Of_OtherValues_IsTheSame()
    {
        using IncidentRig rig = new();

        rig.Logger().LogError(new InvalidOperationException("one"), "Order {Id} failed", 1);
        rig.Logger().LogError(new InvalidOperationException("two"), "Order {Id} failed", "x");

        Assert.Equal(2, Assert.Single(rig.Tracker.GetIncidents()).Count);
    }

    [Fact]
    public void Of_WhatDiffers_TellsApart()
    {
        string[] fingerprints =
        [
            IncidentFingerprint.Of(Payload()),
            IncidentFingerprint.Of(Payload("other")),
            IncidentFingerprint.Of(Payload(eventId: 7)),
            IncidentFingerprint.Of(Payload(eventId: new(7, "E"))),
            IncidentFingerprint.Of(Payload(category: "shop")),
            IncidentFingerprint.Of(Payload(error: new InvalidOperationException())),
            IncidentFingerprint.Of(Payload(error: new TimeoutException())),
            IncidentFingerprint.Of(Payload(error: Thrown.Here())),
            IncidentFingerprint.Of(Payload(error: Thrown.There())),
        ];

        Assert.Equal(fingerprints.Length, fingerprints.Distinct().Count());
        Assert.All(fingerprints, static one => Assert.Matches("^[0-9a-f]{64}$", one));
    }

    [Fact]
    public void Of_OrderOfPropertiesAndScopes_DoesNotMatter()
    {
        using IncidentRig rig = new();
        ILogger logger = rig.Logger();

        foreach (string[] names in new string[][] { ["A", "B"], ["B", "A"] })
        {
            using IDisposable? scope = logger.BeginScope(names.ToDictionary(static name => name, static name => (object?)name));
            logger.LogError("failed");
        }

        Assert.Equal(2, Assert.Single(rig.Tracker.GetIncidents()).Count);
    }

    [Fact]
    public void TwoFaultsOfOneTemplate_AreTwo_AndSaySoWhenCountsAreShared()
    {
        using IncidentRig rig = new();

        for (int i = 0; i < 100; i++) rig.Logger().LogError(i % 2 == 0 ? Thrown.Here() : Thrown.There(), "failed");

        IReadOnlyList<Incident> incidents = rig.Tracker.GetIncidents();
        Assert.Equal(2, incidents.Count);
        Assert.Equal(100, incidents.Sum(static incident => incident.Count));
        Assert.All(incidents, static incident => Assert.True(incident.IsCountShared));
    }

    [Fact]
    public void FaultThatMovesElsewhere_IsFoundBySamplesWithinASecond()
    {
        using IncidentRig rig = new();
        for (int i = 0; i < 100; i++) rig.Logger().LogError(Thrown.Here(), "failed");

        rig.Logger().LogError(Thrown.There(), "failed");
        int before = rig.Tracker.GetIncidents().Count;
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        rig.Logger().LogError(Thrown.There(), "failed");

        Assert.Equal((1, 2), (before, rig.Tracker.GetIncidents().Count));
        Assert.Equal([1, 101], rig.Tracker.GetIncidents().Select(static incident => incident.Count).Order());
    }

    [Fact]
    public void IncidentKey_OfARecordOrAScope_Overrides()
    {
        using IncidentRig rig = new();
        ILogger logger = rig.Logger();

        logger.LogError("one {IncidentKey}", "db");
        using (logger.BeginScope(new Dictionary<string, object?> { ["IncidentKey"] = "db" })) logger.LogError(Thrown.Here(), "two");
        logger.LogError("one {IncidentKey}", "disk");

        Assert.Equal([("db", 2), ("disk", 1)], rig.Tracker.GetIncidents().Select(one => (one.Fingerprint, one.Count)).Order());
    }

    [Fact]
    public void Delegate_Replaces_AndMayFail()
    {
        using IncidentRig rig = new(options: new()
        {
            Fingerprint = static payload => payload.EventId.Id switch { 1 => "mine", 2 => throw new InvalidOperationException(), _ => null },
        });

        rig.Logger("a").LogError(new EventId(1), "x");
        rig.Logger("b").LogError(new EventId(1), "y");
        rig.Logger("a").LogError(new EventId(2), "x");
        rig.Logger("a").LogError(new EventId(3), "x");

        Assert.Equal(3, rig.Tracker.GetIncidents().Count);
        Assert.Equal(2, rig.Tracker.GetIncidents().Single(static one => one.Fingerprint == "mine").Count);
        Assert.Equal(1, rig.Tracker.FingerprintFailures);
    }
}
