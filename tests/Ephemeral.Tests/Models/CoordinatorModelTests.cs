using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Models;

/// <summary>Random commands on each kind of coordinator and on a plain list that does the same; after each, everything must agree.</summary>
/// <remarks>
/// EPHEMERAL_MODEL_SEQUENCES sets how many sequences run for each kind, EPHEMERAL_MODEL_SEED the first seed. A failing sequence is
/// shortened before it is shown: to its prefix, then by every command that it fails without.
/// </remarks>
public sealed class CoordinatorModelTests(ITestOutputHelper output)
{
    private static readonly TimeSpan _patienceOfShrinking = TimeSpan.FromSeconds(1);
    private static readonly int _sequences = Setting("EPHEMERAL_MODEL_SEQUENCES") ?? 400;

    [Theory]
    [InlineData(CoordinatorKind.Work)]
    [InlineData(CoordinatorKind.Keyed)]
    [InlineData(CoordinatorKind.Result)]
    [InlineData(CoordinatorKind.Priority)]
    [InlineData(CoordinatorKind.PriorityKeyed)]
    [InlineData(CoordinatorKind.ForEach)]
    public async Task RandomCommands_AgreeWithTheModel(CoordinatorKind kind)
    {
        int first = Setting("EPHEMERAL_MODEL_SEED") ?? (Environment.TickCount & 0xFFFFFF);
        output.WriteLine($"Seeds {first} to {first + _sequences - 1}.");
        for (int seed = first; seed < first + _sequences; seed++)
        {
            Random random = new(seed);
            ModelSetup setup = ModelSetup.Draw(kind, random);
            List<ModelCommand> commands = ModelCommand.DrawMany(random);
            if (await FailureOf(setup, commands, TestTimeout.Limit) is { } failure) Assert.Fail(await ReportAsync(seed, setup, commands, failure));
        }
    }

    private static async Task<ModelException?> FailureOf(ModelSetup setup, List<ModelCommand> commands, TimeSpan patience)
    {
        try
        {
            await new ModelDriver(setup, patience).RunAsync(commands);
            return null;
        }
        catch (ModelException failure)
        {
            return failure;
        }
    }

    private static async Task<string> ReportAsync(int seed, ModelSetup setup, List<ModelCommand> commands, ModelException failure)
    {
        List<ModelCommand> shortest = [.. commands.Take(failure.Done + 1)];
        if (await FailureOf(setup, shortest, _patienceOfShrinking) is not { } repeated)
            return $"Seed {seed}, not every time: {setup}\n{string.Join("; ", commands)}\n{failure}";

        for (int i = shortest.Count - 1; i >= 0; i--)
        {
            List<ModelCommand> shorter = [.. shortest];
            shorter.RemoveAt(i);
            if (await FailureOf(setup, shorter, _patienceOfShrinking) is not { } found) continue;
            (shortest, repeated) = (shorter, found);
            i = Math.Min(i, shortest.Count);
        }

        return $"Seed {seed}: {setup}, lanes {string.Join(", ", setup.Lanes)}\n{string.Join("; ", shortest)}\n{repeated}";
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : null;
}
