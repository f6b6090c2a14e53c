namespace Ephemeral.Atoms.Tests.SlidingCache;

/// <summary>A key that cannot say its name.</summary>
internal sealed class Nameless
{
    public override string ToString() => throw new InvalidOperationException("no name");
}
