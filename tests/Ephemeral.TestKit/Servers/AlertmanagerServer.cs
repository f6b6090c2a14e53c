using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Ephemeral.TestKit;

/// <summary>A real Alertmanager on loopback, with its data in a temporary folder, and no peers.</summary>
public sealed class AlertmanagerServer : IAsyncDisposable
{
    private const int StartAttempts = 3;
    private const string Configuration = "route: { receiver: nobody }\nreceivers:\n- name: nobody\n";
    private static readonly TimeSpan _readyWithin = TimeSpan.FromSeconds(20);

    private readonly ServerProcess _process;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;

    private AlertmanagerServer(ServerProcess process, DirectoryInfo folder, Uri address)
    {
        (_process, _folder) = (process, folder);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    public Uri Address => _http.BaseAddress!;

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="port">A port that is free; 0 for any.</param>
    /// <param name="configuration">Its configuration; null: it tells nobody.</param>
    public static async Task<AlertmanagerServer> StartAsync(int port = 0, string? configuration = null)
    {
        string lastWords = "";
        for (int attempt = 0; attempt < StartAttempts; attempt++)
        {
            AlertmanagerServer server = Launch(port == 0 ? LoopbackPort.Next() : port, configuration ?? Configuration);
            if (await server.IsReadyAsync()) return server;
            await server.DisposeAsync();
            lastWords = server._process.Output;
        }

        throw new InvalidOperationException($"Alertmanager did not start, and tried {StartAttempts} times. Its last words:\n{lastWords}");
    }

    /// <summary>Reads the alerts that it knows, resolved ones only as long as it keeps them.</summary>
    /// <param name="filter">A matcher such as <c>rule="errors"</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<JsonElement>> AlertsAsync(string filter, CancellationToken cancellationToken = default)
    {
        string text = await _http.GetStringAsync(new Uri("api/v2/alerts?filter=" + Uri.EscapeDataString(filter), UriKind.Relative), cancellationToken);
        using JsonDocument document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(static alert => alert.Clone())];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        if (_folder.Exists) _folder.Delete(recursive: true);
    }

    private static AlertmanagerServer Launch(int port, string configuration)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ephemeral-alertmanager-");
        try
        {
            string file = Path.Combine(folder.FullName, "alertmanager.yml");
            File.WriteAllText(file, configuration);
            string endpoint = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
            ServerProcess process = ServerProcess.Start("prometheus-alertmanager",
            [
                "--config.file=" + file,
                "--storage.path=" + Path.Combine(folder.FullName, "data"),
                "--web.listen-address=" + endpoint,
                "--cluster.listen-address=", // empty: no gossip port
            ]);
            return new AlertmanagerServer(process, folder, new Uri($"http://{endpoint}/"));
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
            await Eventually.Async(AnsweredOrEndedAsync, _readyWithin, "Alertmanager to be ready");
            return !_process.HasExited;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> AnsweredOrEndedAsync(CancellationToken cancellationToken)
    {
        if (_process.HasExited) return true;
        using HttpResponseMessage response = await _http.GetAsync(new Uri("-/ready", UriKind.Relative), cancellationToken);
        return response.StatusCode == HttpStatusCode.OK;
    }
}
