using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What the single writer costs beside one plain connection that nobody else uses.</summary>
internal static class SqliteRows
{
    public const string Group = "sqlite";
    private const int Writes = 2_000;
    private const int BatchedWrites = 20_000;
    private const int BatchSize = 100;

    public static IEnumerable<Row> List() =>
    [
        new ComparisonRow(Group, "WriteAsync, one caller awaits each", Writes)
        {
            Ours = static () => SqliteWorkload.Writes(callers: 1),
            Baseline = ("plain connection, a transaction per write", static () => SqliteWorkload.Plain(perTransaction: 1)),
        },
        new ComparisonRow(Group, "WriteAsync, 8 callers await theirs", Writes)
        {
            Ours = static () => SqliteWorkload.Writes(callers: 8),
            Baseline = ("plain connection, a transaction per write", static () => SqliteWorkload.Plain(perTransaction: 1)),
        },
        new ComparisonRow(Group, "WriteBatchAsync of 100", BatchedWrites)
        {
            Ours = static () => SqliteWorkload.Batches(BatchSize),
            Baseline = ("plain connection, a transaction per 100 writes", static () => SqliteWorkload.Plain(perTransaction: BatchSize)),
        },
        new ComparisonRow(Group, "WriteBatchAsync of 100", BatchedWrites)
        {
            Ours = static () => SqliteWorkload.Batches(BatchSize),
            Baseline = ("plain connection, a transaction per write", static () => SqliteWorkload.Plain(perTransaction: 1)),
        },
    ];
}
