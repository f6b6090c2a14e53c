using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ephemeral.TestKit;

/// <summary>A server that a test runs: started from the PATH, its last output kept, stopped by its process id.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int KeptLines = 40;
    private static readonly TimeSpan _politeness = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<string> _output = []; // guarded by _gate
    private readonly Process _process;
    private int _disposed;

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Gets the last lines that the server wrote, for the message of a test that fails.</summary>
    public string Output
    {
        get { lock (_gate) return string.Join('\n', _output); }
    }

    /// <summary>Starts a server. Without its binary the test is skipped; on the build server, where CI is true, it fails.</summary>
    public static ServerProcess Start(string fileName, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(ServerBinary.Require(fileName), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new ServerProcess(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        using (_process)
        {
            if (!_process.HasExited && !await StoppedAsync()) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().Within();
        }
    }

    private async Task<bool> StoppedAsync()
    {
        _ = kill(_process.Id, Terminate);
        using CancellationTokenSource expiry = new(_politeness);
        try
        {
            await _process.WaitForExitAsync(expiry.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (_gate)
        {
            if (_output.Count == KeptLines) _output.Dequeue();
            _output.Enqueue(line.Data);
        }
    }

    [DllImport("libc")]
    private static extern int kill(int processId, int signal);
}
