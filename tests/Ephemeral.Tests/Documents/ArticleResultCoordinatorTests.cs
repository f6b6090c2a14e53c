namespace Ephemeral.Tests.Documents;

/// <summary>Article, "Result-Capturing Coordinators".</summary>
public sealed class ArticleResultCoordinatorTests
{
    [Fact]
    public async Task ResultCapturingCoordinators()
    {
        SessionInput session = new(["click", "scroll"]);
        static Task<string> ComputeFingerprintAsync(string[] events, CancellationToken ct) =>
            events.Length == 0 ? throw new FormatException() : Task.FromResult(string.Join('-', events));

        await using var coordinator = new EphemeralResultCoordinator<SessionInput, SessionResult>(
            async (input, ct) =>
            {
                var fingerprint = await ComputeFingerprintAsync(input.Events, ct);
                return new SessionResult(fingerprint, input.Events.Length);
            },
            new EphemeralOptions { MaxConcurrency = 16 });

        await coordinator.EnqueueAsync(session);
        await coordinator.EnqueueAsync(new([]));
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        var results = coordinator.GetResults();
        var snapshots = coordinator.GetSnapshot();
        var baseSnapshots = coordinator.GetBaseSnapshot();
        var successful = coordinator.GetSuccessful();
        var failed = coordinator.GetFailed();

        SessionResult expected = new("click-scroll", 2);
        Assert.Equal([expected], results);
        Assert.Equal((expected, true), (Assert.Single(successful).Result, Assert.Single(successful).HasResult));
        Assert.Equal((false, true), (Assert.Single(failed).HasResult, Assert.Single(failed).IsFaulted));
        Assert.Equal(2, snapshots.Count);
        IReadOnlyCollection<EphemeralOperationSnapshot> withoutResults = baseSnapshots;
        Assert.Equal(snapshots.Select(static snapshot => snapshot.Id), withoutResults.Select(static snapshot => snapshot.Id));
    }

    private sealed record SessionInput(string[] Events);

    private sealed record SessionResult(string Fingerprint, int Count);
}
