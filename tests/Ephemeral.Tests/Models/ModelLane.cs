using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Models;

internal sealed record ModelLane(int Limit = int.MaxValue, int Depth = int.MaxValue, int LongestDeferral = 0)
{
    /// <summary>Gets lanes of which every other one has a limit, and every other one a depth.</summary>
    public static Gen<ModelLane> Bounded { get; } =
        from limit in Gen.Elements(1, 2, int.MaxValue, int.MaxValue)
        from depth in Gen.Elements(1, 2, int.MaxValue, int.MaxValue)
        from lane in Open
        select lane with { Limit = limit, Depth = depth };

    public static Gen<ModelLane> Open => Gen.Choose(0, 4).Select(static seconds => new ModelLane(LongestDeferral: seconds));

    public override string ToString() => $"new({Literal.Of(Limit)}, {Literal.Of(Depth)}, {LongestDeferral})";
}
