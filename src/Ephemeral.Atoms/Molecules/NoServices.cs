namespace Ephemeral.Atoms.Molecules;

/// <summary>The services of a runner that was given none.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static NoServices Instance { get; } = new();

    public object? GetService(Type serviceType) => null;
}
