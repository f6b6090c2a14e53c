using System.Globalization;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>What the command line of the quick mode says.</summary>
/// <remarks><c>quick [text in a row's name] [--write folder] [--scale n] [--rounds n]</c></remarks>
internal sealed record QuickOptions
{
    /// <summary>Gets a text that the rows to run have in their group or name; null for all rows.</summary>
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

        int NumberOf(string name, int index) =>
            int.TryParse(ValueOf(name, index), CultureInfo.InvariantCulture, out int number) && number > 0 ? number : throw new ArgumentException($"{name} must be a whole number of at least 1 but was '{arguments[index]}'.");
    }

    public bool Includes(Row row) => Filter is null || $"{row.Group} {row.Name}".Contains(Filter, StringComparison.OrdinalIgnoreCase);
}
