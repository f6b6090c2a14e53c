using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Tests.Registration;

/// <summary>Every form of registration compiles with ordinary lambdas, and registers what it says.</summary>
public sealed class RegistrationFormTests
{
    private static readonly EphemeralOptions _options = new() { MaxConcurrency = 3 };
    private readonly ServiceCollection _services = new();
    private readonly Ran _ran = new();

    public static TheoryData<string> Forms => [.. All(new Ran()).Select(static form => form.Name)];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Form_RunsItsBody_WithItsOptions(string name)
    {
        (_, Action<IServiceCollection> register, Func<IServiceProvider, CoordinatorBase> resolve, bool isScoped) = All(_ran).Single(form => form.Name == name);
        register(_services);
        await using ServiceProvider provider = _services.BuildServiceProvider(validateScopes: true);
        await using AsyncServiceScope scope = provider.CreateAsyncScope();

        CoordinatorBase coordinator = resolve(scope.ServiceProvider);
        await EnqueueAsync(coordinator, new("1", "ann")).Within();
        await _ran.OneAsync();

        Assert.Equal(["1"], _ran.Items);
        Assert.Equal(3, coordinator.CurrentMaxConcurrency);
        await using AsyncServiceScope other = provider.CreateAsyncScope();
        Assert.Same(coordinator, resolve(scope.ServiceProvider));
        Assert.Equal(!isScoped, ReferenceEquals(coordinator, resolve(other.ServiceProvider)));
    }

    private static ValueTask<long> EnqueueAsync(CoordinatorBase coordinator, WorkItem item) => coordinator switch
    {
        EphemeralWorkCoordinator<WorkItem> plain => plain.EnqueueAsync(item),
        EphemeralKeyedWorkCoordinator<WorkItem, string> keyed => keyed.EnqueueAsync(item),
        EphemeralResultCoordinator<WorkItem, int> result => result.EnqueueAsync(item),
        PriorityWorkCoordinator<WorkItem> priority => priority.EnqueueAsync(item),
        PriorityKeyedWorkCoordinator<WorkItem, string> priorityKeyed => priorityKeyed.EnqueueAsync(item),
        _ => throw new ArgumentException($"Nobody enqueues in a {coordinator.GetType()}.", nameof(coordinator)),
    };

