using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Allocations;

[Collection("Allocations")]
public sealed class LogCallTests
{
    private const int Calls = 10_000;
    private static readonly EventId _event = new(1001, "DbFailure");
    private static readonly InvalidOperationException _error = new("boom");

    [Fact]
    public void LogError_TwoArguments_ToASignal() => Assert.InRange(Measure(tracked: false), 1, 400);

    [Fact]
    public void LogError_TwoArguments_CountedAsAnIncident() => Assert.InRange(Measure(tracked: true), 1, 400);

    [Fact]
    public void LogDebug_Disabled_CostsOnlyItsArguments()
    {
        using SignalLoggerProvider provider = new(new SignalSink());
        ILogger logger = provider.CreateLogger("orders");

        Assert.Equal(88, PerCall(() => logger.LogDebug(_event, "{A} {B}", 1, 2)));
    }

    private static long Measure(bool tracked)
    {
        SignalSink sink = new();
        using SignalLoggerProvider provider = new(sink);
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddProvider(provider));
        using IncidentTracker? tracker = tracked ? new(sink) : null;
        ILogger logger = factory.CreateLogger("orders");
        long bytes = PerCall(() => logger.LogError(_event, _error, "Order {OrderId} of {Shop} failed", 42, "north"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} B a call");
        return bytes;
    }

    private static long PerCall(Action call)
    {
        for (int i = 0; i < Calls; i++) call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++) call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
