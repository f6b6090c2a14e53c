using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Documents;

/// <summary>The logging examples of the documents that the suite follows: they compile as they stand, and do what the text says.</summary>
public sealed class ReferenceLoggingTests
{
    [Fact]
    public async Task LoggingAndSignals_JobsSeeTheRecord()
    {
        TaskCompletionSource<SignalEvent> notified = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new SignalSink();
        var typedSink = new TypedSignalSink<SignalLogPayload>(sink);

        using var loggerFactory = LoggerFactory.Create(builder =>
        {
            builder.AddConsole();
            builder.AddProvider(new SignalLoggerProvider(typedSink));
        });

        LogWatcherJobs jobs = new(sink, notified);
        using var watcher = new EphemeralSignalJobRunner(sink, new[] { jobs });

        var logger = loggerFactory.CreateLogger("orders");
        logger.LogError(new EventId(1001, "DbFailure"), "Order store failed");

        SignalEvent incident = await notified.Task.Within();
        Assert.Equal(("incident.created", "DbFailure"), (incident.Signal, incident.Key));
        Assert.True(sink.Detect("log.error.orders.dbfailure"));
    }

    [Fact]
    public async Task AttributeDrivenJobs_Bootstrap()
    {
        TaskCompletionSource<SignalEvent> notified = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new SignalSink();
        await using var runner = new EphemeralSignalJobRunner(sink, new[] { new LogWatcherJobs(sink, notified) });

        var loggerFactory = LoggerFactory.Create(builder =>
        {
            builder.AddConsole();
            builder.AddProvider(new SignalLoggerProvider(new TypedSignalSink<SignalLogPayload>(sink)));
        });

        var logger = loggerFactory.CreateLogger("orders");
        logger.LogError(new EventId(1001, "DbFailure"), "Order store failed");

        Assert.Equal("DbFailure", (await notified.Task.Within()).Key);
        loggerFactory.Dispose();
    }

    [Fact]
    public void LogHook_EmitsSluggedSignals_WithTypedPayload()
    {
        using ILoggerFactory loggerFactory = LoggerFactory.Create(static _ => { });
        var logSink = new TypedSignalSink<SignalLogPayload>();
        using var provider = new SignalLoggerProvider(logSink);
        loggerFactory.AddProvider(provider);
        List<SignalEvent<SignalLogPayload>> raised = [];
        logSink.TypedSignalRaised += raised.Add;

        ILogger logger = loggerFactory.CreateLogger("OrderService");
        using (logger.BeginScope(new Dictionary<string, object> { ["Tenant"] = "north" }))
            logger.LogError(new EventId(7, "Db Failure"), new InvalidOperationException("down"), "Order {Id} failed", 1);

        SignalEvent<SignalLogPayload> signal = Assert.Single(raised);
        Assert.Equal("log.error.orderservice.db-failure:invalidoperationexception", signal.Signal);
        Assert.Equal((7, "Db Failure"), (signal.Payload.EventId.Id, signal.Payload.EventId.Name));
        Assert.Equal("north", signal.Payload.ScopeProperties["Tenant"]);
        Assert.Equal(("System.InvalidOperationException", "down"), (signal.Payload.ExceptionType, signal.Payload.ExceptionMessage));
    }

    [Theory]
    [InlineData("error.disk", LogLevel.Error)]
    [InlineData("warn.disk", LogLevel.Warning)]
    [InlineData("order.stored", LogLevel.Information)]
    public void SignalToLogBridge_TakesTheLevelFromThePrefix(string signal, LogLevel expected)
    {
        SignalSink sink = new();
        ListLogger logger = new();
        using var bridge = new SignalToLoggerAdapter(sink, logger);

        sink.Raise(signal, "sda1");

        (LogLevel level, _, string message) = Assert.Single(logger.Records);
        Assert.Equal(expected, level);
        Assert.Matches($"^{signal} \\(op:[0-9]+, key:sda1\\)$", message);
    }

    private sealed class LogWatcherJobs(SignalSink sink, TaskCompletionSource<SignalEvent> notified)
    {
        [EphemeralJob("log.error.*")]
        public Task EscalateAsync(SignalEvent signal)
        {
            sink.Raise("incident.created", key: signal.Key);
            return Task.CompletedTask;
        }

        [EphemeralJob("incident.created")]
        public Task NotifyAsync(SignalEvent signal)
        {
            notified.TrySetResult(signal);
            return Task.CompletedTask;
        }
    }
}
