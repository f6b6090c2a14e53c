using System.Diagnostics;

namespace Ephemeral.TestKit;

/// <summary>Runs a program from the PATH to its end.</summary>
public static class CommandLineTool
{
    /// <summary>Returns its exit code and everything that it wrote. Without its binary the test is skipped; where CI is true it fails.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string fileName, IEnumerable<string> arguments, string input = "")
    {
        ProcessStartInfo start = new(ServerBinary.Require(fileName), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        string all = await output.Within() + await error.Within();
        await process.WaitForExitAsync().Within();
        return (process.ExitCode, all);
    }
}
