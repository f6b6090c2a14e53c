using Ephemeral.Logging;
using Ephemeral.Logging.Tests.Incidents;

namespace Ephemeral.Sqlite.Tests.Stores;

public sealed class SqliteIncidentStoreTests : IncidentStoreContract
{
    private readonly TempDatabase _database = new();
    private SqliteIncidentStore? _open;

    [Fact]
    public async Task ADocumentThatCannotBeRead_HidesNoOther()
    {
        IIncidentStore store = await OpenAsync();
        await store.SaveAsync([Named("a"), Named("b")], [], TestContext.Current.CancellationToken).Within();
        await using SqliteSingleWriter writer = _database.Open();
        await writer.WriteAsync("UPDATE ephemeral_incidents SET document = '{' WHERE id = 'a'").Within();

        IReadOnlyList<Incident> loaded = await store.LoadAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(["b"], loaded.Where(incident => incident is not null).Select(incident => incident.Id));
        Assert.Equal(2, loaded.Count);
    }

    [Fact]
    public async Task ATracker_GoesOnCountingAfterARestart_AndAnnouncesNothingTwice()
    {
        List<string> announced = [];
        for (int run = 0; run < 2; run++)
        {
            SignalSink sink = new();
            sink.Subscribe("incident.*", signal => announced.Add(signal.Signal));
            TypedSignalSink<SignalLogPayload> logs = new(sink);
            await using IncidentTracker tracker = new(sink, new() { Fingerprint = _ => "one" }, await OpenAsync());
            await tracker.WaitUntilRestoredAsync(TestContext.Current.CancellationToken).Within();
            for (int i = 0; i < 5; i++) logs.Raise("log.error.db", new SignalLogPayload("failed", default, "db", Microsoft.Extensions.Logging.LogLevel.Error) { MessageTemplate = "failed" });
            await tracker.DisposeAsync().Within();
        }

        IReadOnlyList<Incident> kept = await (await OpenAsync()).LoadAsync(TestContext.Current.CancellationToken).Within();
        Assert.Equal(10, Assert.Single(kept).Count);
        Assert.Equal(["incident.opened"], announced);
    }

    protected override async ValueTask<IIncidentStore> OpenAsync()
    {
        if (_open is not null) await _open.DisposeAsync();
        return _open = new(_database.ConnectionString, TempDatabase.Fast);
    }

    protected override async ValueTask CleanUpAsync()
    {
        if (_open is not null) await _open.DisposeAsync();
        _database.Dispose();
    }

    private static Incident Named(string id) => new() { Id = id, Fingerprint = id, Rule = "r", Title = "t", Count = 1 };
}
