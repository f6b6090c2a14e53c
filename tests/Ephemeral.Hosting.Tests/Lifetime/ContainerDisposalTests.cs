using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Tests.Lifetime;

/// <summary>A container ends its coordinators, disposed either way, and a scope its own.</summary>
public sealed class ContainerDisposalTests
{
    private readonly Gate _gate = new();
    private readonly ServiceCollection _services = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DisposedContainer_EndsCoordinatorsOfEveryKind(bool isAsync)
    {
        Task Held(WorkItem item, CancellationToken cancellationToken) => _gate.WaitAsync(cancellationToken);
        _services.AddCoordinator<WorkItem>(Held);
        _services.AddCoordinator<WorkItem>("named", Held);
        _services.AddKeyedCoordinator<WorkItem, string>(static item => item.Id, Held);
        _services.AddKeyedCoordinator<WorkItem, string>("named", static item => item.Id, Held);
        _services.AddEphemeralResultCoordinator<WorkItem, int>(static (_, _) => Task.FromResult(1));
        _services.AddPriorityWorkCoordinator<WorkItem>(new(Held));
        _services.AddPriorityKeyedWorkCoordinator<WorkItem, string>(new(static item => item.Id, Held));
        ServiceProvider provider = _services.BuildServiceProvider();
        EphemeralWorkCoordinator<WorkItem> busy = provider.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>();
        CoordinatorBase[] all =
        [
            busy,
            provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator("named"),
            provider.GetRequiredService<EphemeralKeyedWorkCoordinator<WorkItem, string>>(),
            provider.GetRequiredService<IEphemeralKeyedCoordinatorFactory<WorkItem, string>>().CreateCoordinator("named"),
            provider.GetRequiredService<EphemeralResultCoordinator<WorkItem, int>>(),
            provider.GetRequiredService<PriorityWorkCoordinator<WorkItem>>(),
            provider.GetRequiredService<PriorityKeyedWorkCoordinator<WorkItem, string>>(),
        ];
        await busy.EnqueueAsync(new()).Within();
        await _gate.Reached;

        if (isAsync) await provider.DisposeAsync().Within();
        else provider.Dispose();

        Assert.All(all, static coordinator => Assert.True(coordinator.IsCompleted));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => busy.EnqueueAsync(new()).AsTask());
        if (isAsync) Assert.Equal((0, 1L), (busy.ActiveCount, busy.TotalCancelled));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ScopedCoordinator_EndsWithItsScope(bool isAsync)
    {
        _services.AddScopedCoordinator<WorkItem>((_, ct) => _gate.WaitAsync(ct));
        await using ServiceProvider provider = _services.BuildServiceProvider(validateScopes: true);
        AsyncServiceScope scope = provider.CreateAsyncScope();
        await using AsyncServiceScope other = provider.CreateAsyncScope();
        EphemeralWorkCoordinator<WorkItem> coordinator = scope.ServiceProvider.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>();
        EphemeralWorkCoordinator<WorkItem> living = other.ServiceProvider.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>();
        await coordinator.EnqueueAsync(new()).Within();
        await _gate.Reached;

        if (isAsync) await scope.DisposeAsync().Within();
        else scope.Dispose();

        Assert.True(coordinator.IsCompleted);
        Assert.False(living.IsCompleted);
        if (isAsync) Assert.Equal((0, 1L), (coordinator.ActiveCount, coordinator.TotalCancelled));
    }

    [Fact]
    public async Task DisposeTimeout_IsBriefInAHost_AndAsTheOptionsSayElsewhere()
    {
        static void Register(IServiceCollection services) => services
            .AddCoordinator<WorkItem>((_, _) => Task.CompletedTask)
            .AddCoordinator<int>((_, _) => Task.CompletedTask, new() { DisposeTimeout = TimeSpan.FromMinutes(1) });
        using IHost host = TestHost.Build(Register);
        Register(_services);
        await using ServiceProvider provider = _services.BuildServiceProvider();

        Assert.Equal(TimeSpan.FromSeconds(2), host.Services.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>().Options.DisposeTimeout);
        Assert.Equal(TimeSpan.FromMinutes(1), host.Services.GetRequiredService<EphemeralWorkCoordinator<int>>().Options.DisposeTimeout);
        Assert.Null(provider.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>().Options.DisposeTimeout);
    }
}
