using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests;

public sealed class RepositoryTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task WritesKeepTheCachedReadsTrue()
    {
        await using People people = new(_database.ConnectionString);
        await people.CreateAsync();

        await people.InsertAsync(new("ann", 30)).Within();
        Assert.Equal(new("ann", 30), await people.GetByIdAsync("ann").Within());
        Assert.Null(await people.GetByIdAsync("bob").Within());
        Assert.Single(await people.GetAllAsync().Within());

        await people.InsertAsync(new("bob", 40)).Within();
        Assert.True(await people.UpdateAsync(new("ann", 31)).Within());
        Assert.False(await people.UpdateAsync(new("eve", 1)).Within());
        await people.UpsertAsync(new("bob", 41)).Within();
        await people.UpsertAsync(new("all", 1)).Within();

        Assert.Equal([new("ann", 31), new("bob", 41), new("all", 1)], await people.GetAllAsync().Within());
        Assert.Equal(new("ann", 31), await people.GetByIdAsync("ann").Within());
        Assert.Equal(new("all", 1), await people.GetByIdAsync("all").Within());
        Assert.True(await people.DeleteAsync("ann").Within());
        Assert.False(await people.DeleteAsync("ann").Within());
        Assert.Null(await people.GetByIdAsync("ann").Within());
        Assert.Equal(2, (await people.GetAllAsync().Within()).Count);
    }

    [Fact]
    public async Task AnExistingKey_IsRefusedByInsert()
    {
        await using People people = new(_database.ConnectionString);
        await people.CreateAsync();
        await people.InsertAsync(new("ann", 30)).Within();
        await Assert.ThrowsAsync<SqliteException>(() => people.InsertAsync(new("ann", 31)));
        Assert.Equal(new("ann", 30), await people.GetByIdAsync("ann").Within());
    }

    [Fact]
    public void ATableNameWithAColon_IsRefused() => Assert.Throws<ArgumentException>(() => new People(_database.ConnectionString, "a:b"));

    private sealed record Person(string Name, long Age);

    private sealed class People(string connectionString, string table = "odd \"name\"") : SqliteRepository<Person, string>(connectionString, table)
    {
        protected override string KeyColumn => "Name";

        public Task CreateAsync() => Writer.WriteAsync("CREATE TABLE \"odd \"\"name\"\"\" (Name TEXT PRIMARY KEY, Age INTEGER)").Within();

        protected override Person Map(SqliteDataReader reader) => new(reader.GetString(0), reader.GetInt64(1));

        protected override IReadOnlyList<(string Column, object? Value)> ToColumns(Person entity) => [("Name", entity.Name), ("Age", entity.Age)];

        protected override string GetId(Person entity) => entity.Name;
    }
}
