using System.Globalization;
using System.Net;

namespace Ephemeral.TestKit;

/// <summary>A real server of the Prometheus family on loopback: its files in a temporary folder, its readiness asked for over HTTP.</summary>
internal sealed class MonitoringServer : IAsyncDisposable
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan _readyWithin = TimeSpan.FromSeconds(20);

    private readonly string _name;
    private readonly DirectoryInfo _folder;
    private readonly ServerProcess _process;

    private MonitoringServer(string name, DirectoryInfo folder, ServerProcess process, Uri address)
    {
        (_name, _folder, _process) = (name, folder, process);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    public HttpClient Http { get; }

    public int ProcessId => _process.Id;

    public string Folder => _folder.FullName;

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="binary">The program.</param>
    /// <param name="configuration">Its configuration file's text.</param>
    /// <param name="arguments">Makes its other arguments from the path of that file, a folder for data, and where it is to listen.</param>
    /// <param name="port">Where it is to listen; null for any free port.</param>
    public static async Task<MonitoringServer> StartAsync(string binary, string configuration, Func<string, string, string, IEnumerable<string>> arguments, int? port = null)
    {
        string lastWords = "";
        for (int attempt = 0; attempt < StartAttempts; attempt++)
        {
            MonitoringServer server = Launch(binary, configuration, arguments, port ?? LoopbackPort.Next());
            if (await server.IsReadyAsync()) return server;
            await server.DisposeAsync();
            lastWords = server._process.Output;
        }

        throw new InvalidOperationException($"{binary} did not start, and tried {StartAttempts} ports. Its last words:\n{lastWords}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
        if (Directory.Exists(Folder)) _folder.Delete(recursive: true);
    }

    private static MonitoringServer Launch(string binary, string configuration, Func<string, string, string, IEnumerable<string>> arguments, int port)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory($"ephemeral-{binary}-");
        try
        {
            string file = Path.Combine(folder.FullName, binary + ".yml");
            File.WriteAllText(file, configuration);
            string endpoint = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
            ServerProcess process = ServerProcess.Start(binary, arguments(file, Path.Combine(folder.FullName, "data"), endpoint));
            return new MonitoringServer(binary, folder, process, new Uri($"http://{endpoint}/"));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            await Eventually.Async(AnsweredOrEndedAsync, _readyWithin, $"{_name} to be ready");
            return !_process.HasExited;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // A server that lost its port has ended: there is nothing to wait for, and the caller tries another port.
    private async Task<bool> AnsweredOrEndedAsync(CancellationToken cancellationToken)
    {
        if (_process.HasExited) return true;
        using HttpResponseMessage response = await Http.GetAsync(new Uri("-/ready", UriKind.Relative), cancellationToken);
        return response.StatusCode == HttpStatusCode.OK;
    }
}
