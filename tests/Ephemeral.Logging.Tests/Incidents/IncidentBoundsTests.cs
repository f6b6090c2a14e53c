using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

public sealed class IncidentBoundsTests
{
    [Fact]
    public void TenThousandFaults_AreTheMostThatMayBeOpenAndOneOverflow()
    {
        using IncidentRig rig = new();
        ILogger logger = rig.Logger();

        for (int round = 0; round < 2; round++)
            for (int fault = 0; fault < 10_000; fault++) logger.LogError(new EventId(fault + 1), "failed");

        IReadOnlyList<Incident> incidents = rig.Tracker.GetIncidents();
        Incident overflow = Assert.Single(incidents, static incident => incident.FoldedFaults > 0);
        Assert.Equal(1_001, incidents.Count);
        Assert.Equal(9_000, overflow.FoldedFaults);
        Assert.Equal(18_000, overflow.Count);
        Assert.Equal(20_000, incidents.Sum(static incident => incident.Count));
        Assert.Equal("Faults beyond the 1000 incidents that may be open", overflow.Title);
    }

    [Fact]
    public void FoldedFault_OpensOnItsOwn_OnceThereIsRoom()
    {
        using IncidentRig rig = new(options: new() { MaxOpen = 1 });
        ILogger logger = rig.Logger();
        logger.LogError(new EventId(1), "a");
        logger.LogError(new EventId(2), "b");
        rig.Tracker.Resolve(rig.Announced[0].Key);

        logger.LogError(new EventId(2), "b");

        Assert.Equal(["opened", "opened", "resolved", "opened"], rig.Words);
        Assert.Equal("b", rig.Announced[3].Incident.Title);
    }

    [Fact]
    public void CandidatesBeyondTheBound_AreForgottenAndCounted()
    {
        using IncidentRig rig = new(new() { Threshold = 2 });

        for (int fault = 0; fault < 10_050; fault++) rig.Logger().LogError(new EventId(fault + 1), "failed");

        Assert.Equal(50, rig.Tracker.ForgottenCandidates);
        Assert.Empty(rig.Announced);
    }

    [Fact]
    public void LongTexts_AreCut()
    {
        using IncidentRig rig = new();

        rig.Logger().LogError("{Text}", new string('x', 100_000));

        Assert.Equal(8 * 1024, rig.Tracker.GetIncidents()[0].Occurrences[0].Message.Length);
    }

    [Fact]
    public void ExceptionsThatCannotBeRead_StillCount()
    {
        using IncidentRig rig = new();

        rig.Logger().LogError(new Capture.ThrowingException(), "x");
        rig.Logger().LogError(Capture.Circles.Make(), "y");

        Assert.Equal(2, rig.Tracker.GetIncidents().Count);
        Assert.Equal(0, rig.Tracker.DroppedAnnouncements);
    }
}
