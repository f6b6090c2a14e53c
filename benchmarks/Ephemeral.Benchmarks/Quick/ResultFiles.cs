using System.Text;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>Writes results as Markdown, one file for each group of rows.</summary>
internal static class ResultFiles
{
    public static void Write(string folder, IEnumerable<RowResult> results)
    {
        Directory.CreateDirectory(folder);
        foreach (IGrouping<string, RowResult> group in results.GroupBy(static result => result.Group))
            File.WriteAllText(Path.Combine(folder, $"{group.Key}.md"), Page(group.Key, group));
    }

    private static string Page(string group, IEnumerable<RowResult> rows)
    {
        StringBuilder page = new();
        page.Append(null, $"# {group}\n\n");
        page.Append(null, $"{Machine.Description}.\n");
        page.Append("Medians of interleaved rounds; the ratio is the median of the rounds' own ratios.\n");
        page.Append("The machine was shared with other builds: read ratios and bytes, not nanoseconds. To make this file again:\n\n");
        page.Append("```\n");
        page.Append(null, $"dotnet run -c Release --project benchmarks/Ephemeral.Benchmarks -- quick {group} --write benchmarks/results\n");
        page.Append("```\n\n");
        AppendLine(page, RowResult.Columns);
        AppendLine(page, ["---", "---:", "---:", "---", "---:", "---:", "---:", "---", "---"]);
        foreach (RowResult row in rows) AppendLine(page, row.Cells.Select(Escaped));
        return page.ToString();
    }

    private static void AppendLine(StringBuilder page, IEnumerable<string> cells) =>
        page.Append(null, $"| {string.Join(" | ", cells)} |\n");

    private static string Escaped(string cell) => cell.Replace("*", "\\*", StringComparison.Ordinal);
}
