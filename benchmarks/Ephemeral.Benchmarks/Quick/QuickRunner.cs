using System.Diagnostics;
using Ephemeral.Benchmarks.Rows;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>Runs every row in minutes, prints the table, and fails when a row allocates more than it may.</summary>
internal static class QuickRunner
{
    public static async Task<int> RunAsync(QuickOptions options, TextWriter output)
    {
        IReadOnlyList<Row> rows = options.Choose([.. AllRows.List()]);
        long start = Stopwatch.GetTimestamp();
        List<RowResult> results = [];
        output.WriteLine(Machine.Description);
        output.WriteLine(string.Join(" · ", RowResult.Columns));
        foreach (Row row in rows)
        {
            GC.Collect();
            RowResult result = await row.MeasureAsync(options);
            results.Add(result);
            output.WriteLine($"{result.Group}: {string.Join(" · ", result.Cells)}");
        }

        int missed = results.Count(static result => result.AllocationMissed);
        output.WriteLine(FormattableString.Invariant(
            $"{results.Count} rows in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s; {missed} missed a target of bytes."));
        if (options.Folder is not null) ResultFiles.Write(options.Folder, results);
        return missed == 0 ? 0 : 1;
    }
}
