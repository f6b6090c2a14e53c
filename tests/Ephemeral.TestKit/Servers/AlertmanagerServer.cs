using System.Text.Json;

namespace Ephemeral.TestKit;

/// <summary>A real Alertmanager on loopback that keeps alerts and tells nobody, with its data in a temporary folder.</summary>
public sealed class AlertmanagerServer : IAsyncDisposable
{
    private const string Configuration = "route: { receiver: nobody, group_wait: 0s, group_interval: 1s }\nreceivers: [{ name: nobody }]\n";

    private readonly MonitoringServer _server;

    private AlertmanagerServer(MonitoringServer server) => _server = server;

    public Uri Address => _server.Http.BaseAddress!;

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <param name="port">Where it listens; null for any free port.</param>
    public static async Task<AlertmanagerServer> StartAsync(int? port = null) => new(await MonitoringServer.StartAsync(
        "prometheus-alertmanager",
        Configuration,
        static (file, data, endpoint) =>
        [
            "--config.file=" + file,
            "--storage.path=" + data,
            "--web.listen-address=" + endpoint,
            "--cluster.listen-address=", // no second port
        ],
        port));

    /// <summary>Returns the alerts that match, such as <c>rule="errors"</c>, with all that is known of them.</summary>
    public async Task<IReadOnlyList<JsonElement>> AlertsAsync(string matcher, CancellationToken cancellationToken = default)
    {
        using JsonDocument answer = JsonDocument.Parse(
            await _server.Http.GetStringAsync(new Uri("api/v2/alerts?filter=" + Uri.EscapeDataString(matcher), UriKind.Relative), cancellationToken));
        return [.. answer.RootElement.EnumerateArray().Select(static alert => alert.Clone())];
    }

    /// <summary>Returns the labels of the alerts of a name that are active now.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ActiveAsync(string alert, CancellationToken cancellationToken = default)
    {
        string path = "api/v2/alerts?active=true&filter=" + Uri.EscapeDataString($"alertname=\"{alert}\"");
        using JsonDocument answer = JsonDocument.Parse(await _server.Http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken));
        return [.. answer.RootElement.EnumerateArray().Select(static active => Labels(active.GetProperty("labels")))];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static IReadOnlyDictionary<string, string> Labels(JsonElement labels) =>
        labels.EnumerateObject().ToDictionary(static label => label.Name, static label => label.Value.GetString()!);
}
