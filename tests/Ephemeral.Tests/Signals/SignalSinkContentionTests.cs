using FsCheck.Fluent;

namespace Ephemeral.Tests.Signals;

/// <summary>Random commands of several threads on one sink: at every read the bounds hold, and no signal is missed that has to be there.</summary>
public sealed class SignalSinkContentionTests
{
    [Fact]
    public async Task RandomCommandsOfSeveralThreads_KeepTheSinkExact()
    {
        int certain = 0;
        await Prop.ForAll(Arb.From(SinkContention.Any, SinkContention.Simpler), async contention =>
        {
            SinkContentionRun run = new(contention);
            await run.RunAsync();
            certain += run.Certain;
        }).CheckAsync(250);

        if (!PropertyRun.IsReplay) Assert.InRange(certain, 10_000, int.MaxValue);
    }
}
