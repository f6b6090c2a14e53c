using System.Globalization;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>What the command line of the quick mode says.</summary>
/// <remarks><c>quick [group or text in a row's name] [--write folder] [--scale n] [--rounds n]</c></remarks>
internal sealed record QuickOptions
{
    /// <summary>Gets the group of the rows to run, or a text in their names; null for all rows.</summary>
    public string? Filter { get; init; }

    /// <summary>Gets the folder that gets one file for each group; null to write none.</summary>
    public string? Folder { get; init; }

    /// <summary>Gets how many times its usual size each row has.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Gets how many rounds the medians are taken of.</summary>
    public int Rounds { get; init; } = 7;

    /// <exception cref="ArgumentException">An argument is not known, or has no valid value.</exception>
    public static QuickOptions Parse(IReadOnlyList<string> arguments)
    {
        QuickOptions options = new();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            options = argument switch
            {
                "--write" => options with { Folder = ValueOf(argument, ++i) },
                "--scale" => options with { Scale = NumberOf(argument, ++i) },
                "--rounds" => options with { Rounds = NumberOf(argument, ++i) },
                _ when argument.StartsWith('-') => throw new ArgumentException(
                    $"'{argument}' is not an option of the quick mode. Use --write, --scale or --rounds."),
                _ => options with { Filter = argument },
            };
        }

        return options;

        string ValueOf(string name, int index) => index < arguments.Count
            ? arguments[index]
            : throw new ArgumentException($"{name} has no value. Write it after the option.");

        int NumberOf(string name, int index)
        {
            string value = ValueOf(name, index);
            if (int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number > 0) return number;
            throw new ArgumentException($"{name} must be a whole number of at least 1 but was '{value}'.");
        }
    }

    /// <summary>Chooses the rows of the group that the filter names, else those with it in their name.</summary>
    /// <exception cref="ArgumentException">No row is chosen, or results are to be written and the filter is no group.</exception>
    public IReadOnlyList<Row> Choose(IReadOnlyList<Row> rows)
    {
        if (Filter is null) return rows;
        Row[] group = [.. rows.Where(row => row.Group == Filter)];
        if (group.Length > 0) return group;
        if (Folder is not null)
            throw new ArgumentException($"'{Filter}' is no group, and a file of results holds a whole one. {Groups(rows)}");

        Row[] named = [.. rows.Where(row => row.Name.Contains(Filter, StringComparison.OrdinalIgnoreCase))];
        return named.Length > 0 ? named : throw new ArgumentException($"No row has '{Filter}' in its name. {Groups(rows)}");
    }

    private static string Groups(IEnumerable<Row> rows) =>
        $"The groups are {string.Join(", ", rows.Select(static row => row.Group).Distinct())}.";
}
