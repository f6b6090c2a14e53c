namespace Ephemeral.Tests.Models;

internal sealed record ModelLane(int Limit, int Depth, TimeSpan LongestDeferral)
{
    public static ModelLane Draw(bool bounded, Random random) => new(
        bounded && random.Next(2) == 0 ? random.Next(1, 3) : int.MaxValue,
        bounded && random.Next(2) == 0 ? random.Next(1, 3) : int.MaxValue,
        TimeSpan.FromSeconds(random.Next(0, 5)));
}
