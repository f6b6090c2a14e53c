using System.Globalization;
using System.Reflection;
using Ephemeral.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ephemeral.Hosting.Tests.Configuration;

/// <summary>Options from configuration lie over those from code, and every fault is told when the host starts.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void EveryScalarOption_CanBeConfigured()
    {
        IEnumerable<string> scalars = typeof(EphemeralOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { } type
                && (type.IsPrimitive || type.IsEnum || type == typeof(TimeSpan) || type == typeof(string)))
            .Select(static property => property.Name)
            .Except([nameof(EphemeralOptions.Name)]);

        Assert.Equal(scalars.Order(), OptionBindings.All.Keys.Order());
    }

    [Fact]
    public void EachBinding_SetsItsOwnOption()
    {
        foreach (OptionBinding<EphemeralOptions> binding in OptionBindings.All.Values)
        {
            PropertyInfo property = typeof(EphemeralOptions).GetProperty(binding.Key)!;
            string text = binding.Expected switch
            {
                "a whole number" => "77",
                "true or false" => property.GetValue(new EphemeralOptions()) is true ? "false" : "true",
                "a text" => "an-id",
                _ when property.PropertyType == typeof(QueueFullMode) => "dropoldest",
                _ => "00:01:17",
            };
            object expected = property.GetValue(new EphemeralOptions()) is bool value ? !value
                : text == "77" ? 77
                : text == "an-id" ? text
                : text == "dropoldest" ? QueueFullMode.DropOldest
                : TimeSpan.Parse(text, CultureInfo.InvariantCulture);

            EphemeralOptions? changed = binding.Apply(new(), text);

            Assert.Equal(expected, property.GetValue(changed));
        }
    }

    [Fact]
    public void Section_LiesOverOptionsFromCode()
    {
        using IHost host = TestHost.Build(
            static services => services.AddCoordinator<WorkItem>("fast", (_, _) => Task.CompletedTask, new() { MaxConcurrency = 2, QueueCapacity = 7 }),
            settings:
            [
                ("Ephemeral:Coordinators:fast:MaxConcurrency", "5"),
                ("ephemeral:coordinators:FAST:fullmode", "reject"),
                ("Ephemeral:Coordinators:fast:MaxOperationLifetime", ""),
            ]);

        EphemeralOptions options = host.Services.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator("fast").Options;

        Assert.Equal((5, 7, QueueFullMode.Reject), (options.MaxConcurrency, options.QueueCapacity, options.FullMode));
        Assert.Null(options.MaxOperationLifetime);
    }

    [Fact]
    public void CoordinatorWithoutAName_HasTheSectionOfItsItemType_OrOfItsOptionsName()
    {
        using IHost host = TestHost.Build(
            static services =>
            {
                services.AddCoordinator<WorkItem>((_, _) => Task.CompletedTask);
                services.AddPriorityWorkCoordinator<string>(new((_, _) => Task.CompletedTask, EphemeralOptions: new() { Name = "texts" }));
            },
            settings: [("Ephemeral:Coordinators:WorkItem:MaxConcurrency", "5"), ("Ephemeral:Coordinators:texts:MaxConcurrency", "6")]);

        Assert.Equal(5, host.Services.GetRequiredService<EphemeralWorkCoordinator<WorkItem>>().CurrentMaxConcurrency);
        Assert.Equal(6, host.Services.GetRequiredService<PriorityWorkCoordinator<string>>().CurrentMaxConcurrency);
    }

    [Fact]
    public async Task EveryFault_IsInOneMessage_WhenTheHostStarts_AndNothingIsCreated()
    {
        int made = 0;
        using IHost host = TestHost.Build(
            services =>
            {
                services.AddCoordinator<WorkItem>("fast", _ =>
                {
                    made++;
                    return (_, _) => Task.CompletedTask;
                });
                services.AddScopedCoordinator<string>((_, _) => Task.CompletedTask);
                services.AddCoordinator<int>("coded", (_, _) => Task.CompletedTask, new() { MaxTrackedOperations = -1 });
            },
            settings:
            [
                ("Ephemeral:Coordinators:fast:MaxConcurency", "5"),
                ("Ephemeral:Coordinators:fast:MaxConcurrency", "0"),
                ("Ephemeral:Coordinators:fast:QueueCapacity", "many"),
                ("Ephemeral:Coordinators:fast:DisposeTimeout", "30"),
                ("Ephemeral:Coordinators:fast:FullMode", "1"),
                ("Ephemeral:Coordinators:fast:EnableFairScheduling:Deep", "true"),
                ("Ephemeral:Coordinators:String:MaxDeferAttempts", "-2"),
                ("Ephemeral:Coordinators:fsat:MaxConcurrency", "5"),
            ]);

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync().Within());

        string[] expected =
        [
            "Ephemeral:Coordinators:fsat is for a coordinator that is not registered; those that are have the names 'fast', 'String', 'coded'.",
            "Ephemeral:Coordinators:fast:DisposeTimeout must be a time such as 00:00:30, or empty for none but was '30'.",
            "Ephemeral:Coordinators:fast:EnableFairScheduling must be true or false but was a section.",
            "Ephemeral:Coordinators:fast:FullMode must be one of Wait, Reject, DropOldest, DropNewest but was '1'.",
            "Ephemeral:Coordinators:fast:QueueCapacity must be a whole number but was 'many'.",
            "Ephemeral:Coordinators:fast:MaxConcurrency must be at least 1 but was 0.",
            "Ephemeral:Coordinators:String:MaxDeferAttempts must be at least 0 but was -2.",
            "The coordinator 'coded' has options whose MaxTrackedOperations must be at least 1 but was -1.",
        ];
        Assert.All(expected, fault => Assert.Contains(fault, error.Message, StringComparison.Ordinal));
        Assert.Contains("Ephemeral:Coordinators:fast:MaxConcurency is no option that configuration can set; those are MaxConcurrency, ", error.Message, StringComparison.Ordinal);
        Assert.Equal(expected.Length + 1, error.Failures.Count());
        Assert.Equal(0, made);
    }

    [Fact]
    public async Task WithoutAHost_TheFaultIsToldAtCreation()
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Ephemeral:Coordinators:fast:MaxConcurrency", (string?)"x")]).Build());
        services.AddCoordinator<WorkItem>("fast", (_, _) => Task.CompletedTask);
        await using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>().CreateCoordinator("fast"));

        Assert.Equal("Ephemeral:Coordinators:fast:MaxConcurrency must be a whole number but was 'x'.", error.Message);
    }

    [Fact]
    public async Task ClockAndObserver_ComeFromTheContainer_UnlessTheOptionsHaveTheirOwn()
    {
        ManualTimeProvider time = new();
        SeenNames observer = new();
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<EphemeralObserver>(observer);
        ManualTimeProvider own = new();
        services.AddCoordinator<WorkItem>("a", (_, _) => Task.CompletedTask);
        services.AddCoordinator<WorkItem>("b", (_, _) => Task.CompletedTask, new() { TimeProvider = own, Observer = new SeenNames() });
        await using ServiceProvider provider = services.BuildServiceProvider();
        IEphemeralCoordinatorFactory<WorkItem> factory = provider.GetRequiredService<IEphemeralCoordinatorFactory<WorkItem>>();

        Assert.Same(time, factory.CreateCoordinator("a").Options.TimeProvider);
        Assert.Same(own, factory.CreateCoordinator("b").Options.TimeProvider);
        Assert.Equal(["a"], observer.Names);
    }

    private sealed class SeenNames : EphemeralObserver
    {
        public List<string> Names { get; } = [];

        public override void CoordinatorCreated(ObservedCoordinator coordinator) => Names.Add(coordinator.Name);
    }
}
