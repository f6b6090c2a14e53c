using System.Text.Json;

namespace Ephemeral.Scheduling.Definitions;

/// <summary>Reads one definition and collects all that is wrong with it.</summary>
internal sealed class DefinitionReader
{
    private static readonly string[] _known = ["name", "cron", "signal", "key", "payload", "description", "timeZone", "runOnStartup", "format"];

    private readonly List<string> _faults = [];
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.OrdinalIgnoreCase);

    public DefinitionReader(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _faults.Add($"it is not an object but {Describe(element.ValueKind)}");
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_known.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                _faults.Add($"'{property.Name}' is unknown; known are {string.Join(", ", _known)}");
            else if (!_values.TryAdd(property.Name, property.Value)) _faults.Add($"'{property.Name}' is there twice");
        }
    }

    public IReadOnlyList<string> Faults => _faults;

    public string? Name => _values.TryGetValue("name", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    /// <summary>Returns where the definition is, for messages.</summary>
    public string Place(int? index) => (index, Name) switch
    {
        (null, { } name) => $"'{name}'",
        (null, null) => "without a name",
        (_, { } name) => $"entry {index} ('{name}')",
        _ => $"entry {index}",
    };

    /// <summary>Returns the definition; null when there are faults.</summary>
    public ScheduledTaskDefinition? Read()
    {
        string? name = Text("name", isRequired: true);
        string? cron = Text("cron", isRequired: true);
        string? signal = Text("signal", isRequired: true);
        string? key = Text("key");
        string? description = Text("description");
        TimeZoneInfo? zone = Zone(Text("timeZone"));
        bool runOnStartup = Flag("runOnStartup");
        CronFormat format = Format(Text("format"));
        JsonElement? payload = _values.TryGetValue("payload", out JsonElement given) && given.ValueKind != JsonValueKind.Null ? given : null;
        ScheduledTaskDefinition? definition = null;
        try
        {
            if (cron is not null) definition = new(name ?? "?", cron, signal ?? "?", key, payload, description, zone, runOnStartup, format);
        }
        catch (ArgumentException error) when (error.InnerException is FormatException reason)
        {
            _faults.Add($"cron '{cron}' is not valid: {reason.Message.TrimEnd('.')}");
        }

        return _faults.Count == 0 ? definition : null;
    }

    private string? Text(string name, bool isRequired = false)
    {
        if (!_values.TryGetValue(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            if (isRequired && _values.Count > 0) _faults.Add($"'{name}' is missing");
            else if (isRequired && _faults.Count == 0) _faults.Add($"'{name}' is missing");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            _faults.Add($"'{name}' is {Describe(value.ValueKind)}, but a text is needed");
            return null;
        }

        string text = value.GetString()!;
        if (!isRequired || !string.IsNullOrWhiteSpace(text)) return text;
        _faults.Add($"'{name}' is blank");
        return null;
    }

    private bool Flag(string name)
    {
        if (!_values.TryGetValue(name, out JsonElement value)) return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) _faults.Add($"'{name}' is {Describe(value.ValueKind)}, but true or false is needed");
        return value.ValueKind == JsonValueKind.True;
    }

    private TimeZoneInfo? Zone(string? id)
    {
        if (id is null) return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)) return zone;
        _faults.Add($"time zone '{id}' is unknown on this machine; name one as in 'Europe/London'");
        return null;
    }

    private CronFormat Format(string? format)
    {
        if (format is null) return CronFormat.Auto;
        if (Enum.TryParse(format, ignoreCase: true, out CronFormat parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(format[0])) return parsed;
        _faults.Add($"format '{format}' is unknown; known are {nameof(CronFormat.Standard)} and {nameof(CronFormat.IncludeSeconds)}");
        return CronFormat.Auto;
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
