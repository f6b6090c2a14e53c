using Ephemeral.Scheduling;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests.Documents;

/// <summary>The code of the packages' readmes, and what the reference documents promise of this area.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task TheReadmeOfSqlite()
    {
        string connectionString = _database.ConnectionString;

        // snippet: SqliteReadme
        await using SqliteSingleWriter writer = SqliteSingleWriter.GetOrCreate(connectionString);
        await writer.WriteAsync("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT)");
        await writer.WriteAsync("INSERT INTO users VALUES (@Id, @Name)", new { Id = 42, Name = "ann" });

        string? name = await writer.ReadAsync("user:42", connection => FindNameAsync(connection, 42));
        await writer.WriteAndInvalidateAsync("UPDATE users SET name = @Name WHERE id = @Id", new { Id = 42, Name = "bob" }, ["user:42"]);
        name = await writer.ReadAsync("user:42", connection => FindNameAsync(connection, 42));
        // end snippet

        Assert.Equal("bob", name);
    }

    [Fact]
    public async Task TheReadmeOfScheduling()
    {
        string connectionString = _database.ConnectionString;
        string path = Path.Combine(_database.Folder, "schedules.json");
        await File.WriteAllTextAsync(path, Schedules, TestContext.Current.CancellationToken);
        SignalSink sink = new();

        // snippet: SchedulingReadme
        sink.Subscribe("backup.run", signal => Console.WriteLine($"{signal.Key} is due"));

        await using SqliteDurableTaskStore store = new(connectionString);
        await using DurableTaskAtom tasks = new(sink, store: store);
        await using ScheduledTasksAtom schedules = new(tasks, ScheduledTaskDefinition.LoadFromJsonFile(path));
        await schedules.TriggerAsync("nightly"); // or wait until two o'clock
        await tasks.WaitForIdleAsync();
        // end snippet

        Assert.Equal("orders", Assert.Single(sink.Sense(signal => signal.Signal == "backup.run")).Key);
        Assert.True(sink.Detect("beat")); // on startup
        Assert.Equal(0L, _database.Scalar("SELECT count(*) FROM ephemeral_tasks"));
    }

    /// <summary>The reference document: each task has its name, signal, key, payload and description, and a job takes it as the handle of its work.</summary>
    [Fact]
    public async Task AnAttributeJob_TakesTheTaskThatItsSignalAnnounces()
    {
        string path = Path.Combine(_database.Folder, "schedules.json");
        await File.WriteAllTextAsync(path, Schedules, TestContext.Current.CancellationToken);
        SignalSink sink = new();
        BackupJobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(sink, [jobs]);
        await using DurableTaskAtom tasks = new(sink);
        await using ScheduledTasksAtom schedules = new(tasks, ScheduledTaskDefinition.LoadFromJsonFile(path));

        await schedules.TriggerAsync("nightly").Within();
        await tasks.WaitForIdleAsync().Within();

        DurableTask task = await jobs.Ran.Task.Within();
        Assert.Equal(("nightly", "backup.run", "orders", "Backs up the orders"), (task.Name, task.Signal, task.Key, task.Description));
        Assert.Equal(7, task.Payload!.Value.GetProperty("keep").GetInt32());
        Assert.Equal((0, 0), (tasks.PendingCount, tasks.ActiveCount));
    }

    private const string Schedules =
        """
        [
          { "name": "nightly", "cron": "0 2 * * *", "signal": "backup.run", "key": "orders", "payload": { "keep": 7 },
            "timeZone": "Europe/Berlin", "description": "Backs up the orders" },
          { "name": "beat", "cron": "*/10 * * * * *", "signal": "beat", "runOnStartup": true }
        ]
        """;

    private static Task<string?> FindNameAsync(SqliteConnection connection, long id) =>
        Task.FromResult(Queries.Scalar<string?>(connection, $"SELECT name FROM users WHERE id = {id}"));

    public sealed class BackupJobs
    {
        public TaskCompletionSource<DurableTask> Ran { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        [EphemeralJob("backup.run")]
        public Task RunAsync(SignalEvent signal, DurableTask task, CancellationToken cancellationToken)
        {
            Ran.TrySetResult(task);
            return Task.CompletedTask;
        }
    }
}
