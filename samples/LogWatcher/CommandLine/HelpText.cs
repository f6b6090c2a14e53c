using System.Globalization;
using System.Text;

namespace LogWatcher.CommandLine;

/// <summary>The help, made from the option table.</summary>
internal static class HelpText
{
    private const string Head =
        """
        LogWatcher reads logs and turns their errors into incidents.

        Usage:
          LogWatcher                    Run the demo service, which makes its own log.
          LogWatcher watch FILE...      Follow log files; - is standard input.

        Files are read from their beginning and then followed: as they grow, are truncated, or are replaced by rotation. A file
        that does not exist yet is waited for. Standard input, and files with --once, are read to their end; a summary follows.

        Options:
        """;

    private const string Tail =
        """

        Exit codes: 0 success, 1 a source could not be read or the page not be served, 2 the command line was wrong.
        """;

    public static string Create()
    {
        StringBuilder text = new(Head);
        text.AppendLine();
        foreach (CommandLineOption option in OptionTable.All)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {$"{option.Name} {option.ValueName}",-20}{option.Help}");
        return text.AppendLine(Tail).ToString();
    }
}
