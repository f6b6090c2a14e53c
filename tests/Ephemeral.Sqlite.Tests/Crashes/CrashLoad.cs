using Ephemeral.Patterns;
using Ephemeral.Scheduling;

namespace Ephemeral.Sqlite.Tests.Crashes;

/// <summary>The work of a process that is killed: writes, signals and schedules on one file. It says each thing once it is acknowledged.</summary>
internal sealed class CrashLoad(CrashPlan plan)
{
    public const string Argument = "--crash-load";
    public const int RowsOfABatch = 5;
    public const int IdsOfARound = 100_000;
    private const int Steps = 2_000; // should nobody kill it

    private readonly string _connectionString = $"Data Source={plan.Path}";
    private readonly CrashClock _clock = new(plan.ClockTicks);

    public async Task RunAsync()
    {
        SqliteSingleWriterOptions options = new() { Synchronous = plan.Seed % 8 == 0 ? SqliteSynchronous.Full : SqliteSynchronous.Normal };
        await using SqliteSingleWriter writer = SqliteSingleWriter.GetOrCreate(_connectionString, options);
        await writer.WriteAsync("""
            CREATE TABLE IF NOT EXISTS writes (id INTEGER PRIMARY KEY);
            CREATE TABLE IF NOT EXISTS batches (batch INTEGER, row INTEGER, PRIMARY KEY (batch, row));
            CREATE TABLE IF NOT EXISTS runs (scheduled_at INTEGER, round INTEGER, late INTEGER)
            """);
        await Task.WhenAll(WriteAsync(writer), SignalAsync(), ScheduleAsync(writer));
        Console.WriteLine("end;");
    }

    private async Task WriteAsync(SqliteSingleWriter writer)
    {
        Random random = new(plan.Seed);
        for (int step = 0; step < (plan.IsLast ? 0 : Steps); step++)
        {
            long id = ((long)plan.Round * IdsOfARound) + step;
            switch (random.Next(3))
            {
                case 0:
                    await writer.WriteAsync("INSERT INTO writes VALUES (@id)", new { id });
                    Console.WriteLine($"write {id};");
                    break;
                case 1:
                    await writer.WriteBatchAsync(Enumerable.Range(0, RowsOfABatch).Select(row => new SqliteStatement("INSERT INTO batches VALUES (@id, @row)", ("id", id), ("row", row))));
                    Console.WriteLine($"batch {id};");
                    break;
                default:
                    await writer.ExecuteInTransactionAsync(async (connection, transaction, _) =>
                    {
                        for (int row = 0; row < RowsOfABatch; row++)
                        {
                            Queries.Execute(connection, $"INSERT INTO batches VALUES ({id}, {row})", transaction);
                            await Task.Yield();
                        }
                    });
                    Console.WriteLine($"batch {id};");
                    break;
            }
        }
    }

    private async Task SignalAsync()
    {
        SignalSink sink = new(maxCapacity: 1_000_000, maxAge: TimeSpan.FromDays(1));
        await using SqliteSignalWindowStore store = new(_connectionString);
        await using PersistentSignalWindow window = await PersistentSignalWindow.OpenAsync(sink, store);
        if (plan.IsLast)
        {
            foreach (SignalEvent signal in sink.Sense()) Console.WriteLine($"restored {signal.Signal};");
        }

        Random random = new(plan.Seed + 1);
        int id = plan.Round * IdsOfARound;
        for (int step = 0; step < (plan.IsLast ? 0 : Steps); step++)
        {
            int first = id;
            for (int count = random.Next(1, 8); count > 0; count--) sink.Raise($"signal.{id++}");
            await window.FlushAsync();
            for (int raised = first; raised < id; raised++) Console.WriteLine($"signal {raised};");
        }
    }

    private async Task ScheduleAsync(SqliteSingleWriter writer)
    {
        await using SqliteDurableTaskStore store = new(_connectionString);
        await using DurableTaskAtom tasks = new(
            (task, _) => writer.WriteAsync("INSERT INTO runs VALUES (@at, @round, @late)", new { at = task.ScheduledAt.UtcTicks, round = plan.Round, late = task.IsLate }),
            store: store);
        await using ScheduledTasksAtom schedules = new(
            tasks,
            [new("second", "* * * * * *", "tick")],
            new() { AutoStart = false, TimeProvider = _clock, MissedTicks = MissedTickPolicy.CatchUp, MaxCatchUp = 100_000 });
        Random random = new(plan.Seed + 2);
        await schedules.TriggerAsync();
        Console.WriteLine($"clock {_clock.GetUtcNow().UtcTicks};");
        for (int step = 0; step < (plan.IsLast ? 0 : Steps); step++)
        {
            long now = _clock.Move(TimeSpan.FromSeconds(random.Next(1, 4)));
            await schedules.TriggerAsync();
            Console.WriteLine($"clock {now};");
        }

        await tasks.WaitForIdleAsync();
    }
}
