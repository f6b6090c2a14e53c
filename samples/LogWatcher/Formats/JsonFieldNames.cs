using System.Text.Json;

namespace LogWatcher.Formats;

/// <summary>The property names by which JSON loggers call level, message, logger and exception.</summary>
internal static class JsonFieldNames
{
    public static JsonField Find(scoped ref Utf8JsonReader reader, JsonObjectKind kind) => kind switch
    {
        JsonObjectKind.Log => InLog(ref reader),
        JsonObjectKind.Error => InError(ref reader),
        _ => InRoot(ref reader),
    };

    private static JsonField InRoot(scoped ref Utf8JsonReader reader)
    {
        if (IsAny(ref reader, "@l"u8, "log.level"u8, "level"u8, "Level"u8)) return JsonField.Level;
        if (IsAny(ref reader, "LogLevel"u8, "severity"u8, "lvl"u8, "levelname"u8)) return JsonField.Level;
        if (IsAny(ref reader, "@m"u8, "message"u8, "msg"u8, "Message"u8)) return JsonField.Message;
        if (reader.ValueTextEquals("RenderedMessage"u8)) return JsonField.Message;
        if (IsAny(ref reader, "@mt"u8, "MessageTemplate"u8, "message.template"u8, "event"u8)) return JsonField.Template;
        if (IsAny(ref reader, "SourceContext"u8, "log.logger"u8, "logger"u8, "Category"u8)) return JsonField.Category;
        if (IsAny(ref reader, "logger_name"u8, "loggerName"u8, "name"u8, "category"u8)) return JsonField.Category;
        if (IsAny(ref reader, "error.type"u8, "exception.type"u8, "exceptionType"u8, "exception_type"u8)) return JsonField.ExceptionType;
        if (IsAny(ref reader, "@x"u8, "error.stack_trace"u8, "error"u8, "Exception"u8)) return JsonField.Details;
        if (IsAny(ref reader, "exception"u8, "stack_trace"u8, "stack"u8, "exc_info"u8)) return JsonField.Details;
        return reader.ValueTextEquals("log"u8) ? JsonField.Log : JsonField.Other;
    }

    private static JsonField InLog(scoped ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("level"u8)) return JsonField.Level;
        return reader.ValueTextEquals("logger"u8) ? JsonField.Category : JsonField.Other;
    }

    private static JsonField InError(scoped ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8)) return JsonField.ExceptionType;
        return reader.ValueTextEquals("stack_trace"u8) || reader.ValueTextEquals("stack"u8) ? JsonField.Details : JsonField.Other;
    }

    private static bool IsAny(
        scoped ref Utf8JsonReader reader,
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> second,
        ReadOnlySpan<byte> third,
        ReadOnlySpan<byte> fourth) =>
        reader.ValueTextEquals(first) || reader.ValueTextEquals(second) || reader.ValueTextEquals(third) || reader.ValueTextEquals(fourth);
}
