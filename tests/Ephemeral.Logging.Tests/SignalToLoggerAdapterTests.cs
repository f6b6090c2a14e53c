using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

public sealed class SignalToLoggerAdapterTests
{
    private readonly SignalSink _sink = new();

    [Theory]
    [InlineData("fatal.disk", LogLevel.Critical)]
    [InlineData("critical:x", LogLevel.Critical)]
    [InlineData("error.disk", LogLevel.Error)]
    [InlineData("error", LogLevel.Error)]
    [InlineData("warn.disk", LogLevel.Warning)]
    [InlineData("warning:disk", LogLevel.Warning)]
    [InlineData("debug.disk", LogLevel.Debug)]
    [InlineData("trace.disk", LogLevel.Trace)]
    [InlineData("errors.disk", LogLevel.Information)]
    [InlineData("order.error", LogLevel.Information)]
    [InlineData("log.error.orders.dbfailure", LogLevel.Error)]
    [InlineData("log.critical.a.b:c", LogLevel.Critical)]
    [InlineData("log.information.a.b", LogLevel.Information)]
    [InlineData("log", LogLevel.Information)]
    [InlineData("log.", LogLevel.Information)]
    public void Raise_TakesTheLevelFromTheName(string signal, LogLevel expected)
    {
        ListLogger logger = new();
        using SignalToLoggerAdapter adapter = new(_sink, logger);

        _sink.Raise(signal);

        Assert.Equal(expected, Assert.Single(logger.Records).Level);
    }

    [Fact]
    public void Raise_WritesNameOperationAndKey()
    {
        ListLogger logger = new();
        using SignalToLoggerAdapter adapter = new(_sink, logger);

        _sink.Raise(new SignalEvent("error.disk", 17, "sda1", default));
        _sink.Raise(new SignalEvent("order.saved", (long)int.MaxValue + 5, null, default));

        Assert.Equal((LogLevel.Error, new EventId(17, "sda1"), "error.disk (op:17, key:sda1)"), logger.Records[0]);
        Assert.Equal((LogLevel.Information, new EventId(5, "order.saved"), "order.saved (op:2147483652, key:none)"), logger.Records[1]);
        Assert.Equal("order.saved", logger.Records[1].EventId.Name);
    }

    [Fact]
    public void LogSignalThatIsForwardedLater_IsNotWrittenAgain()
    {
        ListLogger logger = new();
        using SignalToLoggerAdapter adapter = new(_sink, logger);

        _sink.Raise(new SignalEvent("log.error.shop.none", 1, null, default) { Payload = new SignalLogPayload("m", default, "shop", LogLevel.Error) });

        Assert.Empty(logger.Records);
    }

    [Fact]
    public void Raise_DisabledLevel_WritesNothing()
    {
        ListLogger logger = new(LogLevel.Error);
        using SignalToLoggerAdapter adapter = new(_sink, logger);

        _sink.Raise("order.saved");

        Assert.Empty(logger.Records);
    }

    [Fact]
    public void Map_DecidesWhatIsWritten()
    {
        ListLogger logger = new();
        SignalToLogOptions options = new()
        {
            Pattern = "order.*",
            Map = static signal => signal.Is("order.lost") ? new LogMessage(LogLevel.Error, 9, "lost {it}") : null,
        };
        using SignalToLoggerAdapter adapter = new(_sink, logger, options);

        _sink.Raise("order.lost");
        _sink.Raise("order.saved");
        _sink.Raise("other");

        Assert.Equal((LogLevel.Error, new EventId(9), "lost {it}"), Assert.Single(logger.Records));
    }

    [Fact]
    public void Map_Throws_IsCountedByTheSink()
    {
        using SignalToLoggerAdapter adapter = new(_sink, new ListLogger(), new() { Map = static _ => throw new InvalidOperationException() });

        _sink.Raise("a");

        Assert.Equal(1, _sink.CallbackFailures);
    }

    [Fact]
    public void Dispose_EndsTheWriting()
    {
        ListLogger logger = new();
        new SignalToLoggerAdapter(_sink, logger).Dispose();

        _sink.Raise("a");

        Assert.Empty(logger.Records);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SignalOfALog_IsNotWrittenAgain_WhatItCausesIs(bool withPayload)
    {
        ListLogger logger = new();
        SignalLogHookOptions options = new();
        if (!withPayload) options.MapPayload = static _ => null;
        using SignalLoggerProvider provider = new(_sink, options);
        using SignalToLoggerAdapter adapter = new(_sink, logger);
        using IDisposable job = _sink.Subscribe("log.error.*", signal => _sink.Raise("incident.created", signal.Key));

        provider.CreateLogger("orders").LogError(new EventId(1, "DbFailure"), "x");

        Assert.Equal(["incident.created"], logger.Records.Select(record => record.Message.Split(' ')[0]));
    }

    [Fact]
    public void WhatTheAdapterWrites_IsNoSignalOfTheSameSink_ButOfAnother()
    {
        SignalSink second = new();
        using SignalLoggerProvider same = new(_sink);
        using SignalLoggerProvider other = new(second);
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddProvider(same).AddProvider(other));
        using SignalToLoggerAdapter adapter = new(_sink, factory.CreateLogger("bridge"));

        _sink.Raise("error.disk", "sda1");

        Assert.Equal(1, _sink.Count);
        Assert.Equal(1, same.Suppressed);
        Assert.True(second.Detect("log.error.bridge.sda1"));
    }
}
