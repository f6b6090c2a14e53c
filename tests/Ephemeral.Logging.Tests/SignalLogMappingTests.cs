using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

public sealed class SignalLogMappingTests
{
    [Fact]
    public void MapSignal_NamesTheSignal()
    {
        using LogRig rig = new(new() { MapSignal = static context => $"{context.Category}!{context.Level}!{context.Message}" });

        rig.Logger().LogError("n {N}", 1);

        Assert.Equal("orders!Error!n 1", Assert.Single(rig.Raised).Signal);
    }

    [Fact]
    public void MapSignal_Null_IsIgnored()
    {
        using LogRig rig = new(new() { MapSignal = static _ => null });

        rig.Logger().LogError("x");

        Assert.Empty(rig.Raised);
        Assert.Equal(1, rig.Provider.Ignored);
    }

    [Fact]
    public void MapSignal_Throws_IsDroppedAndCounted()
    {
        using LogRig rig = new(new() { MapSignal = static _ => throw new InvalidOperationException("map") });

        rig.Logger().LogError("x");
        rig.Logger().LogError("y");

        Assert.Equal(2, rig.Provider.Dropped);
        Assert.Equal("map", rig.Provider.LastFailure!.Message);
    }

    [Fact]
    public void MapSignal_Logs_IsSuppressed()
    {
        ILogger? logger = null;
        using LogRig rig = new(new()
        {
            MapSignal = _ =>
            {
                logger!.LogError("while mapping");
                return "mapped";
            },
        });
        logger = rig.Logger();

        logger.LogError("x");

        Assert.Single(rig.Raised);
        Assert.Equal(1, rig.Provider.Suppressed);
    }

    [Fact]
    public void MapPayload_Null_RaisesUntyped()
    {
        using LogRig rig = new(new() { MapPayload = static _ => null });

        rig.Logger().LogError(new EventId(5), "x");

        SignalEvent signal = Assert.Single(rig.Raised);
        Assert.Equal(("log.error.orders.5", "5", null), (signal.Signal, signal.Key, signal.Payload));
        Assert.Empty(rig.Provider.Signals.Sense());
    }

    [Fact]
    public void MapPayload_ReplacesThePayload()
    {
        using LogRig rig = new(new() { MapPayload = static context => context.ToPayload() with { Message = "other" } });

        rig.Logger().LogError("x {A}", 1);

        Assert.Equal("other", rig.Payload.Message);
        Assert.Equal("x {A}", rig.Payload.MessageTemplate);
    }

    [Fact]
    public void Context_ShowsTheRecord()
    {
        List<SignalLogContext> seen = [];
        using LogRig rig = new(new() { MapSignal = context => { seen.Add(context); return null; } });
        InvalidOperationException error = new();

        using (rig.Logger().BeginScope(new Dictionary<string, object?> { ["A"] = 1 })) rig.Logger().LogError(new EventId(3, "E"), error, "{B}", 2);

        SignalLogContext context = Assert.Single(seen);
        Assert.Equal(new EventId(3, "E"), context.EventId);
        Assert.Same(error, context.Exception);
        Assert.Equal("{B}", context.MessageTemplate);
        Assert.Equal("1", context.ScopeProperties["A"]);
        Assert.IsAssignableFrom<IReadOnlyList<KeyValuePair<string, object?>>>(context.State);
    }
}
