using System.Text.Json;

namespace LogWatcher.Formats;

/// <summary>One JSON object a line: compact CLEF (<c>@l</c>, <c>@m</c>), ECS (<c>log.level</c>, flat or nested) and plain names.</summary>
internal sealed class JsonFormat : ILogFormat
{
    private byte[] _scratch = [];
    private int _used;

    public string Name => "json";

    public bool TryParse(ReadOnlySpan<byte> line, out ParsedLine parsed)
    {
        parsed = default;
        if (line.Length < 2 || line[0] != '{' || line[^1] != '}') return false;
        if (_scratch.Length < line.Length) _scratch = new byte[Math.Max(line.Length, 1_024)];
        _used = 0;
        ParsedLine fields = new() { Level = LogLevel.None };
        try
        {
            Utf8JsonReader reader = new(line);
            if (!reader.Read() || !ReadObject(ref reader, JsonObjectKind.Root, ref fields) || !Complete(ref fields)) return false;
            parsed = fields;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Complete(scoped ref ParsedLine parsed)
    {
        bool known = parsed.Level != LogLevel.None || !parsed.Message.IsEmpty;
        if (parsed.Level == LogLevel.None) parsed.Level = LogLevel.Information;
        if (parsed.ExceptionType.IsEmpty) _ = ExceptionLine.TryGetType(parsed.Details, out parsed.ExceptionType);
        return known;
    }

    private bool ReadObject(scoped ref Utf8JsonReader reader, JsonObjectKind kind, scoped ref ParsedLine parsed)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonField field = JsonFieldNames.Find(ref reader, kind);
            if (!reader.Read()) return false;
            if (reader.TokenType == JsonTokenType.StartObject && NestedKind(field, kind) is JsonObjectKind nested)
                ReadObject(ref reader, nested, ref parsed);
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
            else if (reader.TokenType == JsonTokenType.String) Assign(field, Text(ref reader), ref parsed);
            else if (reader.TokenType == JsonTokenType.Number && field == JsonField.Level && reader.TryGetInt64(out long number))
                parsed.Level = LevelNames.FromNumber(number);
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static JsonObjectKind? NestedKind(JsonField field, JsonObjectKind kind) => (field, kind) switch
    {
        (JsonField.Log, JsonObjectKind.Root) => JsonObjectKind.Log,
        (JsonField.Details, JsonObjectKind.Root) => JsonObjectKind.Error,
        _ => null,
    };

    private static void Assign(JsonField field, ReadOnlySpan<byte> text, scoped ref ParsedLine parsed)
    {
        switch (field)
        {
            case JsonField.Level when LevelNames.TryParse(text, out LogLevel level): parsed.Level = level; break;
            case JsonField.Message: parsed.Message = text; break;
            case JsonField.Template when parsed.Message.IsEmpty: parsed.Message = text; break;
            case JsonField.Category: parsed.Category = text; break;
            case JsonField.ExceptionType: parsed.ExceptionType = text; break;
            case JsonField.Details: parsed.Details = text; break;
        }
    }

    /// <summary>Gives the string without escapes.</summary>
    /// <remarks>All the strings of a line together are shorter than the line, so the scratch holds them.</remarks>
    private ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan;
        try
        {
            int length = reader.CopyString(_scratch.AsSpan(_used));
            ReadOnlySpan<byte> text = _scratch.AsSpan(_used, length);
            _used += length;
            return text;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: legal JSON that has no UTF-8. The escaped form is the best there is.
            return reader.ValueSpan;
        }
    }
}
