using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Hosting.Tests.Documents;

/// <summary>The article's complete example: a named translator factory with its controller, served on loopback.</summary>
public sealed class ArticleCompleteExampleTests
{
    private readonly Ran _ran = new();
    private readonly Gate _command = new();

    [Fact]
    public async Task ControllersEnqueue_AndTheFairShareOfAUserIsKept()
    {
        var builder = WebApplication.CreateBuilder();

        builder.Services.AddEphemeralWorkCoordinator<TranslationRequest>("fast",
            async (req, ct) => await FastTranslateAsync(req, ct),
            new EphemeralOptions { MaxConcurrency = 16 });

        builder.Services.AddEphemeralKeyedWorkCoordinator<UserCommand, string>("commands",
            cmd => cmd.UserId,
            sp =>
            {
                var handler = sp.GetRequiredService<ICommandHandler>();
                return async (cmd, ct) => await handler.HandleAsync(cmd, ct);
            },
            new EphemeralOptions
            {
                MaxConcurrency = 32,
                MaxConcurrencyPerKey = 1,
                EnableFairScheduling = true,
                CancelOnSignals = new HashSet<string> { "system-overload" }
            });

        builder.Services.AddSingleton<ICommandHandler>(new HeldHandler(_command));
        builder.Services.AddControllers().AddApplicationPart(typeof(WorkController).Assembly);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using WebApplication app = builder.Build();
        app.MapControllers();
        await app.StartAsync().Within();
        using HttpClient client = new() { BaseAddress = new(app.Urls.Single()) };

        using HttpResponseMessage translated = await client.PostAsJsonAsync("api/translate", new TranslationRequest("hello")).Within();
        await _ran.OneAsync();
        Assert.Equal(HttpStatusCode.OK, await CommandAsync(client));
        await _command.Reached;
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 11; i++) answers.Add(await CommandAsync(client));
        JsonElement status = await client.GetFromJsonAsync<JsonElement>("api/status").Within();
        _command.Open();
        await app.StopAsync().Within();

        Assert.Equal(HttpStatusCode.OK, translated.StatusCode);
        Assert.Equal(["hello"], _ran.Items);
        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 10), HttpStatusCode.TooManyRequests], answers);
        Assert.Equal((10, 1), (status.GetProperty("commands").GetProperty("pending").GetInt32(), status.GetProperty("commands").GetProperty("active").GetInt32()));
        Assert.False(status.GetProperty("translator").GetProperty("hasRateLimit").GetBoolean());
    }

    private static async Task<HttpStatusCode> CommandAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync("api/command", new UserCommand("ann", "save")).Within();
        return response.StatusCode;
    }

    private Task FastTranslateAsync(TranslationRequest request, CancellationToken _) => _ran.AddAsync(request.Text);

    private sealed class HeldHandler(Gate gate) : ICommandHandler
    {
        public Task HandleAsync(UserCommand command, CancellationToken cancellationToken) => gate.WaitAsync(cancellationToken);
    }
}
