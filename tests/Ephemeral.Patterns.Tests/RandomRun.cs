using System.Globalization;

namespace Ephemeral.Patterns.Tests;

/// <summary>Runs a check on many random cases; a failure names the seed of its case. EPHEMERAL_MODEL_SEED runs one seed alone.</summary>
internal static class RandomRun
{
    public static void Check(int cases, Action<Random> check)
    {
        string? wanted = Environment.GetEnvironmentVariable("EPHEMERAL_MODEL_SEED");
        if (int.TryParse(wanted, CultureInfo.InvariantCulture, out int seed))
        {
            check(new Random(seed));
            return;
        }

        int first = Random.Shared.Next(1_000_000_000);
        for (int i = 0; i < cases; i++)
        {
            try
            {
                check(new Random(first + i));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"EPHEMERAL_MODEL_SEED={first + i}: {error.Message}", error);
            }
        }
    }
}
