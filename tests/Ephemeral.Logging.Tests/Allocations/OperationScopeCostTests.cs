using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Allocations;

[Collection("Allocations")]
public sealed class OperationScopeCostTests
{
    private const int Calls = 1_000;

    [Fact]
    public async Task NobodyReadsScopes_ALogInABodyAllocatesNothing_AndNoScopeIsPushedOrRead()
    {
        CountedScopes scopes = new();
        CountingLogger counting = new();
        using ILoggerFactory factory = LoggerFactory.Create(builder =>
        {
            builder.Services.AddSingleton<IExternalScopeProvider>(new OperationScopeProvider(scopes));
            builder.AddOperationScopes().AddProvider(counting);
        });
        ILogger logger = factory.CreateLogger("orders");
        long allocated = -1, made = -1;
        await using EphemeralWorkCoordinator<int> coordinator = new((_, _) =>
        {
            LogMany(logger);
            allocated = BytesOf(() => LogMany(logger));
            made = BytesOf(static () => _ = EphemeralOperation.Current); // it was not there: now it is
            return Task.CompletedTask;
        });
        _ = BytesOf(static () => _ = EphemeralOperation.Current);

        await coordinator.EnqueueAsync(1, TestContext.Current.CancellationToken);
        await coordinator.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(2 * Calls, counting.Count);
        Assert.Equal((0, 0, 0), (allocated, scopes.Pushed, scopes.Reads));
        Assert.True(made > 0);
    }

    private static void LogMany(ILogger logger)
    {
        for (int i = 0; i < Calls; i++) logger.Log(LogLevel.Information, default, "text", null, static (text, _) => text);
    }

    private static long BytesOf(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class CountedScopes : IExternalScopeProvider
    {
        private readonly LoggerExternalScopeProvider _inner = new();

        public int Pushed { get; private set; }

        public int Reads { get; private set; }

        public IDisposable Push(object? state)
        {
            Pushed++;
            return _inner.Push(state);
        }

        public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
        {
            Reads++;
            _inner.ForEachScope(callback, state);
        }
    }

    private sealed class CountingLogger : ILogger, ILoggerProvider
    {
        public int Count { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Count++;

        public void Dispose()
        {
        }
    }
}
