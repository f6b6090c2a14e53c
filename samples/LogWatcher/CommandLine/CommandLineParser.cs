using System.Diagnostics.CodeAnalysis;

namespace LogWatcher.CommandLine;

/// <summary>Understands <c>[watch FILE...] [options]</c>.</summary>
internal static class CommandLineParser
{
    /// <summary>Gives the options, or the first thing that is wrong with the arguments.</summary>
    /// <remarks><c>--help</c> and <c>--version</c> win over everything that is not wrong. <c>--</c> ends the options.</remarks>
    public static bool TryParse(
        IReadOnlyList<string> arguments, [NotNullWhen(true)] out CommandLineOptions? options, [NotNullWhen(false)] out UsageError? error)
    {
        CommandLineOptions parsed = new();
        List<string> words = [];
        List<CommandLineOption> given = [];
        options = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument == "--")
            {
                words.AddRange(arguments.Skip(i + 1));
                break;
            }

            if (argument.Length < 2 || argument[0] != '-')
            {
                words.Add(argument);
                continue;
            }

            if (!TryTakeOption(arguments, ref i, given, ref parsed, out error)) return false;
        }

        return TryFinish(parsed, words, given, out options, out error);
    }

    private static bool TryTakeOption(
        IReadOnlyList<string> arguments,
        ref int index,
        List<CommandLineOption> given,
        ref CommandLineOptions parsed,
        [NotNullWhen(false)] out UsageError? error)
    {
        string argument = arguments[index];
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? argument : argument[..equals];
        string? value = equals < 0 ? null : argument[(equals + 1)..];
        error = null;
        if (OptionTable.Find(name) is not { } option)
        {
            error = Unknown(name);
        }
        else if (given.Contains(option))
        {
            error = new UsageError($"The option {name} is given twice; give it once.");
        }
        else if (option.ValueName is null && value is not null)
        {
            error = new UsageError($"The option {name} takes no value but was given '{value}'; write {name} alone.");
        }
        else
        {
            bool nextIsValue = option.ValueName is not null && value is null && index + 1 < arguments.Count;
            if (nextIsValue && !arguments[index + 1].StartsWith('-')) value = arguments[++index];
            if (option.ValueName is not null && string.IsNullOrEmpty(value))
                error = new UsageError($"The option {name} needs a value; write {name} {option.ValueName}.");
            else parsed = option.Apply(parsed, value, out error);
            given.Add(option);
        }

        return error is null;
    }

    private static bool TryFinish(
        CommandLineOptions parsed,
        List<string> words,
        List<CommandLineOption> given,
        [NotNullWhen(true)] out CommandLineOptions? options,
        [NotNullWhen(false)] out UsageError? error)
    {
        options = null;
        error = null;
        bool isWatch = words.Count > 0 && words[0] == "watch";
        string[] sources = [.. words.Skip(1)];
        if (parsed.Command == LogWatcherCommand.Demo)
        {
            if (words.Count > 0 && !isWatch)
                error = new UsageError($"The command '{words[0]}' is not known; use watch FILE..., or no command for the demo.");
            else if (isWatch && sources.Length == 0)
                error = new UsageError("The command watch needs at least one file; write watch FILE..., with - for standard input.");
            else if (!isWatch && given.Find(option => option.IsForWatch) is { } misplaced)
                error = new UsageError($"The option {misplaced.Name} has no meaning without a file; write watch FILE... {misplaced.Name}.");
            else if (isWatch && given.Find(option => option.IsForDemo) is { } idle)
                error = new UsageError($"The option {idle.Name} has no meaning for watch; leave it out.");
            else if (sources.GroupBy(source => source).FirstOrDefault(group => group.Count() > 1) is { } repeated)
                error = new UsageError($"The source '{repeated.Key}' is given {repeated.Count()} times; give it once.");
            else if (sources.FirstOrDefault(string.IsNullOrWhiteSpace) is { } blank)
                error = new UsageError($"The file name '{blank}' is blank; name a file, or - for standard input.");
            else if (parsed.Once && parsed.Incidents is not { Alertmanager: null, Webhook: null })
                error = new UsageError("The options --alertmanager and --webhook have no meaning with --once, which tells at the end; leave them out.");
            else if (parsed is { Once: true, FromEnd: true })
                error = new UsageError("The options --once and --tail together would read nothing; leave one of them out.");
        }

        if (error is not null) return false;
        bool isPlainWatch = isWatch && parsed.Command == LogWatcherCommand.Demo;
        if (isPlainWatch) parsed = parsed with { Command = LogWatcherCommand.Watch, Sources = sources };
        options = parsed;
        return true;
    }

    private static UsageError Unknown(string name)
    {
        string known = string.Join(", ", OptionTable.All.Select(option => option.Name));
        string? nearest = NearestName.Find(name, OptionTable.All.Select(option => option.Name));
        return new UsageError(nearest is null
            ? $"The option '{name}' is not known; the options are {known}."
            : $"The option '{name}' is not known, did you mean {nearest}? The options are {known}.");
    }
}
