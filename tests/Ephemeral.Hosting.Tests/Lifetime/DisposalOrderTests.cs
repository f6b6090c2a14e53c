using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Tests.Lifetime;

/// <summary>What a body was made with is disposed after the coordinator has ended, named or not.</summary>
public sealed class DisposalOrderTests
{
    private readonly Gate _gate = new();
    private readonly ServiceCollection _services = new();
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("")]
    [InlineData("named")]
    public async Task Dependency_OutlivesTheBodyThatUsesIt(string name)
    {
        _services.AddSingleton(_ => new Database(_ran));
        _services.AddCoordinator<WorkItem>(name, services =>
        {
            Database database = services.GetRequiredService<Database>();
            return async (_, ct) =>
            {
                try
                {
                    await _gate.WaitAsync(ct);
                }
                finally
                {
                    await database.SaveAsync();
                }
            };
        });
        ServiceProvider provider = _services.BuildServiceProvider();
        EphemeralWorkCoordinator<WorkItem> coordinator = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator(name);
        await coordinator.EnqueueAsync(new()).AsTask().Within();
        await _gate.Reached;

        await provider.DisposeAsync().AsTask().Within();

        Assert.Equal(["saved", "database disposed"], _ran.Items);
    }

    [Fact]
    public async Task JobObject_ThatTheRunnerMade_IsDisposedOnce_AfterItsJobHasEnded()
    {
        SignalSink sink = new();
        _services.AddSingleton(_ran).AddSingleton(_gate).AddEphemeralSignalJobRunner<DisposableJobs>(signalFactory: _ => sink);
        ServiceProvider provider = _services.BuildServiceProvider();
        provider.GetRequiredService<EphemeralSignalJobRunner>();
        sink.Raise("work");
        await _gate.Reached;

        await provider.DisposeAsync().AsTask().Within();

        Assert.Equal(["job ended", "jobs disposed"], _ran.Items);
    }

    private sealed class Database(Ran ran) : IDisposable
    {
        public Task SaveAsync() => ran.AddAsync("saved");

        public void Dispose() => _ = ran.AddAsync("database disposed");
    }

    private sealed class DisposableJobs(Ran ran, Gate gate) : IAsyncDisposable
    {
        [EphemeralJob("work")]
        public async Task WorkAsync(CancellationToken cancellationToken)
        {
            try
            {
                await gate.WaitAsync(cancellationToken);
            }
            finally
            {
                await ran.AddAsync("job ended");
            }
        }

        public async ValueTask DisposeAsync() => await ran.AddAsync("jobs disposed");
    }
}
