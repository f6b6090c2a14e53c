using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Capture;

public sealed class BoundedTextTests
{
    private static readonly string _long = new('x', 1_000_000);

    [Fact]
    public void PropertyTexts_AreCut_AndNumbersStayNumbers()
    {
        using LogRig rig = new();
        ILogger logger = rig.Logger();

        using (logger.BeginScope(new Dictionary<string, object?> { ["Scope"] = _long })) logger.LogError("{Text} {Number} {Lazy}", _long, 42, new System.Text.StringBuilder(_long));

        Assert.Equal(SafeText.MaxValue, Assert.IsType<string>(rig.Payload.Properties["Text"]).Length);
        Assert.Equal(SafeText.MaxValue, Assert.IsType<string>(rig.Payload.Properties["Lazy"]).Length);
        Assert.Equal(SafeText.MaxValue, rig.Payload.ScopeProperties["Scope"]!.Length);
        Assert.Equal(42, rig.Payload.Properties["Number"]);
    }

    [Fact]
    public void MessageAndException_TogetherAreBounded()
    {
        using Incidents.IncidentRig rig = new();

        rig.Logger().LogError(new InvalidOperationException(_long), "{Text}", _long);

        IncidentOccurrence occurrence = rig.Tracker.GetIncidents()[0].Occurrences[0];
        Assert.Equal((4_096, 4_096), (occurrence.Message.Length, occurrence.Exception!.Length));
    }

    [Fact]
    public void Cut_LeavesNoHalfACharacter()
    {
        string text = SafeText.Cut("12345678\U0001F600" + _long, 10);

        Assert.Equal("12345678…", text);
        Assert.Equal("short", SafeText.Cut("short", 5));
    }
}
