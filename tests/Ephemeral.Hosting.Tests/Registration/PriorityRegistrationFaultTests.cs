using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Tests.Registration;

/// <summary>A priority registration without what runs its items is refused where it is made.</summary>
public sealed class PriorityRegistrationFaultTests
{
    private readonly ServiceCollection _services = new();

    [Fact]
    public void MissingBodyOrKeySelector_IsNamed()
    {
        PriorityWorkCoordinatorOptions<WorkItem> bodiless = new((Func<WorkItem, CancellationToken, Task>?)null);
        PriorityKeyedWorkCoordinatorOptions<WorkItem, string> keyless = new(null!, static (_, _) => Task.CompletedTask);

        Assert.Equal("body", Assert.Throws<ArgumentNullException>(() => _services.AddPriorityCoordinator(bodiless)).ParamName);
        Assert.Equal("body", Assert.Throws<ArgumentNullException>(() => _services.AddScopedPriorityCoordinator(bodiless)).ParamName);
        Assert.Equal("keySelector", Assert.Throws<ArgumentNullException>(() => _services.AddPriorityKeyedCoordinator("n", keyless)).ParamName);
        Assert.Throws<ArgumentNullException>(() => _services.AddPriorityCoordinator((PriorityWorkCoordinatorOptions<WorkItem>)null!));
        Assert.Empty(_services);
    }
}
