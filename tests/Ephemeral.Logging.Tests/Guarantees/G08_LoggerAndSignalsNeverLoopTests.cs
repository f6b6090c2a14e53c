using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Guarantees;

public sealed class G08_LoggerAndSignalsNeverLoopTests
{
    private const int Errors = 10_000;

    [Fact]
    public void BothBridgesOnOneSink_TenThousandErrors_NeitherRepeatsTheOther()
    {
        SignalSink sink = new();
        long raised = 0;
        sink.Subscribe(_ => raised++);
        ListLogger console = new();
        using SignalLoggerProvider provider = new(sink);
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddProvider(provider).AddProvider(console));
        ILogger logger = factory.CreateLogger("orders");
        using SignalToLoggerAdapter adapter = new(sink, factory.CreateLogger("bridge"));

        for (int i = 0; i < Errors; i++)
        {
            logger.LogError(new EventId(1, "DbFailure"), "attempt {Attempt}", i);
            sink.Raise("error.disk");
        }

        Assert.Equal(2 * Errors, raised);
        Assert.Equal(Errors, provider.Converted);
        Assert.Equal(Errors, provider.Suppressed);
        Assert.Equal(2 * Errors, console.Records.Count);
        Assert.Equal(0, sink.CallbackFailures);
    }

    [Fact]
    public void SubscriberThatLogsAndRaises_IsCutAfterOneStep()
    {
        using LogRig rig = new();
        ILogger logger = rig.Logger();
        rig.Sink.Subscribe("log.error.*", _ => rig.Sink.Raise("job.failed"));
        rig.Sink.Subscribe("job.failed", _ => logger.LogError("job failed"));

        for (int i = 0; i < Errors; i++) logger.LogError("x");

        Assert.Equal(Errors, rig.Provider.Converted);
        Assert.Equal(Errors, rig.Provider.Suppressed);
        Assert.Equal(2 * Errors, rig.Raised.Count);
    }

    [Fact]
    public void TwoSinksBridgedInACircle_End()
    {
        SignalSink first = new();
        SignalSink second = new();
        using SignalLoggerProvider fromFirst = new(second);
        using SignalLoggerProvider fromSecond = new(first);
        using SignalToLoggerAdapter there = new(first, fromFirst.CreateLogger("there"));
        using SignalToLoggerAdapter back = new(second, fromSecond.CreateLogger("back"));

        for (int i = 0; i < Errors; i++) first.Raise("error.disk", "sda1");

        Assert.Equal(Errors, fromFirst.Converted);
        Assert.Equal(0, fromSecond.Converted);
    }
}
