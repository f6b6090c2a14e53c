using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Jobs.Models;

/// <summary>What the attribute of one job says. Times are in seconds; 0 is none.</summary>
internal sealed record JobRule
{
    public int Lane { get; init; }

    public int Priority { get; init; }

    public int Limit { get; init; } = 1;

    public bool IsKeyed { get; init; }

    public int Retries { get; init; }

    public int Delay { get; init; } = 1;

    public bool Awaits { get; init; }

    public int Patience { get; init; }

    public double Timeout { get; init; }

    public bool Pins { get; init; }

    public int Expires { get; init; }

    public bool Swallows { get; init; }

    /// <summary>Gets rules; those that end a run without a command only with one worker, else what starts next is a race.</summary>
    public static Gen<JobRule> Of(bool isAlone) =>
        from lane in Gen.Choose(0, 1)
        from priority in Gen.Choose(0, 2)
        from limit in Gen.Choose(1, 3)
        from keyed in Gen.Choose(0, 1)
        from retries in Gen.Choose(0, 2)
        from delay in Gen.Choose(1, 3)
        from awaits in Gen.Choose(0, 2)
        from patience in Gen.Choose(0, 4)
        from timeout in Gen.Choose(0, 4)
        from pins in Gen.Choose(0, 3)
        from expires in Gen.Choose(0, 5)
        from swallows in Gen.Choose(0, 2)
        select new JobRule
        {
            Lane = lane,
            Priority = priority,
            Limit = limit,
            IsKeyed = keyed == 1,
            Retries = retries,
            Delay = delay,
            Awaits = awaits == 1,
            Patience = isAlone && awaits == 1 ? patience : 0,
            Timeout = isAlone && timeout > 1 ? timeout + 0.013 : 0,
            Pins = pins == 1,
            Expires = expires,
            Swallows = swallows == 1,
        };
}
