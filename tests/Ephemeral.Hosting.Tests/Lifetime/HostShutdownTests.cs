using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Hosting.Tests.Lifetime;

/// <summary>The host ends the coordinators: what fits its shutdown timeout runs, the rest is cancelled and counted.</summary>
public sealed class HostShutdownTests : IDisposable
{
    private readonly LogRecorder _log = new();
    private readonly Ran _ran = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task HundredItemsQueued_AllRunBeforeTheHostHasStopped()
    {
        Gate gate = new();
        using IHost host = TestHost.Build(services => services.AddCoordinator<int>(
            "items",
            async (item, ct) =>
            {
                if (item == 0) await gate.WaitAsync(ct);
                await _ran.AddAsync(Text(item));
            },
            new() { MaxConcurrency = 2 }), _log);
        await host.StartAsync().Within();
        EphemeralWorkCoordinator<int> coordinator = host.Services.GetRequiredService<IEphemeralCoordinatorFactory<int>>().CreateCoordinator("items");
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 100)).Within();
        await gate.Reached;

        Task stopping = host.StopAsync();
        gate.Open();
        await stopping.Within();

        Assert.Equal(100, _ran.Items.Count);
        Assert.Equal(100, _ran.Items.Distinct().Count());
        Assert.True(coordinator.IsDrained);
        Assert.Equal(
            [(LogLevel.Debug, 1, "The coordinator 'items' has drained: 100 items completed, 0 failed, 0 were cancelled and 0 skipped.")], _log.Entries);
    }

    [Fact]
    public async Task HundredItemsQueued_WhatDoesNotFitTheTimeout_IsCancelledAndCounted_AndNothingRunsTwice()
    {
        Gate fortieth = new();
        using IHost host = TestHost.Build(services => services.AddCoordinator<int>(
            "items",
            async (item, ct) =>
            {
                await _ran.AddAsync(Text(item));
                if (item == 40) await fortieth.WaitAsync(ct);
            },
            new() { MaxConcurrency = 1 }), _log);
        await host.StartAsync().Within();
        EphemeralWorkCoordinator<int> coordinator = host.Services.GetRequiredService<IEphemeralCoordinatorFactory<int>>().CreateCoordinator("items");
        coordinator.Pause();
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 100)).Within();
        using CancellationTokenSource timeout = new();

        Task stopping = host.StopAsync(timeout.Token);
        coordinator.Resume();
        await fortieth.Reached;
        await timeout.CancelAsync();
        await stopping.Within();

        CoordinatorMetrics counts = coordinator.GetMetrics();
        Assert.Equal([.. Enumerable.Range(0, 41).Select(Text)], _ran.Items);
        Assert.Equal((40L, 60L, 0), (counts.Completed, counts.Cancelled, counts.Active));
        Assert.Equal(
            [
                (LogLevel.Warning, 2, "The coordinator 'items' did not drain within the host's shutdown timeout: "
                    + "59 waiting and 1 running items were abandoned, 0 of them still run."),
            ],
            _log.Entries);
    }

    [Fact]
    public async Task BodyThatIgnoresItsToken_IsLeftBehind_AndDisposingDoesNotWaitForItAgain()
    {
        Gate deaf = new();
        ManualTimeProvider time = new();
        IHost host = TestHost.Build(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddCoordinator<int>((_, _) => deaf.WaitAsync(CancellationToken.None));
        }, _log);
        await host.StartAsync().Within();
        EphemeralWorkCoordinator<int> coordinator = host.Services.GetRequiredService<EphemeralWorkCoordinator<int>>();
        await coordinator.EnqueueAsync(1).Within();
        await deaf.Reached;

        Task stopping = host.StopAsync(new CancellationToken(canceled: true));
        Assert.False(stopping.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await stopping.Within();
        await ((IAsyncDisposable)host).DisposeAsync().Within();

        Assert.Equal(1, coordinator.ActiveCount);
        Assert.EndsWith("0 waiting and 1 running items were abandoned, 1 of them still run.", Assert.Single(_log.Entries).Message, StringComparison.Ordinal);
        deaf.Open();
    }

    [Fact]
    public async Task OnlyCreatedCoordinatorsAreDrained_AndNoneIsCreated()
    {
        int made = 0;
        using IHost host = TestHost.Build(services => services
            .AddCoordinator<WorkItem>(_ =>
            {
                made++;
                return (_, _) => Task.CompletedTask;
            })
            .AddCoordinator<int>("used", (_, _) => Task.CompletedTask), _log);
        await host.StartAsync().Within();
        host.Services.GetRequiredService<IEphemeralCoordinatorFactory<int>>().CreateCoordinator("used");

        await host.StopAsync().Within();

        Assert.Equal(0, made);
        Assert.Contains("'used'", Assert.Single(_log.Entries).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyMayEnqueueInACoordinatorThatItWasMadeWith_UntilItHasDrained()
    {
        Gate gate = new();
        using IHost host = TestHost.Build(services => services
            .AddCoordinator<string>((item, _) => _ran.AddAsync(item))
            .AddCoordinator<int>(sp =>
            {
                EphemeralWorkCoordinator<string> next = sp.GetRequiredService<EphemeralWorkCoordinator<string>>();
                return async (item, ct) =>
                {
                    await gate.WaitAsync(ct);
                    await next.EnqueueAsync(Text(item), ct);
                };
            }));
        await host.StartAsync().Within();
        await host.Services.GetRequiredService<EphemeralWorkCoordinator<int>>().EnqueueAsync(7).Within();
        await gate.Reached;

        Task stopping = host.StopAsync();
        gate.Open();
        await stopping.Within();

        Assert.Equal(["7"], _ran.Items);
    }

    [Fact]
    public async Task CoordinatorCreatedWhileTheHostDrains_IsDrainedToo()
    {
        Gate gate = new();
        using IHost host = TestHost.Build(services => services
            .AddCoordinator<string>((item, _) => _ran.AddAsync(item))
            .AddCoordinator<int>(sp => async (item, ct) =>
            {
                await gate.WaitAsync(ct);
                await sp.GetRequiredService<EphemeralWorkCoordinator<string>>().EnqueueAsync(Text(item), ct);
            }));
        await host.StartAsync().Within();
        await host.Services.GetRequiredService<EphemeralWorkCoordinator<int>>().EnqueueAsync(7).Within();
        await gate.Reached;

        Task stopping = host.StopAsync();
        gate.Open();
        await stopping.Within();

        Assert.Equal(["7"], _ran.Items);
    }

    [Fact]
    public async Task CoordinatorCreatedAfterTheHostHasStopped_AcceptsNothing()
    {
        using IHost host = TestHost.Build(static services => services.AddCoordinator<int>((_, _) => Task.CompletedTask));
        await host.StartAsync().Within();
        await host.StopAsync().Within();

        EphemeralWorkCoordinator<int> coordinator = host.Services.GetRequiredService<EphemeralWorkCoordinator<int>>();

        await Assert.ThrowsAsync<CoordinatorCompletedException>(() => coordinator.EnqueueAsync(1).AsTask());
    }

    [Fact]
    public async Task HostedServiceThatStops_CanStillEnqueue()
    {
        using IHost host = TestHost.Build(services => services
            .AddHostedService<LastWish>() // before the coordinators, so it stops after whatever they bring along
            .AddCoordinator<string>((item, _) => _ran.AddAsync(item)));
        await host.StartAsync().Within();

        await host.StopAsync().Within();

        Assert.Equal(["last wish"], _ran.Items);
    }

    private static string Text(int item) => item.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed class LastWish(EphemeralWorkCoordinator<string> coordinator) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => coordinator.EnqueueAsync("last wish", cancellationToken).AsTask();
    }
}
