using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Ephemeral.TestKit;

/// <summary>A real Prometheus on loopback that scrapes every second, with its data in a temporary folder.</summary>
/// <remarks>It first scrapes about six seconds after its start: give <see cref="FirstSampleAsync"/> that time.</remarks>
public sealed class PrometheusServer : IAsyncDisposable
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan _readyWithin = TimeSpan.FromSeconds(20);

    private readonly ServerProcess _process;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;

    private PrometheusServer(ServerProcess process, DirectoryInfo folder, Uri address)
    {
        (_process, _folder) = (process, folder);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    public Uri Address => _http.BaseAddress!;

    public int ProcessId => _process.Id;

    public string Folder => _folder.FullName;

    /// <summary>Starts a server and waits until it is ready.</summary>
    public static async Task<PrometheusServer> StartAsync(params PrometheusTarget[] targets)
    {
        string lastWords = "";
        for (int attempt = 0; attempt < StartAttempts; attempt++)
        {
            PrometheusServer server = Launch(targets);
            if (await server.IsReadyAsync()) return server;
            await server.DisposeAsync();
            lastWords = server._process.Output;
        }

        throw new InvalidOperationException($"Prometheus did not start, and tried {StartAttempts} ports. Its last words:\n{lastWords}");
    }

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
        using HttpResponseMessage response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"Prometheus answered {(int)response.StatusCode}: {body}");
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("data").Clone();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        if (Directory.Exists(Folder)) _folder.Delete(recursive: true);
    }

    private static PrometheusServer Launch(IReadOnlyCollection<PrometheusTarget> targets)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ephemeral-prometheus-");
        try
        {
            string configuration = Path.Combine(folder.FullName, "prometheus.yml");
            File.WriteAllText(configuration, Configuration(targets));
            string endpoint = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{LoopbackPort.Next()}");
            ServerProcess process = ServerProcess.Start("prometheus",
            [
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + Path.Combine(folder.FullName, "data"),
                "--web.listen-address=" + endpoint,
                "--enable-feature=exemplar-storage",
            ]);
            return new PrometheusServer(process, folder, new Uri($"http://{endpoint}/"));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    private static string Configuration(IReadOnlyCollection<PrometheusTarget> targets)
    {
        StringBuilder text = new("global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }\nscrape_configs:\n");
        foreach (PrometheusTarget target in targets)
        {
            text.Append(CultureInfo.InvariantCulture, $"- job_name: '{target.Job}'\n");
            text.Append(CultureInfo.InvariantCulture, $"  metrics_path: '{target.Address.AbsolutePath}'\n");
            text.Append(CultureInfo.InvariantCulture, $"  static_configs: [{{ targets: ['{target.Address.Authority}'] }}]\n");
        }

        return text.ToString();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            await Eventually.Async(AnsweredOrEndedAsync, _readyWithin, "Prometheus to be ready");
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
        using HttpResponseMessage response = await _http.GetAsync(new Uri("-/ready", UriKind.Relative), cancellationToken);
        return response.StatusCode == HttpStatusCode.OK;
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
