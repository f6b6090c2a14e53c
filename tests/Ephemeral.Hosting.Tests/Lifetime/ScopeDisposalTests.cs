using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Tests.Lifetime;

/// <summary>Scopes and containers that end while something runs in them.</summary>
public sealed class ScopeDisposalTests
{
    [Fact]
    public async Task AContainerDisposedWhileAScopedJobRuns_EndsItsScopeOnce_AndThrowsNothing()
    {
        Ran ran = new();
        Gate gate = new();
        ServiceProvider provider = new ServiceCollection().AddSingleton(ran).AddSingleton(gate).AddScoped<Unit>().AddEphemeralScopedJobRunner<Jobs>().BuildServiceProvider();
        EphemeralScopedJobRunner runner = provider.GetRequiredService<EphemeralScopedJobRunner>();
        provider.GetRequiredService<SignalSink>().Raise("work");
        await gate.Reached;

        await provider.DisposeAsync().AsTask().Within();

        Assert.Equal(["unit disposed"], ran.Items);
        Assert.Equal((0, 1L), (runner.ActiveCount, runner.Runner.TotalCancelled));
    }

    [Fact]
    public async Task AScopeDisposedBeforeItsCoordinatorHasRun_CancelsIt_AndOthersGoOn()
    {
        Ran ran = new();
        using IHost host = TestHost.Build(services => services.AddScopedCoordinator<string>(
            (item, _) => ran.AddAsync(item)));
        await host.StartAsync().Within();
        AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await using AsyncServiceScope other = host.Services.CreateAsyncScope();
        EphemeralWorkCoordinator<string> coordinator = scope.ServiceProvider.GetRequiredService<EphemeralWorkCoordinator<string>>();
        coordinator.Pause();
        await coordinator.EnqueueAsync("never").AsTask().Within();

        await scope.DisposeAsync().AsTask().Within();
        await other.ServiceProvider.GetRequiredService<EphemeralWorkCoordinator<string>>().EnqueueAsync("runs").AsTask().Within();
        await ran.OneAsync();

        Assert.Equal(["runs"], ran.Items);
        Assert.Equal((0, 1L), (coordinator.PendingCount, coordinator.TotalCancelled));
        await host.StopAsync().Within();
    }

    [Fact]
    public async Task ASignalAfterTheContainersEnd_IsHeardByNobody()
    {
        SignalSink sink = new();
        ServiceProvider provider = new ServiceCollection().AddSingleton(new Ran()).AddSingleton(new Gate()).AddScoped<Unit>()
            .AddEphemeralScopedJobRunner<Jobs>(signalFactory: _ => sink).BuildServiceProvider();
        EphemeralScopedJobRunner runner = provider.GetRequiredService<EphemeralScopedJobRunner>();
        await provider.DisposeAsync().AsTask().Within();

        sink.Raise("work");

        Assert.Equal((0L, 0L), (runner.Runner.TotalEnqueued, sink.CallbackFailures));
        runner.Dispose();
        await runner.DisposeAsync().AsTask().Within();
    }

    private sealed class Unit(Ran ran) : IDisposable
    {
        public void Dispose() => _ = ran.AddAsync("unit disposed");
    }

    private sealed class Jobs(Gate gate)
    {
        [EphemeralJob("work")]
        public async Task WorkAsync(Unit unit, CancellationToken cancellationToken)
        {
            Assert.NotNull(unit);
            await gate.WaitAsync(cancellationToken);
        }
    }
}
