using System.Diagnostics;

namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>Runs one method of this assembly in a process of its own.</summary>
/// <remarks>The method is a test that does nothing unless <see cref="Argument"/> is set.</remarks>
internal static class OtherProcess
{
    private const string Variable = "EPHEMERAL_TEST_ARGUMENT";

    public static string? Argument => Environment.GetEnvironmentVariable(Variable);

    public static Process Start(string method, string argument)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add(method);
        start.Environment[Variable] = argument;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
