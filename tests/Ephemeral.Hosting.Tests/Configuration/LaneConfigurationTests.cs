using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ephemeral.Hosting.Tests.Configuration;

/// <summary>Lanes are declared in code; configuration sets their limits, and every fault is told when the host starts.</summary>
public sealed class LaneConfigurationTests
{
    private static readonly PriorityLane[] _lanes = [new("hot:4"), new("normal", MaxDepth: 9)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SectionOfALane_LiesOverTheDeclaredOne(bool isMadeByAFactory)
    {
        using IHost host = TestHost.Build(
            services =>
            {
                if (isMadeByAFactory) services.AddPriorityCoordinator<WorkItem>("orders", _ => new((_, _) => Task.CompletedTask, _lanes));
                else services.AddPriorityCoordinator<WorkItem>("orders", new((_, _) => Task.CompletedTask, _lanes));
            },
            settings:
            [
                ("Ephemeral:Coordinators:orders:Lanes:HOT:MaxConcurrency", "7"),
                ("Ephemeral:Coordinators:orders:lanes:hot:MaxDepth", "1"),
                ("Ephemeral:Coordinators:orders:Lanes:normal:MaxDepth", ""),
                ("Ephemeral:Coordinators:orders:QueueCapacity", "3"),
            ]);
        PriorityWorkCoordinator<WorkItem> coordinator = host.Services.GetRequiredService<IPriorityCoordinatorFactory<WorkItem>>().CreateCoordinator("orders");
        coordinator.Pause();

        Assert.True(coordinator.TryEnqueue(new(), "hot"));
        Assert.False(coordinator.TryEnqueue(new(), "hot"));
        Assert.True(coordinator.TryEnqueue(new()) && coordinator.TryEnqueue(new()));
        Assert.False(coordinator.TryEnqueue(new()));
        Assert.Equal([("hot", 1), ("normal", 2)], coordinator.PendingCounts);
    }

    [Fact]
    public async Task LimitOfALane_IsTheConfiguredOne()
    {
        Gate gate = new();
        using IHost host = TestHost.Build(
            services => services.AddPriorityKeyedCoordinator<WorkItem, string>(
                new(static item => item.Id, (_, ct) => gate.WaitAsync(ct), _lanes, new() { MaxConcurrency = 8 })),
            settings: ("Ephemeral:Coordinators:WorkItem:Lanes:hot:MaxConcurrency", "1"));
        PriorityKeyedWorkCoordinator<WorkItem, string> coordinator = host.Services.GetRequiredService<PriorityKeyedWorkCoordinator<WorkItem, string>>();

        for (int i = 0; i < 3; i++) await coordinator.EnqueueAsync(new($"{i}"), "hot").AsTask().Within();
        await gate.Reached;

        Assert.Equal((1, 2), (coordinator.ActiveCount, coordinator.PendingCount));
        gate.Open();
    }

    [Fact]
    public async Task EveryFault_OfLanesAndOptions_OfSingletonsAndScoped_IsInOneMessage()
    {
        using IHost host = TestHost.Build(
            static services =>
            {
                services.AddPriorityCoordinator<WorkItem>("bad", new((_, _) => Task.CompletedTask, [new("hot:many"), new("a:2"), new("a:3")], new() { QueueCapacity = 0 }));
                services.AddScopedPriorityKeyedCoordinator<string, string>(new(static item => item, (_, _) => Task.CompletedTask, [new("x", MaxDeferAttempts: -1)]));
                services.AddPriorityCoordinator<WorkItem>("orders", new((_, _) => Task.CompletedTask, _lanes));
                services.AddPriorityCoordinator<WorkItem>("made", static _ => new((_, _) => Task.CompletedTask, _lanes));
                services.AddCoordinator<WorkItem>("plain", (_, _) => Task.CompletedTask);
                services.AddScopedResultCoordinator<WorkItem, int>((_, _) => Task.FromResult(1), new() { MaxConcurrency = -1 });
                services.AddCoordinator<int>((_, _) => Task.CompletedTask, new() { Signals = new(), SharedSignalSink = new() });
            },
            settings:
            [
                ("Ephemeral:Coordinators:orders:Lanes:hto:MaxDepth", "5"),
                ("Ephemeral:Coordinators:orders:Lanes:hot", "5"),
                ("Ephemeral:Coordinators:orders:Lanes:normal:MaxConcurrency", "0"),
                ("Ephemeral:Coordinators:orders:Lanes:normal:Speed", "5"),
                ("Ephemeral:Coordinators:made:Lanes:any:MaxDeferAttempts", "-1"),
                ("Ephemeral:Coordinators:plain:Lanes:hot:MaxDepth", "5"),
            ]);

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync().Within());

        Assert.Equal(
            new[]
            {
                "The coordinator 'Int32' has options whose SharedSignalSink is another name for Signals but was set to a different sink.",
                "The coordinator 'WorkItem' has options whose MaxConcurrency must be at least 1 but was -1.",
                "The coordinator 'bad' has options whose QueueCapacity must be at least 1 but was 0.",
                "The lane 'a' of the coordinator 'bad' is declared twice.",
                "The lane 'x' of the coordinator 'String' has MaxDeferAttempts that must be at least 0 but was -1.",
                "The lane 0 of the coordinator 'bad' is not valid: The lane 'hot:many' must end in a positive whole number after the colon but ends in 'many'. Write 'hot' or 'hot:4'.",
                "Ephemeral:Coordinators:made:Lanes:any:MaxDeferAttempts must be a whole number of at least 0 but was '-1'.",
                "Ephemeral:Coordinators:orders:Lanes:hot must be a section, with MaxConcurrency, MaxDepth, DeferCheckInterval, MaxDeferAttempts, but was '5'.",
                "Ephemeral:Coordinators:orders:Lanes:hto is for a lane that is not declared; those that are have the names 'hot', 'normal'.",
                "Ephemeral:Coordinators:orders:Lanes:normal:MaxConcurrency must be a whole number of at least 1 but was '0'.",
                "Ephemeral:Coordinators:orders:Lanes:normal:Speed is no option that configuration can set; those are MaxConcurrency, MaxDepth, DeferCheckInterval, MaxDeferAttempts.",
                "Ephemeral:Coordinators:plain:Lanes is for the lanes of a priority coordinator, which 'plain' is not.",
            }.Order(StringComparer.Ordinal),
            error.Failures.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task KindsOfOneItemType_ShareTheirSection_WithItsLanes()
    {
        using IHost host = TestHost.Build(
            static services => services.AddCoordinator<WorkItem>((_, _) => Task.CompletedTask).AddPriorityCoordinator<WorkItem>(new((_, _) => Task.CompletedTask, _lanes)),
            settings: [("Ephemeral:Coordinators:WorkItem:Lanes:hot:MaxDepth", "5"), ("Ephemeral:Coordinators:WorkItem:MaxConcurrency", "6")]);
        await host.StartAsync().Within();

        Assert.Equal(6, host.Services.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>().CurrentMaxConcurrency);
        Assert.Equal(6, host.Services.GetRequiredService<PriorityWorkCoordinator<WorkItem>>().CurrentMaxConcurrency);
        await host.StopAsync().Within();
    }

    [Fact]
    public async Task LanesThatAFactoryMakes_AreCheckedWhenItHasMadeThem()
    {
        ServiceCollection services = new();
        services.AddPriorityCoordinator<WorkItem>("orders", static _ => new((_, _) => Task.CompletedTask, [new("a"), new("a")], new() { QueueCapacity = 0, Name = "other" }));
        await using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IPriorityCoordinatorFactory<WorkItem>>().CreateCoordinator("orders"));

        Assert.Equal(3, error.Failures.Count());
        Assert.Contains("The lane 'a' of the coordinator 'orders' is declared twice.", error.Message, StringComparison.Ordinal);
        Assert.Contains("registered as 'orders', but its options call it 'other'", error.Message, StringComparison.Ordinal);
    }
}
