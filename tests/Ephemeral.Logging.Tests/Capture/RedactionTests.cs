using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Capture;

public sealed class RedactionTests
{
    [Fact]
    public void SecretProperty_IsHiddenInPropertiesAndMessage()
    {
        using LogRig rig = new();

        rig.Logger().LogError("login of {User} with {DbPassword} took {Took:0.0} {{s}}", "ann", "hunter2", 1.25);

        Assert.Equal("***", rig.Payload.Properties["DbPassword"]);
        Assert.Equal("login of ann with *** took 1.3 {s}", rig.Payload.Message);
        Assert.Equal("***", rig.Payload.FindText("DbPassword"));
    }

    [Fact]
    public void SecretScope_IsHidden()
    {
        using LogRig rig = new();
        ILogger logger = rig.Logger();

        using (logger.BeginScope(new Dictionary<string, object?> { ["AccessToken"] = "abc", ["Tenant"] = 5 })) logger.LogError("x");

        Assert.Equal("***", rig.Payload.ScopeProperties["AccessToken"]);
        Assert.Equal("5", rig.Payload.ScopeProperties["Tenant"]);
    }

    [Fact]
    public void OwnNames_Extend()
    {
        SignalLogHookOptions options = new();
        options.RedactedNames.Add("iban");
        using LogRig rig = new(options);

        rig.Logger().LogError("{IBAN}", "DE1");

        Assert.Equal("***", rig.Payload.Message);
    }

    [Fact]
    public void PayloadThatAnotherMade_IsHiddenInTheIncidentToo()
    {
        using Incidents.IncidentRig rig = new();
        SignalLogPayload payload = new("login with hunter2", default, "shop", LogLevel.Error) { Properties = new Dictionary<string, object?> { ["Password"] = "hunter2" } };

        rig.Sink.Raise(new SignalEvent("log.error.shop.none", 1, null, default) { Payload = payload });

        Incident incident = Assert.Single(rig.Tracker.GetIncidents());
        Assert.Equal(("***", "***"), (incident.Title, Assert.Single(incident.Occurrences).Message));
    }

    [Fact]
    public void SecretWithoutATemplate_HidesTheWholeMessage()
    {
        using LogRig rig = new();
        Dictionary<string, object?> state = new() { ["token"] = "abc" };

        rig.Logger().Log(LogLevel.Error, default, state, null, static (state, _) => $"token is {state["token"]}");

        Assert.Equal("***", rig.Payload.Message);
    }
}
