using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ephemeral.TestKit;

/// <summary>A real Prometheus on loopback that scrapes every second, with its data in a temporary folder.</summary>
/// <remarks>It first scrapes about six seconds after its start: give <see cref="FirstSampleAsync"/> that time.</remarks>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly MonitoringServer _server;

    private PrometheusServer(MonitoringServer server) => _server = server;

    public Uri Address => _server.Http.BaseAddress!;

    public int ProcessId => _server.ProcessId;

    public string Folder => _server.Folder;

    /// <summary>Starts a server and waits until it is ready.</summary>
    public static Task<PrometheusServer> StartAsync(params PrometheusTarget[] targets) => StartAsync(new PrometheusSetup(targets));

    /// <inheritdoc cref="StartAsync(PrometheusTarget[])"/>
    public static async Task<PrometheusServer> StartAsync(PrometheusSetup setup) => new(await MonitoringServer.StartAsync(
        "prometheus",
        Configuration(setup),
        static (file, data, endpoint) =>
        [
            "--config.file=" + file,
            "--storage.tsdb.path=" + data,
            "--web.listen-address=" + endpoint,
            "--enable-feature=exemplar-storage",
        ]));

    /// <summary>Runs an instant query. The answer is empty when no series matches.</summary>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string query, CancellationToken cancellationToken = default)
    {
        JsonElement data = await GetAsync("api/v1/query?query=" + Uri.EscapeDataString(query), cancellationToken);
        JsonElement result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() == "scalar"
            ? [new PrometheusSample(new Dictionary<string, string>(), Number(result))]
            : [.. result.EnumerateArray().Select(Sample)];
    }

    /// <summary>Waits until a query has an answer and returns its first series.</summary>
    /// <param name="query">A query that matches nothing until the awaited state is reached, such as <c>up == 1</c>.</param>
    public async Task<PrometheusSample> FirstSampleAsync(string query)
    {
        IReadOnlyList<PrometheusSample> samples = [];
        await Eventually.Async(async token => (samples = await QueryAsync(query, token)).Count > 0,
            TestTimeout.Limit, $"'{query}' to match");
        return samples[0];
    }

    /// <summary>Reads any other part of the HTTP API, such as <c>api/v1/targets</c>, and returns its "data".</summary>
    /// <exception cref="InvalidOperationException">Prometheus refused the request; the message is its own.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await _server.Http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"Prometheus answered {(int)response.StatusCode}: {body}");
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("data").Clone();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Configuration(PrometheusSetup setup)
    {
        StringBuilder text = new("global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }\n");
        text.Append(CultureInfo.InvariantCulture, $"rule_files: [{string.Join(", ", setup.RuleFiles.Select(static file => $"'{file}'"))}]\n");
        if (setup.Alertmanager is { } alertmanager)
            text.Append(CultureInfo.InvariantCulture, $"alerting: {{ alertmanagers: [{{ static_configs: [{{ targets: ['{alertmanager.Authority}'] }}] }}] }}\n");
        text.Append("scrape_configs:\n");
        foreach (PrometheusTarget target in setup.Targets)
        {
            text.Append(CultureInfo.InvariantCulture, $"- job_name: '{target.Job}'\n");
            text.Append(CultureInfo.InvariantCulture, $"  metrics_path: '{target.Address.AbsolutePath}'\n");
            text.Append(CultureInfo.InvariantCulture, $"  static_configs: [{{ targets: ['{target.Address.Authority}'] }}]\n");
        }

        return text.ToString();
    }

    private static PrometheusSample Sample(JsonElement series)
    {
        Dictionary<string, string> labels = series.GetProperty("metric").EnumerateObject()
            .ToDictionary(label => label.Name, label => label.Value.GetString()!);
        return new PrometheusSample(labels, Number(series.GetProperty("value")));
    }

    // A value is the pair [time, "number"], with the words NaN, +Inf and -Inf.
    private static double Number(JsonElement pair) => pair[1].GetString() switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        string number => double.Parse(number, CultureInfo.InvariantCulture),
        null => double.NaN,
    };
}
