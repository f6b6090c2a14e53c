using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WorkApi;

namespace Ephemeral.Hosting.Tests.Documents;

/// <summary>The article's complete example, as the sample's Program has it: a named translator factory with its controller.</summary>
public sealed class ArticleCompleteExampleTests
{
    private readonly Gate _command = new();

    [Fact]
    public async Task ControllersEnqueue_AndTheFairShareOfAUserIsKept()
    {
        await using WorkApiFactory factory = new(services => services.AddSingleton<ICommandHandler>(new HeldHandler(_command)));
        using HttpClient client = factory.CreateClient();
        EphemeralWorkCoordinator<TranslationRequest> translator =
            factory.Services.GetRequiredService<IEphemeralCoordinatorFactory<TranslationRequest>>().CreateCoordinator("fast");

        using HttpResponseMessage translated = await client.PostAsJsonAsync("api/translate", new TranslationRequest("hello")).Within();
        await translator.FlushAsync().Within();
        Assert.Equal(HttpStatusCode.OK, await CommandAsync(client));
        await _command.Reached;
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 11; i++) answers.Add(await CommandAsync(client));
        JsonElement status = await client.GetFromJsonAsync<JsonElement>("api/status").Within();
        _command.Open();

        Assert.Equal(HttpStatusCode.OK, translated.StatusCode);
        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 10), HttpStatusCode.TooManyRequests], answers);
        Assert.Equal((10, 1), (status.GetProperty("commands").GetProperty("pending").GetInt32(), status.GetProperty("commands").GetProperty("active").GetInt32()));
        Assert.Equal(1, status.GetProperty("translator").GetProperty("completed").GetInt32());
        Assert.False(status.GetProperty("translator").GetProperty("hasRateLimit").GetBoolean());
    }

    private static async Task<HttpStatusCode> CommandAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync("api/command", new UserCommand("ann", "save")).Within();
        return response.StatusCode;
    }

    private sealed class HeldHandler(Gate gate) : ICommandHandler
    {
        public Task HandleAsync(UserCommand command, CancellationToken cancellationToken) => gate.WaitAsync(cancellationToken);
    }
}
