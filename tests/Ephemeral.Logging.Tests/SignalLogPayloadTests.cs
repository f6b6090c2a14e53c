using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

public sealed class SignalLogPayloadTests
{
    [Fact]
    public void OwnPayload_HasEmptyDefaults()
    {
        SignalLogPayload payload = new("text", new(1, "E"), "c", LogLevel.Error);

        Assert.Equal("text", payload.Message);
        Assert.Empty(payload.ScopeProperties);
        Assert.Empty(payload.Properties);
        Assert.Null(payload.MessageTemplate);
        Assert.Null(payload.ExceptionDetails);
        Assert.Null(payload.FindText("A"));
        Assert.Equal("Error c[1]: text", payload.ToString());
    }

    [Fact]
    public void Equals_ComparesWhatIsSaid_NotHowItIsKept()
    {
        using LogRig rig = new();
        rig.Logger().LogError(new EventId(1), "n {N}", 5);

        SignalLogPayload same = new("n 5", new(1), "orders", LogLevel.Error) { Timestamp = rig.Time.GetUtcNow() };

        Assert.Equal(same, rig.Payload);
        Assert.Equal(same.GetHashCode(), rig.Payload.GetHashCode());
        Assert.NotEqual(same with { Message = "n 6" }, rig.Payload);
    }

    [Fact]
    public void FindText_PropertyBeatsScope()
    {
        SignalLogPayload payload = new("m", default, "c", LogLevel.Error, ScopeProperties: new Dictionary<string, string?> { ["A"] = "scope", ["B"] = "b" })
        {
            Properties = new Dictionary<string, object?> { ["A"] = 1 },
        };

        Assert.Equal(("1", "b", null), (payload.FindText("A"), payload.FindText("B"), payload.FindText("C")));
    }
}
