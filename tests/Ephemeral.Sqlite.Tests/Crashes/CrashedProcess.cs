using System.Diagnostics;

namespace Ephemeral.Sqlite.Tests.Crashes;

/// <summary>This program, started again with a load, and what it said before its end.</summary>
internal static class CrashedProcess
{
    /// <summary>Runs a load and kills it after so many lines; null: not at all.</summary>
    /// <returns>The lines that it said whole.</returns>
    public static async Task<List<string>> RunAsync(CrashPlan plan, int? killAfter)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(host, [Path.Combine(AppContext.BaseDirectory, "Ephemeral.Sqlite.Tests.dll"), .. plan.ToArguments()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_gcServer"] = "0" },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        List<string> lines = [];
        if (killAfter == 0) process.Kill(); // SIGKILL, while it starts
        while (await process.StandardOutput.ReadLineAsync().Within() is { } line)
        {
            if (line.EndsWith(';')) lines.Add(line[..^1]);
            if (lines.Count == killAfter) process.Kill();
        }

        await process.WaitForExitAsync().Within();
        Assert.True(string.IsNullOrEmpty(await error.Within()), await error);
        return lines;
    }
}
