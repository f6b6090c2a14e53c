using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Tests.Registration;

/// <summary>Mistakes in registrations are told where they are made.</summary>
public sealed class RegistrationFaultTests
{
    private readonly ServiceCollection _services = new();

    [Fact]
    public void SecondRegistrationWithoutAName_Throws()
    {
        _services.AddCoordinator<WorkItem>((_, _) => Task.CompletedTask);

        Assert.Equal(
            "Two registrations of EphemeralWorkCoordinator<WorkItem> have no name, and only one may. Give one a name, or remove it.",
            Assert.Throws<InvalidOperationException>(() => _services.AddEphemeralWorkCoordinator<WorkItem>((_, _) => Task.CompletedTask)).Message);
        Assert.Throws<InvalidOperationException>(() => _services.AddScopedCoordinator<WorkItem>((_, _) => Task.CompletedTask));
        Assert.Throws<InvalidOperationException>(() => _services.AddCoordinator<WorkItem>("", (_, _) => Task.CompletedTask));
    }

    [Fact]
    public void SecondRegistrationOfAName_Throws()
    {
        _services.AddCoordinator<WorkItem>("fast", (_, _) => Task.CompletedTask);

        Assert.Equal(
            "Two registrations of EphemeralWorkCoordinator<WorkItem> have the name 'fast'. Give one another name, or remove it.",
            Assert.Throws<InvalidOperationException>(() => _services.AddCoordinator<WorkItem>("fast", (_, _) => Task.CompletedTask)).Message);
    }

    [Fact]
    public void SecondKeyedResultOrPriorityRegistration_Throws()
    {
        _services.AddKeyedCoordinator<WorkItem, string>(item => item.Id, (_, _) => Task.CompletedTask);
        _services.AddKeyedCoordinator<WorkItem, string>("k", item => item.Id, (_, _) => Task.CompletedTask);
        _services.AddEphemeralResultCoordinator<WorkItem, int>((_, _) => Task.FromResult(1));
        _services.AddPriorityWorkCoordinator<WorkItem>(new((_, _) => Task.CompletedTask));

        Assert.Throws<InvalidOperationException>(() => _services.AddKeyedCoordinator<WorkItem, string>(item => item.Id, (_, _) => Task.CompletedTask));
        Assert.Throws<InvalidOperationException>(() => _services.AddKeyedCoordinator<WorkItem, string>("k", item => item.Id, (_, _) => Task.CompletedTask));
        Assert.Throws<InvalidOperationException>(() => _services.AddEphemeralResultCoordinator<WorkItem, int>((_, _) => Task.FromResult(1)));
        Assert.Throws<InvalidOperationException>(() => _services.AddPriorityWorkCoordinator<WorkItem>(new((_, _) => Task.CompletedTask)));
    }

    [Fact]
    public void SameNameOfAnotherItemType_IsAnotherRegistration()
    {
        _services.AddCoordinator<WorkItem>("fast", (_, _) => Task.CompletedTask);

        IEphemeralCoordinatorBuilder<string> builder = _services.AddCoordinator<string>("fast", (_, _) => Task.CompletedTask);

        Assert.Equal("fast", builder.Name);
        Assert.Same(_services, builder.Services);
    }

    [Fact]
    public void NameThatContradictsTheOptions_Throws()
    {
        EphemeralOptions options = new() { Name = "slow" };

        ArgumentException error = Assert.Throws<ArgumentException>(() => _services.AddCoordinator<WorkItem>("fast", (_, _) => Task.CompletedTask, options));

        Assert.Contains("registered as 'fast', but its options call it 'slow'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NullAndBlankArguments_AreNamed()
    {
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => _services.AddCoordinator<WorkItem>((string)null!, (_, _) => Task.CompletedTask)).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => _services.AddCoordinator<WorkItem>(" ", (_, _) => Task.CompletedTask)).ParamName);
        Assert.Equal("body", Assert.Throws<ArgumentNullException>(
            () => _services.AddCoordinator<WorkItem>((Func<WorkItem, CancellationToken, Task>)null!)).ParamName);
        Assert.Equal("keySelector", Assert.Throws<ArgumentNullException>(
            () => _services.AddKeyedCoordinator<WorkItem, string>((Func<WorkItem, string>)null!, (_, _) => Task.CompletedTask)).ParamName);
    }
}