    private static IEnumerable<(string Name, Action<IServiceCollection> Register, Func<IServiceProvider, CoordinatorBase> Resolve, bool IsScoped)> All(Ran ran)
    {
        Task Run(WorkItem item, CancellationToken cancellationToken) => ran.AddAsync(item.Id);
        async Task<int> Count(string id)
        {
            await ran.AddAsync(id);
            return 1;
        }

        CoordinatorBase Plain(IServiceProvider sp) => sp.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>();
        CoordinatorBase Named(IServiceProvider sp) => sp.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator("n");
        CoordinatorBase Keyed(IServiceProvider sp) => sp.GetRequiredService<EphemeralKeyedWorkCoordinator<WorkItem, string>>();
        CoordinatorBase NamedKeyed(IServiceProvider sp) => sp.GetRequiredService<IEphemeralKeyedCoordinatorFactory<WorkItem, string>>().CreateCoordinator("n");

        yield return ("plain, lambda", s => s.AddEphemeralWorkCoordinator<WorkItem>(async (item, ct) => await ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("plain, block", s => s.AddEphemeralWorkCoordinator<WorkItem>((item, _) => { return ran.AddAsync(item.Id); }, _options), Plain, false);
        yield return ("plain, method", s => s.AddEphemeralWorkCoordinator<WorkItem>(Run, _options), Plain, false);
        yield return ("plain, operation", s => s.AddEphemeralWorkCoordinator<WorkItem>(async (item, op, ct) => await ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("plain, services", s => s.AddEphemeralWorkCoordinator<WorkItem>(sp => async (item, ct) => await ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("plain, services, method", s => s.AddEphemeralWorkCoordinator<WorkItem>(sp => Run, _options), Plain, false);
        yield return ("plain, services, operation", s => s.AddEphemeralWorkCoordinator<WorkItem>(sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("plain, services, block", s => s.AddEphemeralWorkCoordinator<WorkItem>(sp =>
        {
            Ran service = ran;
            return async (item, op, ct) => await service.AddAsync(item.Id);
        }, _options), Plain, false);
        yield return ("plain, name", s => s.AddEphemeralWorkCoordinator<WorkItem>("n", async (item, ct) => await ran.AddAsync(item.Id), _options), Named, false);
        yield return ("plain, name, operation", s => s.AddEphemeralWorkCoordinator<WorkItem>("n", (item, op, ct) => ran.AddAsync(item.Id), _options), Named, false);
        yield return ("plain, name, services", s => s.AddEphemeralWorkCoordinator<WorkItem>("n", sp => (item, ct) => ran.AddAsync(item.Id), _options), Named, false);
        yield return ("plain, name, services, operation", s => s.AddEphemeralWorkCoordinator<WorkItem>("n", sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Named, false);
        yield return ("plain, empty name", s => s.AddEphemeralWorkCoordinator<WorkItem>("", (item, ct) => ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("short", s => s.AddCoordinator<WorkItem>(async (item, ct) => await ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("short, operation", s => s.AddCoordinator<WorkItem>((item, op, ct) => ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("short, services", s => s.AddCoordinator<WorkItem>(sp => (item, ct) => ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("short, services, operation", s => s.AddCoordinator<WorkItem>(sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Plain, false);
        yield return ("short, name", s => s.AddCoordinator<WorkItem>("n", (item, ct) => ran.AddAsync(item.Id), _options), Named, false);
        yield return ("short, name, operation", s => s.AddCoordinator<WorkItem>("n", (item, op, ct) => ran.AddAsync(item.Id), _options), Named, false);
        yield return ("short, name, services", s => s.AddCoordinator<WorkItem>("n", sp => (item, ct) => ran.AddAsync(item.Id), _options), Named, false);
        yield return ("short, name, services, operation", s => s.AddCoordinator<WorkItem>("n", sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Named, false);
        yield return ("keyed", s => s.AddEphemeralKeyedWorkCoordinator<WorkItem, string>(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("keyed, operation", s => s.AddEphemeralKeyedWorkCoordinator<WorkItem, string>(item => item.CustomerId, (item, op, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("keyed, services", s => s.AddEphemeralKeyedWorkCoordinator<WorkItem, string>(item => item.CustomerId, sp => (item, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("keyed, services, operation", s => s.AddEphemeralKeyedWorkCoordinator<WorkItem, string>(item => item.CustomerId, sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("keyed, inferred", s => s.AddEphemeralKeyedWorkCoordinator((WorkItem item) => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("keyed, name", s => s.AddEphemeralKeyedWorkCoordinator<WorkItem, string>("n", item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), _options), NamedKeyed, false);
        yield return ("keyed, name, operation", s => s.AddEphemeralKeyedWorkCoordinator<WorkItem, string>("n", item => item.CustomerId, (item, op, ct) => ran.AddAsync(item.Id), _options), NamedKeyed, false);
        yield return ("keyed, name, services", s => s.AddEphemeralKeyedWorkCoordinator<WorkItem, string>("n", item => item.CustomerId, sp => (item, ct) => ran.AddAsync(item.Id), _options), NamedKeyed, false);
        yield return ("keyed, name, services, operation", s => s.AddEphemeralKeyedWorkCoordinator<WorkItem, string>("n", item => item.CustomerId, sp => (item, op, ct) => ran.AddAsync(item.Id), _options), NamedKeyed, false);
        yield return ("short keyed", s => s.AddKeyedCoordinator<WorkItem, string>(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("short keyed, operation", s => s.AddKeyedCoordinator<WorkItem, string>(item => item.CustomerId, (item, op, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("short keyed, services", s => s.AddKeyedCoordinator<WorkItem, string>(item => item.CustomerId, sp => (item, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("short keyed, services, operation", s => s.AddKeyedCoordinator<WorkItem, string>(item => item.CustomerId, sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Keyed, false);
        yield return ("short keyed, name", s => s.AddKeyedCoordinator<WorkItem, string>("n", item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), _options), NamedKeyed, false);
        yield return ("short keyed, name, operation", s => s.AddKeyedCoordinator<WorkItem, string>("n", item => item.CustomerId, (item, op, ct) => ran.AddAsync(item.Id), _options), NamedKeyed, false);
        yield return ("short keyed, name, services", s => s.AddKeyedCoordinator<WorkItem, string>("n", item => item.CustomerId, sp => (item, ct) => ran.AddAsync(item.Id), _options), NamedKeyed, false);
        yield return ("short keyed, name, services, operation", s => s.AddKeyedCoordinator<WorkItem, string>("n", item => item.CustomerId, sp => (item, op, ct) => ran.AddAsync(item.Id), _options), NamedKeyed, false);
        yield return ("scoped", s => s.AddScopedEphemeralWorkCoordinator<WorkItem>((item, ct) => ran.AddAsync(item.Id), _options), Plain, true);
        yield return ("scoped, operation", s => s.AddScopedEphemeralWorkCoordinator<WorkItem>((item, op, ct) => ran.AddAsync(item.Id), _options), Plain, true);
        yield return ("scoped, services", s => s.AddScopedEphemeralWorkCoordinator<WorkItem>(sp => (item, ct) => ran.AddAsync(item.Id), _options), Plain, true);
        yield return ("scoped, services, operation", s => s.AddScopedEphemeralWorkCoordinator<WorkItem>(sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Plain, true);
        yield return ("short scoped", s => s.AddScopedCoordinator<WorkItem>((item, ct) => ran.AddAsync(item.Id), _options), Plain, true);
        yield return ("short scoped, operation", s => s.AddScopedCoordinator<WorkItem>((item, op, ct) => ran.AddAsync(item.Id), _options), Plain, true);
        yield return ("short scoped, services", s => s.AddScopedCoordinator<WorkItem>(sp => (item, ct) => ran.AddAsync(item.Id), _options), Plain, true);
        yield return ("short scoped, services, operation", s => s.AddScopedCoordinator<WorkItem>(sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Plain, true);
        yield return ("scoped keyed", s => s.AddScopedEphemeralKeyedWorkCoordinator<WorkItem, string>(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), _options), Keyed, true);
        yield return ("scoped keyed, operation", s => s.AddScopedEphemeralKeyedWorkCoordinator<WorkItem, string>(item => item.CustomerId, (item, op, ct) => ran.AddAsync(item.Id), _options), Keyed, true);
        yield return ("scoped keyed, services", s => s.AddScopedEphemeralKeyedWorkCoordinator<WorkItem, string>(item => item.CustomerId, sp => (item, ct) => ran.AddAsync(item.Id), _options), Keyed, true);
        yield return ("scoped keyed, services, operation", s => s.AddScopedEphemeralKeyedWorkCoordinator<WorkItem, string>(item => item.CustomerId, sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Keyed, true);
        yield return ("short scoped keyed", s => s.AddScopedKeyedCoordinator<WorkItem, string>(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), _options), Keyed, true);
        yield return ("short scoped keyed, operation", s => s.AddScopedKeyedCoordinator<WorkItem, string>(item => item.CustomerId, (item, op, ct) => ran.AddAsync(item.Id), _options), Keyed, true);
        yield return ("short scoped keyed, services", s => s.AddScopedKeyedCoordinator<WorkItem, string>(item => item.CustomerId, sp => (item, ct) => ran.AddAsync(item.Id), _options), Keyed, true);
        yield return ("short scoped keyed, services, operation", s => s.AddScopedKeyedCoordinator<WorkItem, string>(item => item.CustomerId, sp => (item, op, ct) => ran.AddAsync(item.Id), _options), Keyed, true);
        CoordinatorBase Result(IServiceProvider sp) => sp.GetRequiredService<EphemeralResultCoordinator<WorkItem, int>>();
        CoordinatorBase NamedResult(IServiceProvider sp) => sp.GetRequiredService<IEphemeralResultCoordinatorFactory<WorkItem, int>>().CreateCoordinator("n");
        yield return ("result", s => s.AddEphemeralResultCoordinator<WorkItem, int>(async (item, ct) => await Count(item.Id), _options), Result, false);
        yield return ("result, operation", s => s.AddEphemeralResultCoordinator<WorkItem, int>((item, op, ct) => Count(item.Id), _options), Result, false);
        yield return ("result, services", s => s.AddEphemeralResultCoordinator<WorkItem, int>(sp => async (item, ct) => await Count(item.Id), _options), Result, false);
        yield return ("result, services, operation", s => s.AddEphemeralResultCoordinator<WorkItem, int>(sp => (item, op, ct) => Count(item.Id), _options), Result, false);
        yield return ("result, name", s => s.AddEphemeralResultCoordinator<WorkItem, int>("n", async (item, ct) => await Count(item.Id), _options), NamedResult, false);
        yield return ("result, name, operation", s => s.AddEphemeralResultCoordinator<WorkItem, int>("n", (item, op, ct) => Count(item.Id), _options), NamedResult, false);
        yield return ("result, name, services", s => s.AddEphemeralResultCoordinator<WorkItem, int>("n", sp => async (item, ct) => await Count(item.Id), _options), NamedResult, false);
        yield return ("result, name, services, operation", s => s.AddEphemeralResultCoordinator<WorkItem, int>("n", sp => (item, op, ct) => Count(item.Id), _options), NamedResult, false);
        yield return ("short result", s => s.AddResultCoordinator<WorkItem, int>(async (item, ct) => await Count(item.Id), _options), Result, false);
        yield return ("short result, operation", s => s.AddResultCoordinator<WorkItem, int>((item, op, ct) => Count(item.Id), _options), Result, false);
        yield return ("short result, services", s => s.AddResultCoordinator<WorkItem, int>(sp => async (item, ct) => await Count(item.Id), _options), Result, false);
        yield return ("short result, services, operation", s => s.AddResultCoordinator<WorkItem, int>(sp => (item, op, ct) => Count(item.Id), _options), Result, false);
        yield return ("short result, name", s => s.AddResultCoordinator<WorkItem, int>("n", async (item, ct) => await Count(item.Id), _options), NamedResult, false);
        yield return ("short result, name, operation", s => s.AddResultCoordinator<WorkItem, int>("n", (item, op, ct) => Count(item.Id), _options), NamedResult, false);
        yield return ("short result, name, services", s => s.AddResultCoordinator<WorkItem, int>("n", sp => async (item, ct) => await Count(item.Id), _options), NamedResult, false);
        yield return ("short result, name, services, operation", s => s.AddResultCoordinator<WorkItem, int>("n", sp => (item, op, ct) => Count(item.Id), _options), NamedResult, false);
        yield return ("scoped result", s => s.AddScopedEphemeralResultCoordinator<WorkItem, int>(async (item, ct) => await Count(item.Id), _options), Result, true);
        yield return ("scoped result, operation", s => s.AddScopedEphemeralResultCoordinator<WorkItem, int>((item, op, ct) => Count(item.Id), _options), Result, true);
        yield return ("scoped result, services", s => s.AddScopedEphemeralResultCoordinator<WorkItem, int>(sp => async (item, ct) => await Count(item.Id), _options), Result, true);
        yield return ("scoped result, services, operation", s => s.AddScopedEphemeralResultCoordinator<WorkItem, int>(sp => (item, op, ct) => Count(item.Id), _options), Result, true);
        yield return ("short scoped result", s => s.AddScopedResultCoordinator<WorkItem, int>(async (item, ct) => await Count(item.Id), _options), Result, true);
        yield return ("short scoped result, operation", s => s.AddScopedResultCoordinator<WorkItem, int>((item, op, ct) => Count(item.Id), _options), Result, true);
        yield return ("short scoped result, services", s => s.AddScopedResultCoordinator<WorkItem, int>(sp => async (item, ct) => await Count(item.Id), _options), Result, true);
        yield return ("short scoped result, services, operation", s => s.AddScopedResultCoordinator<WorkItem, int>(sp => (item, op, ct) => Count(item.Id), _options), Result, true);
        CoordinatorBase Priority(IServiceProvider sp) => sp.GetRequiredService<PriorityWorkCoordinator<WorkItem>>();
        CoordinatorBase NamedPriority(IServiceProvider sp) => sp.GetRequiredService<IPriorityCoordinatorFactory<WorkItem>>().CreateCoordinator("n");
        yield return ("priority", s => s.AddPriorityWorkCoordinator<WorkItem>(new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), Priority, false);
        yield return ("priority, services", s => s.AddPriorityWorkCoordinator<WorkItem>(sp => new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), Priority, false);
        yield return ("priority, name", s => s.AddPriorityWorkCoordinator<WorkItem>("n", new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), NamedPriority, false);
        yield return ("priority, name, services", s => s.AddPriorityWorkCoordinator<WorkItem>("n", sp => new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), NamedPriority, false);
        yield return ("short priority", s => s.AddPriorityCoordinator<WorkItem>(new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), Priority, false);
        yield return ("short priority, services", s => s.AddPriorityCoordinator<WorkItem>(sp => new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), Priority, false);
        yield return ("short priority, name", s => s.AddPriorityCoordinator<WorkItem>("n", new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), NamedPriority, false);
        yield return ("short priority, name, services", s => s.AddPriorityCoordinator<WorkItem>("n", sp => new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), NamedPriority, false);
        yield return ("scoped priority", s => s.AddScopedPriorityWorkCoordinator<WorkItem>(new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), Priority, true);
        yield return ("scoped priority, services", s => s.AddScopedPriorityWorkCoordinator<WorkItem>(sp => new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), Priority, true);
        yield return ("short scoped priority", s => s.AddScopedPriorityCoordinator<WorkItem>(new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), Priority, true);
        yield return ("short scoped priority, services", s => s.AddScopedPriorityCoordinator<WorkItem>(sp => new((item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), Priority, true);
        CoordinatorBase PriorityKeyed(IServiceProvider sp) => sp.GetRequiredService<PriorityKeyedWorkCoordinator<WorkItem, string>>();
        CoordinatorBase NamedPriorityKeyed(IServiceProvider sp) => sp.GetRequiredService<IPriorityKeyedCoordinatorFactory<WorkItem, string>>().CreateCoordinator("n");
        yield return ("priority keyed", s => s.AddPriorityKeyedWorkCoordinator<WorkItem, string>(new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), PriorityKeyed, false);
        yield return ("priority keyed, services", s => s.AddPriorityKeyedWorkCoordinator<WorkItem, string>(sp => new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), PriorityKeyed, false);
        yield return ("priority keyed, name", s => s.AddPriorityKeyedWorkCoordinator<WorkItem, string>("n", new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), NamedPriorityKeyed, false);
        yield return ("priority keyed, name, services", s => s.AddPriorityKeyedWorkCoordinator<WorkItem, string>("n", sp => new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), NamedPriorityKeyed, false);
        yield return ("short priority keyed", s => s.AddPriorityKeyedCoordinator<WorkItem, string>(new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), PriorityKeyed, false);
        yield return ("short priority keyed, services", s => s.AddPriorityKeyedCoordinator<WorkItem, string>(sp => new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), PriorityKeyed, false);
        yield return ("short priority keyed, name", s => s.AddPriorityKeyedCoordinator<WorkItem, string>("n", new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), NamedPriorityKeyed, false);
        yield return ("short priority keyed, name, services", s => s.AddPriorityKeyedCoordinator<WorkItem, string>("n", sp => new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), NamedPriorityKeyed, false);
        yield return ("scoped priority keyed", s => s.AddScopedPriorityKeyedWorkCoordinator<WorkItem, string>(new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), PriorityKeyed, true);
        yield return ("scoped priority keyed, services", s => s.AddScopedPriorityKeyedWorkCoordinator<WorkItem, string>(sp => new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), PriorityKeyed, true);
        yield return ("short scoped priority keyed", s => s.AddScopedPriorityKeyedCoordinator<WorkItem, string>(new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), PriorityKeyed, true);
        yield return ("short scoped priority keyed, services", s => s.AddScopedPriorityKeyedCoordinator<WorkItem, string>(sp => new(item => item.CustomerId, (item, ct) => ran.AddAsync(item.Id), EphemeralOptions: _options)), PriorityKeyed, true);
    }
}
