using System.Globalization;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Jobs.Models;

/// <summary>Random signals, failures, retries, awaited signals, limits and ends on a job runner and on plain lists that do the same; after each, everything must agree.</summary>
/// <remarks>
/// EPHEMERAL_MODEL_SEQUENCES sets how many sequences run, EPHEMERAL_MODEL_SEED what they are drawn from: see <see cref="PropertyRun"/>.
/// A failing sequence is shrunk, and shown with its seed.
/// </remarks>
public sealed class JobModelTests
{
    private static readonly TimeSpan _patienceOfShrinking = TimeSpan.FromSeconds(1);

    private static readonly int _sequences =
        int.TryParse(Environment.GetEnvironmentVariable("EPHEMERAL_MODEL_SEQUENCES"), CultureInfo.InvariantCulture, out int value) ? value : 400;

    [Fact]
    public async Task RandomCommands_AgreeWithTheModel()
    {
        TimeSpan patience = TestTimeout.Limit;
        await Prop.ForAll(JobSequence.Any, async sequence =>
        {
            try
            {
                using JobDriver driver = new(sequence.Setup, patience);
                await driver.RunAsync(sequence);
            }
            catch (InvalidOperationException)
            {
                patience = _patienceOfShrinking;
                throw;
            }
        }).CheckAsync(_sequences);
    }
}
