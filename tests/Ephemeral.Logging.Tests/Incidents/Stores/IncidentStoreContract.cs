using System.Text.Json;

namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>What every store has to do. A store's own test project links this file and derives from it.</summary>
public abstract class IncidentStoreContract : IAsyncDisposable
{
    private static readonly DateTimeOffset _time = new DateTimeOffset(2026, 3, 1, 12, 30, 15, TimeSpan.Zero).AddTicks(1_234_567);

    [Fact]
    public async Task ANewStore_IsEmpty()
    {
        IIncidentStore store = await OpenAsync();

        Assert.Empty(await store.LoadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhatIsSaved_ComesBackWhole()
    {
        Incident open = Sample(1);
        Incident bare = new() { Id = "b", Fingerprint = "f", Rule = "r", Title = "" };
        await SaveAsync([open, bare]);

        IReadOnlyList<Incident> loaded = await LoadAsync();

        Same([open, bare], loaded);
    }

    [Fact]
    public async Task SavingAgain_Replaces()
    {
        await SaveAsync([Sample(1), Sample(2)]);
        Incident later = Sample(1) with { Count = long.MaxValue, State = IncidentState.Resolved, ResolvedAt = _time.AddDays(1), NextBy = null, Occurrences = [] };

        await SaveAsync([later]);

        Same([later, Sample(2)], await LoadAsync());
    }

    [Fact]
    public async Task WhatIsRemoved_IsGone_AndUnknownIdsAreNoFault()
    {
        await SaveAsync([Sample(1), Sample(2)]);

        await SaveAsync([Sample(3)], [Sample(1).Id, "nobody"]);
        await SaveAsync([], []);

        Same([Sample(2), Sample(3)], await LoadAsync());
    }

    [Fact]
    public async Task AThousandAtOnce_ComeBack()
    {
        Incident[] many = [.. Enumerable.Range(0, 1_001).Select(Sample)];

        await SaveAsync(many);

        Same(many, await LoadAsync());
    }

    [Fact]
    public async Task Cancelled_WritesNothing()
    {
        IIncidentStore store = await OpenAsync();
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.SaveAsync([Sample(1)], [], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.LoadAsync(cancelled.Token));

        Assert.Empty(await store.LoadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Null_IsRefused()
    {
        IIncidentStore store = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await store.SaveAsync(null!, [], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await store.SaveAsync([], null!, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store of this test, with what was saved before: after the first call it stands for a restart.</summary>
    protected abstract ValueTask<IIncidentStore> OpenAsync();

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    private static Incident Sample(int number) => new()
    {
        Id = $"id{number}",
        Fingerprint = $"fingerprint {number}",
        Rule = "errors",
        Severity = IncidentSeverity.Critical,
        Title = "Order {Id} 'quoted'; \"failed\" \u00e4\u20ac\U0001F600\r\n\0",
        State = IncidentState.Acknowledged,
        Count = 5_000_000_000 + number,
        CountSinceAnnounced = 17,
        IsCountShared = true,
        FoldedFaults = 3,
        FirstSeen = _time,
        LastSeen = _time.AddMinutes(1),
        OpenedAt = _time.AddSeconds(1),
        ResolvedAt = _time.AddSeconds(2),
        Announcements = 4,
        AnnouncedAt = _time.AddSeconds(3),
        NextBy = _time.AddSeconds(4),
        By = "ann",
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        Occurrences =
        [
            new(_time, "Order 1 failed", "System.Exception: x\n   at y", "0af7651916cd43dd8448eb211c80319c", "DbFailure", number),
            new(_time.AddTicks(1), new string('x', 8 * 1024), null, null, null, long.MaxValue),
        ],
    };

    private static void Same(IEnumerable<Incident> expected, IEnumerable<Incident> actual) => Assert.Equal(Texts(expected), Texts(actual));

    private static string[] Texts(IEnumerable<Incident> incidents) =>
        [.. incidents.OrderBy(static incident => incident.Id, StringComparer.Ordinal).Select(static incident => JsonSerializer.Serialize(incident))];

    private async Task SaveAsync(Incident[] changed, string[]? removed = null)
    {
        IIncidentStore store = await OpenAsync();
        await store.SaveAsync(changed, removed ?? [], TestContext.Current.CancellationToken).Within();
    }

    private async Task<IReadOnlyList<Incident>> LoadAsync()
    {
        IIncidentStore store = await OpenAsync();
        return await store.LoadAsync(TestContext.Current.CancellationToken).Within();
    }
}
