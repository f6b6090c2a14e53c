using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Tests.Registration;

/// <summary>The four guarantees of named factories, for each kind of coordinator, and what the registration without a name is to them.</summary>
public sealed class NamedFactoryTests
{
    private readonly ServiceCollection _services = new();
    private int _made;

    public static TheoryData<string> Kinds => [.. FactoryKind.All.Select(static kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SameName_IsTheSameInstance(string name)
    {
        (FactoryKind kind, ServiceProvider provider) = Build(name, "a", "b");
        await using (provider) Assert.Same(kind.Create(provider, "a"), kind.Create(provider, "a"));

        Assert.Equal(1, _made);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task DifferentNames_AreDifferentInstances(string name)
    {
        (FactoryKind kind, ServiceProvider provider) = Build(name, "a", "b");
        await using (provider)
        {
            Assert.NotSame(kind.Create(provider, "a"), kind.Create(provider, "b"));
            Assert.Equal(("a", "b"), (kind.Create(provider, "a").Name, kind.Create(provider, "b").Name));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Creation_WaitsForTheFirstRequest(string name)
    {
        (FactoryKind kind, ServiceProvider provider) = Build(name, "a", "b");
        await using (provider)
        {
            Assert.Equal(0, _made);
            kind.Create(provider, "b");
            Assert.Equal(1, _made);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task UnknownName_SaysWhatIsRegistered_AndWhatToDo(string name)
    {
        (FactoryKind kind, ServiceProvider provider) = Build(name, "a", "b");
        await using (provider)
        {
            Assert.Equal(
                $"No {name} is registered under the name 'c'. Registered are 'a', 'b'. Register it with services.Add{name}(\"c\", ...), or ask for a registered name.",
                Assert.Throws<InvalidOperationException>(() => kind.Create(provider, "c")).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TheOneWithoutAName_IsInjected_AndTheFactorysEmptyName(string name)
    {
        (FactoryKind kind, ServiceProvider provider) = Build(name, "", "b");
        await using (provider)
        {
            Assert.Same(kind.Inject(provider), kind.Create(provider, ""));
            Assert.NotSame(kind.Inject(provider), kind.Create(provider, "b"));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ANameTwice_IsRefusedWhereItIsRegistered(string name)
    {
        FactoryKind kind = FactoryKind.Of(name);
        kind.Register(_services, "a", static () => { });
        kind.Register(_services, "", static () => { });

        Assert.Equal(
            $"Two registrations of {name} have the name 'a'. Give one another name, or remove it.",
            Assert.Throws<InvalidOperationException>(() => kind.Register(_services, "a", static () => { })).Message);
        Assert.Equal(
            $"Two registrations of {name} have no name, and only one may. Give one a name, or remove it.",
            Assert.Throws<InvalidOperationException>(() => kind.Register(_services, "", static () => { })).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ADisposedContainer_HasEndedWhatItCreated_AndCreatesNoMore(string name)
    {
        (FactoryKind kind, ServiceProvider provider) = Build(name, "a", "b");
        CoordinatorBase created = kind.Create(provider, "a");
        await provider.DisposeAsync().AsTask().Within();

        Assert.True(created.IsCompleted);
        Assert.Throws<ObjectDisposedException>(() => kind.Create(provider, "b"));
    }

    private (FactoryKind Kind, ServiceProvider Provider) Build(string kindName, params string[] names)
    {
        FactoryKind kind = FactoryKind.Of(kindName);
        foreach (string name in names) kind.Register(_services, name, () => _made++);
        return (kind, _services.BuildServiceProvider(validateScopes: true));
    }
}
