using System.Diagnostics;

namespace LogWatcher.Tests.Hosting;

/// <summary>LogWatcher as its users run it: a process of its own.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(host, [Path.Combine(AppContext.BaseDirectory, "LogWatcher.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, string input = "")
    {
        await using ChildProcess child = Start(arguments);
        Task<string> output = child._process.StandardOutput.ReadToEndAsync();
        Task<string> error = child._process.StandardError.ReadToEndAsync();
        await child._process.StandardInput.WriteAsync(input).Within();
        child._process.StandardInput.Close();
        await child._process.WaitForExitAsync().Within();
        return (child._process.ExitCode, await output.Within(), await error.Within());
    }

    /// <summary>Reads lines until one contains the text, and returns it.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        List<string> seen = [];
        while (await _process.StandardOutput.ReadLineAsync().Within() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return line;
            seen.Add(line);
        }

        throw new InvalidOperationException($"The process ended without saying '{text}'. It said:\n{string.Join('\n', seen)}");
    }

    /// <summary>Asks it to stop, as Ctrl+C does, and gives the exit code and the rest of its output.</summary>
    public async Task<(int ExitCode, string Output)> StopAsync()
    {
        using Process kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        string rest = await _process.StandardOutput.ReadToEndAsync().Within();
        await _process.WaitForExitAsync().Within();
        return (_process.ExitCode, rest);
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().Within();
        }
    }
}
