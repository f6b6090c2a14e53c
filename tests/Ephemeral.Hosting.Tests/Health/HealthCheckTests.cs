using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ephemeral.Hosting.Tests.Health;

/// <summary>The health check tells of full queues, stuck items and failures.</summary>
public sealed class HealthCheckTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ServiceCollection _services = new();

    [Fact]
    public async Task NothingCreated_IsHealthy_AndCreatesNothing()
    {
        int made = 0;
        _services.AddCoordinator<WorkItem>(_ =>
        {
            made++;
            return (_, _) => Task.CompletedTask;
        });
        await using ServiceProvider provider = Build();

        HealthReportEntry entry = await CheckAsync(provider);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Empty(entry.Data);
        Assert.Equal(0, made);
    }

    [Fact]
    public async Task Queue_DegradesAtItsShare_AndIsUnhealthyWhenFull()
    {
        _services.AddCoordinator<WorkItem>("orders", (_, _) => Task.CompletedTask, new() { QueueCapacity = 10 });
        await using ServiceProvider provider = Build();
        EphemeralWorkCoordinator<WorkItem> coordinator = Paused(provider, "orders");

        for (int i = 0; i < 7; i++) Assert.True(coordinator.TryEnqueue(new()));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(provider)).Status);
        Assert.True(coordinator.TryEnqueue(new()));
        HealthReportEntry degraded = await CheckAsync(provider);
        Assert.True(coordinator.TryEnqueue(new()) && coordinator.TryEnqueue(new()));
        HealthReportEntry unhealthy = await CheckAsync(provider);

        Assert.Equal((HealthStatus.Degraded, "The queue of 'orders' is 80 % full (8 of 10)."), (degraded.Status, degraded.Description));
        Assert.Equal((HealthStatus.Unhealthy, "The queue of 'orders' is 100 % full (10 of 10)."), (unhealthy.Status, unhealthy.Description));
        Assert.Equal((8, 0, 0.8), (degraded.Data["orders.pending"], degraded.Data["orders.active"], degraded.Data["orders.queueShare"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OldestItem_DegradesAndIsUnhealthyByItsAge(bool hasItsOwnObserver)
    {
        CountingObserver own = new();
        _services.AddCoordinator<WorkItem>("orders", (_, _) => Task.CompletedTask, new() { Observer = hasItsOwnObserver ? own : null });
        await using ServiceProvider provider = Build();
        EphemeralWorkCoordinator<WorkItem> coordinator = Paused(provider, "orders");
        Assert.True(coordinator.TryEnqueue(new()));

        _time.Advance(TimeSpan.FromSeconds(59));
        HealthReportEntry young = await CheckAsync(provider);
        Assert.True(coordinator.TryEnqueue(new()));
        _time.Advance(TimeSpan.FromSeconds(1));
        HealthReportEntry degraded = await CheckAsync(provider);
        _time.Advance(TimeSpan.FromMinutes(4));
        HealthReportEntry unhealthy = await CheckAsync(provider);

        Assert.Equal((HealthStatus.Healthy, 59.0), (young.Status, young.Data["orders.oldestAgeSeconds"]));
        Assert.Equal((HealthStatus.Degraded, "The oldest item of 'orders' has waited for 00:01:00."), (degraded.Status, degraded.Description));
        Assert.Equal(HealthStatus.Unhealthy, unhealthy.Status);
        Assert.Equal(hasItsOwnObserver ? 2 : 0, own.Submitted);
    }

    [Fact]
    public async Task Failures_CountWithinTheirWindow()
    {
        Ran ended = new();
        _services.AddCoordinator<WorkItem>(
            "orders",
            static (item, _) => item.Id == "bad" ? throw new InvalidOperationException() : Task.CompletedTask,
            new() { OnSample = _ => ended.AddAsync("") });
        await using ServiceProvider provider = Build();
        EphemeralWorkCoordinator<WorkItem> coordinator = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator("orders");
        async Task RunAsync(int good, int bad)
        {
            await coordinator.EnqueueManyAsync([.. Enumerable.Repeat(new WorkItem("good"), good), .. Enumerable.Repeat(new WorkItem("bad"), bad)]).Within();
            for (int i = 0; i < good + bad; i++) await ended.OneAsync();
        }

        await RunAsync(good: 5, bad: 4);
        HealthReportEntry few = await CheckAsync(provider);
        await RunAsync(good: 11, bad: 0);
        HealthReportEntry degraded = await CheckAsync(provider);
        await RunAsync(good: 0, bad: 20);
        HealthReportEntry unhealthy = await CheckAsync(provider);
        _time.Advance(TimeSpan.FromMinutes(5));
        HealthReportEntry past = await CheckAsync(provider);
        _time.Advance(TimeSpan.FromMinutes(5));
        await RunAsync(good: 9, bad: 1);
        HealthReportEntry again = await CheckAsync(provider);

        Assert.Equal(HealthStatus.Healthy, few.Status);
        Assert.Equal((HealthStatus.Degraded, "20 % of the recent operations of 'orders' failed (4 of 20)."), (degraded.Status, degraded.Description));
        Assert.Equal((HealthStatus.Unhealthy, "60 % of the recent operations of 'orders' failed (24 of 40)."), (unhealthy.Status, unhealthy.Description));
        Assert.Equal(HealthStatus.Unhealthy, past.Status); // the earlier check is the only one to compare with, and it is not older than the window's start
        Assert.Equal((HealthStatus.Degraded, 10L, 1L), (again.Status, again.Data["orders.recentEnded"], again.Data["orders.recentFailed"]));
    }

    [Fact]
    public async Task SeveralCoordinators_AreOneReport_WithTheirNames()
    {
        _services.AddCoordinator<WorkItem>((_, _) => Task.CompletedTask, new() { QueueCapacity = 1 });
        _services.AddKeyedCoordinator<WorkItem, string>(static item => item.Id, (_, _) => Task.CompletedTask, new() { QueueCapacity = 1 });
        await using ServiceProvider provider = Build();
        EphemeralWorkCoordinator<WorkItem> plain = provider.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>();
        EphemeralKeyedWorkCoordinator<WorkItem, string> keyed = provider.GetRequiredService<EphemeralKeyedWorkCoordinator<WorkItem, string>>();
        plain.Pause();
        keyed.Pause();
        Assert.True(plain.TryEnqueue(new()));
        Assert.True(keyed.TryEnqueue(new()));

        HealthReportEntry entry = await CheckAsync(provider);

        Assert.Equal("The queue of 'WorkItem' is 100 % full (1 of 1); the queue of 'WorkItem' is 100 % full (1 of 1).", entry.Description);
        Assert.Equal((1, 1), (entry.Data["WorkItem.pending"], entry.Data["WorkItem#2.pending"]));
    }

    [Fact]
    public async Task FailureStatusAndThresholds_AreThoseOfTheRegistration()
    {
        _services.AddCoordinator<WorkItem>("orders", (_, _) => Task.CompletedTask, new() { QueueCapacity = 4 });
        await using ServiceProvider provider = Build(static builder => builder
            .AddEphemeral(static options => options.UnhealthyQueueShare = options.DegradedQueueShare = 0.25, "strict", HealthStatus.Degraded)
            .AddEphemeral(static options => options.UnhealthyQueueShare = options.DegradedQueueShare = null, "lax"));
        Assert.True(Paused(provider, "orders").TryEnqueue(new()));

        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync().Within();

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Healthy), (report.Entries["strict"].Status, report.Entries["lax"].Status));
    }

    [Fact]
    public async Task BadThresholds_StopTheHostAtItsStart()
    {
        using IHost host = TestHost.Build(static services => services.AddHealthChecks().AddEphemeral(static options =>
        {
            options.DegradedQueueShare = 2;
            options.DegradedOldestAge = TimeSpan.FromHours(1);
            options.MinimumOperations = 0;
        }));

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync().Within());

        Assert.Equal(
            [
                "EphemeralHealthCheckOptions.DegradedQueueShare must be above 0 and at most 1 but was 2.",
                "EphemeralHealthCheckOptions.DegradedQueueShare must be at most UnhealthyQueueShare, which is 1, but was 2.",
                "EphemeralHealthCheckOptions.DegradedOldestAge must be at most UnhealthyOldestAge, which is 00:05:00, but was 01:00:00.",
                "EphemeralHealthCheckOptions.MinimumOperations must be at least 1 but was 0.",
            ],
            error.Failures);
    }

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider provider) =>
        (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync().Within()).Entries["ephemeral"];

    private static EphemeralWorkCoordinator<WorkItem> Paused(ServiceProvider provider, string name)
    {
        EphemeralWorkCoordinator<WorkItem> coordinator = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator(name);
        coordinator.Pause();
        return coordinator;
    }

    private ServiceProvider Build(Action<IHealthChecksBuilder>? add = null)
    {
        _services.AddSingleton<TimeProvider>(_time);
        _services.AddLogging();
        add ??= static builder => builder.AddEphemeral();
        add(_services.AddHealthChecks());
        return _services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class CountingObserver : EphemeralObserver
    {
        private int _submitted;

        public int Submitted => _submitted;

        public override void OperationSubmitted(in OperationSubmittedArguments arguments) => Interlocked.Increment(ref _submitted);
    }
}
