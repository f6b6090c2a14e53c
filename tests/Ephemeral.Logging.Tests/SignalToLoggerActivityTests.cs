using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

public sealed class SignalToLoggerActivityTests
{
    [Fact]
    public async Task SignalOfABody_IsWrittenUnderTheActivityOfItsOperation()
    {
        SignalSink sink = new();
        ActivityLogger logger = new();
        using SignalToLoggerAdapter adapter = new(sink, logger);
        ActivityTraceId expected = default;
        await using EphemeralWorkCoordinator<int> coordinator = new(
            async (_, operation, _) =>
            {
                using Activity activity = new Activity("body").Start();
                expected = activity.TraceId;
                await Task.Yield();
                operation.Emit("error.disk");
            },
            new() { Signals = sink });

        await coordinator.EnqueueAsync(1, TestContext.Current.CancellationToken);
        await coordinator.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.NotEqual(default, expected);
        Assert.Equal([expected], logger.Traces);
    }

    private sealed class ActivityLogger : ILogger
    {
        public List<ActivityTraceId?> Traces { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Traces.Add(Activity.Current?.TraceId);
    }
}
