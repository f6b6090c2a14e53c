using Ephemeral.TestKit.Stores;

namespace Ephemeral.Sqlite.Tests.Stores;

public sealed class SqliteSignalWindowStoreTests : SignalWindowStoreContract, IAsyncDisposable
{
    private readonly TempDatabase _database = new();
    private SqliteSignalWindowStore? _open;

    public async ValueTask DisposeAsync()
    {
        if (_open is not null) await _open.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task TwoWindows_HaveTablesOfTheirOwn()
    {
        ISignalWindowStore one = await OpenAsync();
        await using SqliteSignalWindowStore two = new(_database.ConnectionString, "another \"table\"");
        await two.WriteAsync([new(1, "x", 1, null, DateTimeOffset.UnixEpoch)], []).Within();

        Assert.Empty(await one.ReadAsync().Within());
        Assert.Single(await two.ReadAsync().Within());
    }

    [Fact]
    public async Task ANameWithAZeroCharacter_IsKeptWhole()
    {
        StoredSignal odd = new(1, "a\0b", 1, "\0", DateTimeOffset.UnixEpoch);
        await (await OpenAsync()).WriteAsync([odd], []).Within();
        Assert.Equal(odd, Assert.Single(await (await OpenAsync()).ReadAsync().Within()));
    }

    protected override async ValueTask<ISignalWindowStore> OpenAsync()
    {
        if (_open is not null) await _open.DisposeAsync();
        return _open = new(_database.ConnectionString, options: TempDatabase.Fast);
    }
}
