namespace Ephemeral.Architecture.Tests;

/// <summary>Fails a test with everything that is wrong at once, so that one run is enough to mend it.</summary>
internal static class Breaches
{
    public static void AssertNone(string rule, IEnumerable<string> breaches)
    {
        string[] found = [.. breaches];
        if (found.Length > 0) Assert.Fail($"{rule} ({found.Length} {(found.Length == 1 ? "breach" : "breaches")}):\n  {string.Join("\n  ", found)}");
    }
}
