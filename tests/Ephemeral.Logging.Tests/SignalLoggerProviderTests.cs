using System.Diagnostics;
using Ephemeral.Logging.Tests.Capture;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

public sealed class SignalLoggerProviderTests
{
    private static readonly EventId _dbFailure = new(1001, "DbFailure");

    [Fact]
    public void Log_ReadmeExample_RaisesTheSignalWithItsKey()
    {
        using LogRig rig = new();

        rig.Logger().LogError(_dbFailure, "Order store failed");

        SignalEvent signal = Assert.Single(rig.Raised);
        Assert.Equal("log.error.orders.dbfailure", signal.Signal);
        Assert.Equal("DbFailure", signal.Key);
        Assert.Equal(rig.Time.GetUtcNow(), signal.Timestamp);
        Assert.True(signal.OperationId > 0);
        Assert.Equal(1, rig.Provider.Converted);
    }

    [Fact]
    public void Log_WithException_PayloadHasEverything()
    {
        using LogRig rig = new();
        using Activity activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        InvalidOperationException error = new("boom");

        rig.Logger("OrderService").LogError(new EventId(7, "Db Failure"), error, "Order {OrderId} of {Shop} failed", 42, "north");

        Assert.Equal("log.error.orderservice.db-failure:invalidoperationexception", rig.Raised[0].Signal);
        SignalLogPayload payload = rig.Payload;
        Assert.Equal("Order 42 of north failed", payload.Message);
        Assert.Equal("Order {OrderId} of {Shop} failed", payload.MessageTemplate);
        Assert.Equal([new("OrderId", 42), new("Shop", "north")], payload.Properties);
        Assert.Equal("OrderService", payload.Category);
        Assert.Equal(LogLevel.Error, payload.Level);
        Assert.Equal(new EventId(7, "Db Failure"), payload.EventId);
        Assert.Equal("System.InvalidOperationException", payload.ExceptionType);
        Assert.Equal("boom", payload.ExceptionMessage);
        Assert.Equal(error.HResult, payload.ExceptionHResult);
        Assert.Same(error, payload.Exception);
        Assert.Equal(activity.TraceId.ToHexString(), payload.TraceId);
        Assert.Equal(activity.SpanId.ToHexString(), payload.SpanId);
        Assert.Equal(rig.Time.GetUtcNow(), payload.Timestamp);
    }

    [Fact]
    public void Log_TypedSink_GetsThePayloadAndMirrorsIt()
    {
        TypedSignalSink<SignalLogPayload> typed = new();
        using SignalLoggerProvider provider = new(typed);

        provider.CreateLogger("orders").LogWarning("slow");

        Assert.Equal("slow", Assert.Single(typed.Sense()).Payload.Message);
        Assert.True(typed.Untyped.Detect("log.warning.orders.none"));
        Assert.Same(typed, provider.Signals);
    }

    [Theory]
    [InlineData(LogLevel.Trace, false)]
    [InlineData(LogLevel.Debug, false)]
    [InlineData(LogLevel.Information, true)]
    [InlineData(LogLevel.Critical, true)]
    [InlineData(LogLevel.None, false)]
    [InlineData((LogLevel)17, false)]
    [InlineData((LogLevel)(-1), false)]
    public void IsEnabled_FollowsTheMinimum(LogLevel level, bool expected)
    {
        using SignalLoggerProvider provider = new(new SignalSink());

        Assert.Equal(expected, provider.CreateLogger("a").IsEnabled(level));
    }

    [Fact]
    public void IsEnabled_MinimumNone_IsNever()
    {
        using SignalLoggerProvider provider = new(new SignalSink(), new() { MinimumLevel = LogLevel.None });

        Assert.DoesNotContain(Enum.GetValues<LogLevel>(), provider.CreateLogger("a").IsEnabled);
    }

