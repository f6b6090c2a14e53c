using Xunit;

namespace Ephemeral.TestKit;

/// <summary>Finds the programs that tests run for real.</summary>
public static class ServerBinary
{
    private const string InstallScript = "eng/install-test-servers.sh";

    /// <summary>Returns a program's path. Without it the test is skipped, with a reason; where CI is true it fails.</summary>
    public static string Require(string fileName)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, fileName))
            .FirstOrDefault(File.Exists);
        if (path is not null) return path;

        string reason = $"The program '{fileName}' is not on the PATH; {InstallScript} installs it.";
        if (IsRequired(Environment.GetEnvironmentVariable("CI"))) Assert.Fail(reason);
        Assert.Skip(reason);
        return "";
    }

    /// <summary>Tells what the variable CI says: a missing program is a failure unless it is unset, empty, 0 or false.</summary>
    public static bool IsRequired(string? ci) => !(string.IsNullOrEmpty(ci) || ci is "0" || ci.Equals("false", StringComparison.OrdinalIgnoreCase));
}
