using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

public sealed class OperationScopeTests
{
    [Fact]
    public async Task LogInsideABody_HasOperationKeyAndCoordinator_AsAScope()
    {
        ScopeReader reader = new();
        SignalSink sink = new();
        List<SignalLogPayload> payloads = [];
        sink.Subscribe(signal => payloads.Add(Assert.IsType<SignalLogPayload>(signal.Payload)));
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddProvider(reader).AddSignals(sink));
        ILogger logger = factory.CreateLogger("orders");
        await using EphemeralKeyedWorkCoordinator<int, string> coordinator = new(
            static item => $"customer-{item}",
            (_, _) =>
            {
                using (logger.BeginScope("own")) logger.LogError("failed");
                return Task.CompletedTask;
            },
            new() { Name = "checkout", MaxConcurrency = 1 });

        long id = await coordinator.EnqueueAsync(7, TestContext.Current.CancellationToken);
        await coordinator.FlushAsync(TestContext.Current.CancellationToken).Within();
        logger.LogError("outside");

        Assert.Equal([[$"Coordinator:checkout OperationId:{id} OperationKey:customer-7", "own"], []], reader.Seen);
        Assert.Equal(
            [("Coordinator", "checkout"), ("OperationId", $"{id}"), ("OperationKey", "customer-7")],
            payloads[0].ScopeProperties.Select(static one => (one.Key, one.Value)).Order());
    }

    [Fact]
    public async Task OperationWithoutAKey_HasNone()
    {
        ScopeReader reader = new();
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddOperationScopes().AddProvider(reader));
        ILogger logger = factory.CreateLogger("orders");
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) =>
            {
                logger.LogInformation("hello");
                return Task.CompletedTask;
            },
            new() { Name = "checkout" });

        long id = await coordinator.EnqueueAsync(1, TestContext.Current.CancellationToken);
        await coordinator.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal([[$"Coordinator:checkout OperationId:{id}"]], reader.Seen);
    }

    [Fact]
    public void ActivityTracking_StaysWhatItWas()
    {
        ScopeReader reader = new();
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder
            .Configure(static options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId)
            .AddOperationScopes()
            .AddProvider(reader));
        using System.Diagnostics.Activity activity = new System.Diagnostics.Activity("test").Start();

        factory.CreateLogger("a").LogInformation("hello");

        Assert.Equal([[$"TraceId:{activity.TraceId}"]], reader.Seen);
    }

    private sealed class ScopeReader : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public List<List<string?>> Seen { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            List<string?> scopes = [];
            _scopes.ForEachScope(static (scope, seen) => seen.Add(scope?.ToString()), scopes);
            Seen.Add(scopes);
        }

        public void Dispose()
        {
        }
    }
}
