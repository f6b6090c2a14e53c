using Ephemeral.TestKit.Stores;

namespace Ephemeral.Sqlite.Tests.Stores;

public sealed class SqliteDurableTaskStoreTests : DurableTaskStoreContract, IAsyncDisposable
{
    private readonly TempDatabase _database = new();
    private SqliteDurableTaskStore? _open;

    public async ValueTask DisposeAsync()
    {
        if (_open is not null) await _open.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task APayloadThatIsNoJson_IsNamedWithFileAndTask()
    {
        IDurableTaskStore store = await OpenAsync();
        await store.AddAsync([new("a", "s", DateTimeOffset.UnixEpoch) { Id = "broken" }], new Dictionary<string, DateTimeOffset>(), TestContext.Current.CancellationToken);
        await using SqliteSingleWriter writer = _database.Open();
        await writer.WriteAsync("UPDATE ephemeral_tasks SET payload = '{'").Within();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.ReadUnfinishedAsync().Within());

        Assert.StartsWith($"The payload of the task 'broken' in '{_database.Path}' is not JSON.", error.Message, StringComparison.Ordinal);
    }

    protected override async ValueTask<IDurableTaskStore> OpenAsync()
    {
        if (_open is not null) await _open.DisposeAsync();
        return _open = new(_database.ConnectionString, TempDatabase.Fast);
    }
}
