using System.Text;
using System.Text.Json;

namespace Ephemeral.Scheduling.Definitions;

/// <summary>A JSON file of definitions: read whole, or not at all.</summary>
internal static class ScheduleFile
{
    private static readonly JsonDocumentOptions _options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static IReadOnlyList<ScheduledTaskDefinition> Load(string path)
    {
        using JsonDocument document = Open(path);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new InvalidOperationException($"The schedule file '{path}' has no array at its root. Write the tasks as [ {{ \"name\": …, \"cron\": …, \"signal\": … }} ].");

        List<ScheduledTaskDefinition> definitions = [];
        List<string> faults = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        int index = 0;
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            index++;
            DefinitionReader reader = new(element);
            ScheduledTaskDefinition? definition = reader.Read();
            foreach (string fault in reader.Faults) faults.Add($"{reader.Place(index)}: {fault}");
            if (reader.Name is { } name && !places.TryAdd(name, index)) faults.Add($"{reader.Place(index)}: entry {places[name]} has this name too");
            if (definition is not null) definitions.Add(definition);
        }

        if (faults.Count > 0) throw Invalid(path, faults);
        return definitions;
    }

    private static JsonDocument Open(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), _options);
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException($"The schedule file '{path}' is not valid JSON: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The schedule file '{path}' cannot be read: {error.Message}", error);
        }
    }

    private static InvalidOperationException Invalid(string path, List<string> faults)
    {
        StringBuilder message = new($"The schedule file '{path}' is not valid ({faults.Count} {(faults.Count == 1 ? "fault" : "faults")}), so none of its tasks was taken:");
        foreach (string fault in faults) message.Append("\n  ").Append(fault).Append('.');
        return new(message.ToString());
    }
}
