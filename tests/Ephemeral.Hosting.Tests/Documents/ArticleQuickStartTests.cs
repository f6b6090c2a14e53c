using Microsoft.Extensions.DependencyInjection;
using WorkApi;

namespace Ephemeral.Hosting.Tests.Documents;

/// <summary>The article's quick start and its factory sample.</summary>
public sealed class ArticleQuickStartTests
{
    private readonly Ran _ran = new();

    [Fact]
    public async Task QuickStart_InjectedCoordinatorRuns()
    {
        ServiceCollection services = new();
        services.AddEphemeralWorkCoordinator<TranslationRequest>(
            async (request, ct) => await TranslateAsync(request, ct),
            new EphemeralOptions { MaxConcurrency = 8 });
        services.AddSingleton<TranslationService>();
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        await provider.GetRequiredService<TranslationService>().TranslateAsync(new("hello")).Within();
        await _ran.OneAsync();

        Assert.Equal(["hello"], _ran.Items);
    }

    [Fact]
    public async Task FactoryPattern_EachNameHasItsOwnBodyAndLimit()
    {
        ServiceCollection services = new();
        services.AddEphemeralWorkCoordinator<TranslationRequest>("fast",
            async (request, ct) => await FastTranslateAsync(request, ct),
            new EphemeralOptions { MaxConcurrency = 32 });

        services.AddEphemeralWorkCoordinator<TranslationRequest>("accurate",
            async (request, ct) => await AccurateTranslateAsync(request, ct),
            new EphemeralOptions { MaxConcurrency = 4 });
        services.AddSingleton<TwoSpeedService>();
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        TwoSpeedService service = provider.GetRequiredService<TwoSpeedService>();

        await service.Fast.EnqueueAsync(new("a")).Within();
        await _ran.OneAsync();
        await service.Accurate.EnqueueAsync(new("b")).Within();
        await _ran.OneAsync();

        Assert.Equal(["fast a", "accurate b"], _ran.Items);
        Assert.Equal((32, 4), (service.Fast.CurrentMaxConcurrency, service.Accurate.CurrentMaxConcurrency));
    }

    private Task TranslateAsync(TranslationRequest request, CancellationToken _) => _ran.AddAsync(request.Text);

    private Task FastTranslateAsync(TranslationRequest request, CancellationToken _) => _ran.AddAsync("fast " + request.Text);

    private Task AccurateTranslateAsync(TranslationRequest request, CancellationToken _) => _ran.AddAsync("accurate " + request.Text);

    private sealed class TranslationService(EphemeralWorkCoordinator<TranslationRequest> coordinator)
    {
        public async Task TranslateAsync(TranslationRequest request)
        {
            await coordinator.EnqueueAsync(request);
        }
    }

    private sealed class TwoSpeedService(IEphemeralCoordinatorFactory<TranslationRequest> factory)
    {
        private readonly EphemeralWorkCoordinator<TranslationRequest> _fast =
            factory.CreateCoordinator("fast");

        private readonly EphemeralWorkCoordinator<TranslationRequest> _accurate =
            factory.CreateCoordinator("accurate");

        public EphemeralWorkCoordinator<TranslationRequest> Fast => _fast;

        public EphemeralWorkCoordinator<TranslationRequest> Accurate => _accurate;
    }
}
