using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Tests.Registration;

/// <summary>The guarantees of the factories.</summary>
public sealed class CoordinatorFactoryTests
{
    private readonly ServiceCollection _services = new();
    private int _made;

    [Fact]
    public async Task SameName_IsTheSameInstance()
    {
        await using ServiceProvider provider = BuildNamed();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();

        Assert.Same(factory.CreateCoordinator("fast"), factory.CreateCoordinator("fast"));
        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task DifferentNames_AreDifferentInstances_NamedByTheirRegistration()
    {
        await using ServiceProvider provider = BuildNamed();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();

        Assert.NotSame(factory.CreateCoordinator("fast"), factory.CreateCoordinator("accurate"));
        Assert.Equal(("fast", "accurate"), (factory.CreateCoordinator("fast").Name, factory.CreateCoordinator("accurate").Name));
    }

    [Fact]
    public async Task Creation_WaitsForTheFirstRequest()
    {
        await using ServiceProvider provider = BuildNamed();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();
        Assert.Equal(0, _made);

        factory.CreateCoordinator("accurate");

        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task UnknownName_SaysWhatIsRegisteredAndWhatToDo()
    {
        await using ServiceProvider provider = BuildNamed();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => factory.CreateCoordinator("fsat"));

        Assert.Equal(
            "No EphemeralWorkCoordinator<WorkItem> is registered under the name 'fsat'. Registered are 'fast', 'accurate'. "
            + "Register it with services.AddEphemeralWorkCoordinator<WorkItem>(\"fsat\", ...), or ask for a registered name.",
            error.Message);
        Assert.StartsWith("No EphemeralWorkCoordinator<WorkItem> is registered without a name. Registered are 'fast'",
            Assert.Throws<InvalidOperationException>(() => factory.CreateCoordinator()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyedFactory_KeepsTheSameGuarantees()
    {
        _services.AddEphemeralKeyedWorkCoordinator<WorkItem, string>("a", item => item.CustomerId, (_, _) => Task.CompletedTask);
        _services.AddEphemeralKeyedWorkCoordinator<WorkItem, string>("b", item => item.CustomerId, (_, _) => Task.CompletedTask);
        await using ServiceProvider provider = _services.BuildServiceProvider(validateScopes: true);
        IEphemeralKeyedCoordinatorFactory<WorkItem, string> factory = provider.GetRequiredService<IEphemeralKeyedCoordinatorFactory<WorkItem, string>>();

        Assert.Same(factory.CreateCoordinator("a"), factory.CreateCoordinator("a"));
        Assert.NotSame(factory.CreateCoordinator("a"), factory.CreateCoordinator("b"));
        Assert.Contains("Registered are 'a', 'b'", Assert.Throws<InvalidOperationException>(() => factory.CreateCoordinator()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegistrationWithoutAName_IsTheInjectedOneToo()
    {
        _services.AddEphemeralWorkCoordinator<WorkItem>((_, _) => Task.CompletedTask);
        await using ServiceProvider provider = _services.BuildServiceProvider(validateScopes: true);

        EphemeralWorkCoordinator<WorkItem> injected = provider.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>();

        Assert.Same(injected, provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator());
        Assert.Equal("WorkItem", injected.Name);
    }

    [Fact]
    public async Task TwoThreadsThatAskFirst_GetTheSameInstance_AndTheOtherIsDisposed()
    {
        using Barrier bothInside = new(2);
        _services.AddEphemeralWorkCoordinator<WorkItem>("raced", _ =>
        {
            Assert.True(bothInside.SignalAndWait(TestTimeout.Limit));
            return (_, _) => Task.CompletedTask;
        });
        await using ServiceProvider provider = _services.BuildServiceProvider();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();
        using DisposedCount disposed = new();

        Task<EphemeralWorkCoordinator<WorkItem>> Ask() => Task.Factory.StartNew(
            () => factory.CreateCoordinator("raced"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        EphemeralWorkCoordinator<WorkItem>[] given = await Task.WhenAll(Ask(), Ask()).Within();

        Assert.Same(given[0], given[1]);
        Assert.False(given[0].IsCompleted);
        Assert.Equal(1, disposed.Of("raced"));
    }

    [Fact]
    public async Task MakerThatAsksForItself_IsAnError()
    {
        _services.AddEphemeralWorkCoordinator<WorkItem>("a", sp =>
        {
            sp.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator("b");
            return (_, _) => Task.CompletedTask;
        });
        _services.AddEphemeralWorkCoordinator<WorkItem>("b", sp =>
        {
            sp.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator("a");
            return (_, _) => Task.CompletedTask;
        });
        await using ServiceProvider provider = _services.BuildServiceProvider();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => factory.CreateCoordinator("a"));

        Assert.Contains("('a' -> 'b' -> 'a')", error.Message, StringComparison.Ordinal);
        Assert.Contains("'b' -> 'a' -> 'b'", Assert.Throws<InvalidOperationException>(() => factory.CreateCoordinator("b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakerThatThrew_IsAskedAgain()
    {
        int asked = 0;
        _services.AddEphemeralWorkCoordinator<WorkItem>("fast", _ => asked++ == 0 ? throw new TimeoutException() : (_, _) => Task.CompletedTask);
        await using ServiceProvider provider = _services.BuildServiceProvider();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();

        Assert.Throws<TimeoutException>(() => factory.CreateCoordinator("fast"));

        Assert.False(factory.CreateCoordinator("fast").IsCompleted);
    }

    [Fact]
    public async Task DisposedContainer_CreatesNoMore()
    {
        ServiceProvider provider = BuildNamed();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();
        EphemeralWorkCoordinator<WorkItem> created = factory.CreateCoordinator("fast");

        await provider.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => created.EnqueueAsync(new()).AsTask());
        Assert.Throws<ObjectDisposedException>(() => factory.CreateCoordinator("accurate"));
        Assert.Equal(1, _made);
    }

    private ServiceProvider BuildNamed()
    {
        _services.AddEphemeralWorkCoordinator<WorkItem>("fast", _ => Body());
        _services.AddEphemeralWorkCoordinator<WorkItem>("accurate", _ => Body());
        return _services.BuildServiceProvider(validateScopes: true);
    }

    private Func<WorkItem, CancellationToken, Task> Body()
    {
        _made++;
        return (_, _) => Task.CompletedTask;
    }

    private sealed class DisposedCount : EphemeralObserver, IDisposable
    {
        private readonly IDisposable _attachment;
        private readonly List<string> _names = [];

        public DisposedCount() => _attachment = EphemeralDiagnostics.Attach(this);

        public override void CoordinatorDisposed(ObservedCoordinator coordinator)
        {
            lock (_names) _names.Add(coordinator.Name);
        }

        public int Of(string name)
        {
            lock (_names) return _names.Count(disposed => disposed == name);
        }

        public void Dispose() => _attachment.Dispose();
    }
}
