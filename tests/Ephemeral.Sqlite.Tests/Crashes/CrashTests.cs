using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests.Crashes;

/// <summary>A process is killed at random points, again and again: what it had acknowledged is there, and nothing is half there.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 60;
    private const int Seed = 9_001;

    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TempDatabase _database = new();
    private readonly HashSet<long> _writes = [];
    private readonly HashSet<long> _batches = [];
    private readonly HashSet<long> _signals = [];
    private readonly HashSet<long> _due = [];
    private long _clock = _start.UtcTicks;
    private bool _isScheduled; // nothing is due before the schedule was started for the first time

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task WhatWasAcknowledged_SurvivesSixtyKills_Once_AndWhole()
    {
        Random random = new(Seed);
        int progressed = 0;
        for (int round = 1; round <= Kills; round++)
        {
            int killAfter = random.Next(10) == 0 ? random.Next(2) : random.Next(1, 250);
            CrashPlan plan = new(_database.Path, round, Seed + (round * 10), _clock, IsLast: false);
            long dueBefore = _clock;
            List<string> lines = await CrashedProcess.RunAsync(plan, killAfter);
            if (lines.Count > 0) progressed++;
            Assert.DoesNotContain("end", lines);
            Note(lines);
            CheckCopy(plan with { ClockTicks = dueBefore }, $"seed {Seed}, round {round}, killed after {killAfter} lines");
            Pass(TimeSpan.FromSeconds(random.Next(0, 5))); // while nothing runs
        }

        List<string> last = await CrashedProcess.RunAsync(new(_database.Path, Kills + 1, Seed, _clock, IsLast: true), killAfter: null);
        Note(last);
        Assert.Contains("end", last);
        CheckRestoredSignals(last);
        CheckRuns();
        Assert.InRange(progressed, 50, Kills);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {Seed}: {Kills} kills, {_writes.Count} writes, {_batches.Count} transactions, {_signals.Count} signals, {_due.Count} due tasks");
    }

    private void Note(List<string> lines)
    {
        foreach (string[] words in lines.Select(line => line.Split(' ')).Where(words => words.Length == 2))
        {
            if (!long.TryParse(words[1], CultureInfo.InvariantCulture, out long id)) continue;
            if (words[0] == "write") _writes.Add(id);
            if (words[0] == "batch") _batches.Add(id);
            if (words[0] == "signal") _signals.Add(id);
            if (words[0] != "clock") continue;
            _isScheduled = true;
            Pass(TimeSpan.FromTicks(Math.Max(0, id - _clock)));
        }
    }

    /// <summary>Lets the schedules' clock go on: each of its seconds is a due task.</summary>
    private void Pass(TimeSpan by)
    {
        for (long at = _clock + TimeSpan.TicksPerSecond; _isScheduled && at <= _clock + by.Ticks; at += TimeSpan.TicksPerSecond) _due.Add(at);
        _clock += by.Ticks;
    }

    /// <summary>Looks at a copy, so that the next process finds the file as the killed one left it.</summary>
    private void CheckCopy(CrashPlan plan, string when)
    {
        string copy = Path.Combine(_database.Folder, "copy.db");
        if (!File.Exists(_database.Path)) return;
        foreach (string ending in new[] { "", "-wal" })
        {
            File.Delete(copy + ending);
            if (File.Exists(_database.Path + ending)) File.Copy(_database.Path + ending, copy + ending);
        }

        using SqliteConnection connection = new($"Data Source={copy};Pooling=False");
        connection.Open();
        Assert.True(Queries.Scalar<string>(connection, "PRAGMA integrity_check") == "ok", when);
        if (Queries.Scalar<long>(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'runs'") == 0) return;
        Missing(_writes, Longs(connection, "SELECT id FROM writes"), "writes " + when);
        Missing(_batches, Longs(connection, "SELECT batch FROM batches"), "transactions " + when);
        Assert.True(Queries.Scalar<long>(connection, $"SELECT count(*) FROM (SELECT 1 FROM batches GROUP BY batch HAVING count(*) <> {CrashLoad.RowsOfABatch})") == 0, "half a transaction " + when);
        Assert.True(Queries.Scalar<long>(connection, $"SELECT count(*) FROM runs WHERE round = {plan.Round} AND scheduled_at <= {plan.ClockTicks} AND late = 0") == 0, "a late task is not marked " + when);
        if (_signals.Count == 0) return;
        List<long> signals = Longs(connection, "SELECT CAST(substr(signal, 8) AS INTEGER) FROM ephemeral_signals");
        Missing(_signals, signals, "signals " + when);
        Assert.True(signals.Count == signals.Distinct().Count(), "a signal is doubled " + when);
    }

    private void CheckRestoredSignals(List<string> last)
    {
        List<long> restored = [.. last.Where(line => line.StartsWith("restored signal.", StringComparison.Ordinal)).Select(line => long.Parse(line["restored signal.".Length..], CultureInfo.InvariantCulture))];
        Missing(_signals, restored, "signals in the sink");
        Assert.Equal(restored.Count, restored.Distinct().Count());
    }

    private void CheckRuns()
    {
        using SqliteConnection connection = new(_database.ConnectionString + ";Pooling=False");
        connection.Open();
        Missing(_due, Longs(connection, "SELECT scheduled_at FROM runs"), "due tasks");
        Assert.Equal(0, Queries.Scalar<long>(connection, "SELECT count(*) FROM ephemeral_tasks"));
        Assert.InRange(Queries.Scalar<long>(connection, "SELECT count(*) FROM runs WHERE late = 1"), 1, long.MaxValue);
    }

    private static void Missing(HashSet<long> acknowledged, List<long> there, string what)
    {
        HashSet<long> missing = [.. acknowledged];
        missing.ExceptWith(there);
        Assert.True(missing.Count == 0, $"{missing.Count} acknowledged {what} are missing, the first is {missing.Order().FirstOrDefault()}");
    }

    private static List<long> Longs(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<long> values = [];
        while (reader.Read()) values.Add(reader.GetInt64(0));
        return values;
    }
}
