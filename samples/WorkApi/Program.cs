using Ephemeral;
using Microsoft.AspNetCore.Mvc;
using WorkApi;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddCoordinator<WorkItem>(
    async (item, ct) => await ProcessAsync(item, ct),
    new EphemeralOptions { MaxConcurrency = 8 });

builder.Services.AddEphemeralSignalJobRunner<LogWatcherJobs>();

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

builder.Services.AddSingleton<ICommandHandler, CommandPrinter>();
builder.Services.AddControllers();
builder.Services.AddHealthChecks().AddEphemeral();

var app = builder.Build();
app.MapPost("/", async ([FromServices] IEphemeralCoordinatorFactory<WorkItem> factory, WorkItem item) =>
{
    var coordinator = factory.CreateCoordinator();
    await coordinator.EnqueueAsync(item);
    return Results.Accepted();
});
app.MapControllers();
app.MapHealthChecks("/health");

await app.RunAsync();

static Task ProcessAsync(WorkItem item, CancellationToken ct) => Console.Out.WriteLineAsync($"processed {item.Id}".AsMemory(), ct);

static Task FastTranslateAsync(TranslationRequest req, CancellationToken ct) => Console.Out.WriteLineAsync($"translated '{req.Text}'".AsMemory(), ct);