    [Theory]
    [InlineData("Ephemeral", false)]
    [InlineData("Ephemeral.Engine", false)]
    [InlineData("EphemeralShop", true)]
    [InlineData("LogWatcher.Files", true)]
    public void IsEnabled_OwnCategories_AreExcluded(string category, bool expected)
    {
        using SignalLoggerProvider provider = new(new SignalSink());

        Assert.Equal(expected, provider.CreateLogger(category).IsEnabled(LogLevel.Error));
    }

    [Fact]
    public void Scopes_Merge_InnerWins()
    {
        using LogRig rig = new();
        ILogger logger = rig.Logger();

        using (logger.BeginScope("order {OrderId} of {Shop}", 42, "north"))
        using (logger.BeginScope(new Dictionary<string, object?> { ["Shop"] = "south", ["Faulty"] = new ThrowingText() }))
            logger.LogError("x");

        Assert.Equal("42", rig.Payload.ScopeProperties["OrderId"]);
        Assert.Equal("south", rig.Payload.ScopeProperties["Shop"]);
        Assert.Equal("(ThrowingText has no text: InvalidOperationException)", rig.Payload.ScopeProperties["Faulty"]);
        Assert.Equal(3, rig.Payload.ScopeProperties.Count);
    }

    [Fact]
    public void Log_ValueThatChangesLater_SaysWhatItSaidThen()
    {
        using LogRig rig = new();
        CountedText value = new();

        rig.Logger().LogError("{Value}", value);
        int calls = value.Calls;
        _ = value.ToString();

        Assert.Equal("call 1", rig.Payload.Message);
        Assert.InRange(calls, 1, 2);
        Assert.Equal(calls + 1, value.Calls);
    }

    [Fact]
    public void Log_ThrowingToString_IsContained()
    {
        using LogRig rig = new();

        rig.Logger().LogError("{Value}", new ThrowingText());

        Assert.Equal("(the record has no text: InvalidOperationException)", rig.Payload.Message);
        Assert.Equal("(ThrowingText has no text: InvalidOperationException)", rig.Payload.Properties["Value"]);
    }

    [Fact]
    public void Log_ThrowingFormatter_IsContained()
    {
        using LogRig rig = new();

        rig.Logger().Log(LogLevel.Error, default, "state", null, static (_, _) => throw new InvalidOperationException());

        Assert.Equal("(the record has no text: InvalidOperationException)", rig.Payload.Message);
    }

    [Fact]
    public void Log_FaultyException_IsContained()
    {
        using LogRig rig = new();

        rig.Logger().LogError(new ThrowingException(), "x");
        rig.Logger().LogError(Circles.Make(), "y");

        Assert.Equal(2, rig.Provider.Converted);
        Assert.Contains("has no message", ((SignalLogPayload)rig.Raised[0].Payload!).ExceptionMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_FromASubscriber_IsSuppressedAndCounted()
    {
        ListLogger other = new();
        using LogRig rig = new(configure: builder => builder.AddProvider(other));
        ILogger logger = rig.Logger();
        rig.Sink.Subscribe("log.*", _ => logger.LogError("again"));

        logger.LogError("once");
        logger.LogError("twice");

        Assert.Equal(2, rig.Raised.Count);
        Assert.Equal(2, rig.Provider.Suppressed);
        Assert.Equal(2, rig.Provider.Converted);
        Assert.Equal(4, other.Records.Count);
    }

    [Fact]
    public void Dispose_EndsTheConversion()
    {
        using LogRig rig = new();
        rig.Provider.Dispose();

        rig.Logger().LogError("x");

        Assert.Empty(rig.Raised);
    }

    [Fact]
    public void Constructor_InvalidOptions_SaysEverythingAtOnce()
    {
        SignalLogHookOptions options = new() { MinimumLevel = (LogLevel)9, TimeProvider = null!, RedactedNames = [" "] };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new SignalLoggerProvider(new SignalSink(), options));

        Assert.Equal(
            """
            SignalLogHookOptions is not valid (3 faults):
              MinimumLevel must be one of Trace, Debug, Information, Warning, Error, Critical, None but was 9.
              TimeProvider must be set but was null.
              RedactedNames must have text in every entry but one was blank.
            """, error.Message);
    }
}
