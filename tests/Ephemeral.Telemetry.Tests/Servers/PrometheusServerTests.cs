using System.Diagnostics;
using System.Net;
using System.Text;

namespace Ephemeral.Telemetry.Tests;

public sealed class PrometheusServerTests
{
    [Fact]
    public async Task AScrapedGaugeIsFoundByAQuery()
    {
        await using OneGauge gauge = new("ephemeral_selftest_gauge{room=\"one\"} 42.5\n");
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new PrometheusTarget("selftest", gauge.Address));

        PrometheusSample sample = await prometheus.FirstSampleAsync("ephemeral_selftest_gauge");

        Assert.Equal(42.5, sample.Value);
        Assert.Equal("one", sample.Labels["room"]);
        Assert.Equal("selftest", sample.Labels["job"]);
        Assert.Empty(await prometheus.QueryAsync("no_such_series"));
    }

    [Fact]
    public async Task ADisposedServerLeavesNoProcessAndNoFolder()
    {
        PrometheusServer prometheus = await PrometheusServer.StartAsync();
        (int id, string folder) = (prometheus.ProcessId, prometheus.Folder);
        Assert.True(Directory.Exists(folder));

        await prometheus.DisposeAsync();
        await prometheus.DisposeAsync();

        Assert.False(Directory.Exists(folder));
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    [Fact]
    public async Task ABadQueryIsRefusedInPrometheusOwnWords()
    {
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync();

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => prometheus.QueryAsync("sum("));

        Assert.Contains("parse error", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatEndsOnStartingGivesItsLastWords()
    {
        PrometheusTarget notYaml = new("it's", new Uri("http://127.0.0.1/metrics"));

        InvalidOperationException ended = await Assert.ThrowsAsync<InvalidOperationException>(() => PrometheusServer.StartAsync(notYaml));

        Assert.Contains("prometheus.yml", ended.Message, StringComparison.Ordinal);
    }

    private sealed class OneGauge : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly byte[] _page;
        private readonly Task _serving;

        public OneGauge(string page)
        {
            _page = Encoding.UTF8.GetBytes(page);
            Address = new Uri($"http://127.0.0.1:{LoopbackPort.Next()}/metrics");
            _listener.Prefixes.Add(new Uri(Address, "/").ToString());
            _listener.Start();
            _serving = ServeAsync();
        }

        public Uri Address { get; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving.Within();
            _listener.Close();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    HttpListenerContext context = await _listener.GetContextAsync();
                    context.Response.ContentType = "text/plain; version=0.0.4";
                    context.Response.Close(_page, willBlock: false);
                }
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                // Stop ends the wait for the next request this way.
            }
        }
    }
}
