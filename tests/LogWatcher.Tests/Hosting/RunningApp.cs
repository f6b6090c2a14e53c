using System.Text.Json;
using LogWatcher.Hosting;
using LogWatcher.Incidents;
using LogWatcher.Orders;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LogWatcher.Tests.Hosting;

/// <summary>The demo on a free port of this machine, in this process.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApp(WebApplication app, StringWriter announcements)
    {
        _app = app;
        Announcements = announcements;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public StringWriter Announcements { get; }

    public static async Task<RunningApp> StartAsync(DemoOptions demo, Action<IServiceProvider>? prepare = null, IncidentSettings? incidents = null)
    {
        StringWriter announcements = new();
        WebApplication app = LogWatcherApp.CreateDemo(new Uri("http://127.0.0.1:0"), demo, announcements, incidents);
        prepare?.Invoke(app.Services);
        await app.StartAsync().Within();
        return new RunningApp(app, announcements);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        string text = await Http.GetStringAsync(new Uri(path, UriKind.Relative)).Within();
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Reads a coordinator from <c>/api/status</c>.</summary>
    public async Task<JsonElement> GetCoordinatorAsync(string name)
    {
        JsonElement status = await GetJsonAsync("/api/status");
        return status.GetProperty("coordinators").EnumerateArray().Single(coordinator => coordinator.GetProperty("name").GetString() == name);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync().Within();
        await _app.DisposeAsync().Within();
    }
}
