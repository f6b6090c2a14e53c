namespace Ephemeral.Architecture.Tests;

/// <summary>Fails a test with everything that is wrong at once, so that one run is enough to mend it.</summary>
internal static class Breaches
{
    public static void AssertNone(string rule, IEnumerable<string> breaches)
    {
        string[] found = [.. breaches];
        if (found.Length == 0) return;
        string count = found.Length == 1 ? "1 breach" : $"{found.Length} breaches";
        Assert.Fail($"{rule} ({count}):\n  {string.Join("\n  ", found)}");
    }
}
