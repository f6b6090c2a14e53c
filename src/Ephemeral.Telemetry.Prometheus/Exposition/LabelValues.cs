using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Writes a tag value as the text of a label, without a string for the types that tags usually have.</summary>
internal static class LabelValues
{
    private const int LongestFormatted = 128;

    public static void Write(ExpositionBuffer buffer, object? value)
    {
        switch (value)
        {
            case null: break;
            case string text: buffer.WriteQuoted(text); break;
            case bool flag: buffer.Write(flag ? "true"u8 : "false"u8); break;
            case long number: buffer.Write(number); break;
            case int number: buffer.Write((long)number); break;
            case double number: buffer.Write(number); break;
            case float number: buffer.Write(number); break;
            case Enum: buffer.WriteQuoted(value.ToString()); break;
            case char[] text: buffer.WriteQuoted(text); break;
            case Array list: buffer.WriteQuoted(ToJson(list)); break;
            case ISpanFormattable formattable: WriteFormattable(buffer, formattable); break;
            default: buffer.WriteQuoted(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteFormattable(ExpositionBuffer buffer, ISpanFormattable value)
    {
        Span<char> text = stackalloc char[LongestFormatted];
        if (value.TryFormat(text, out int written, default, CultureInfo.InvariantCulture)) buffer.WriteQuoted(text[..written]);
        else buffer.WriteQuoted(value.ToString(null, CultureInfo.InvariantCulture));
    }

    /// <summary>The attribute specification wants lists as JSON text. Rare as tags, so this one allocates.</summary>
    private static string ToJson(IEnumerable list)
    {
        List<string> items = [];
        foreach (object? item in list)
        {
            items.Add(item switch
            {
                null => "null",
                bool flag => flag ? "true" : "false",
                sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToString(item, CultureInfo.InvariantCulture)!,
                double number when double.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
                float number when float.IsFinite(number) => number.ToString(CultureInfo.InvariantCulture),
                _ => Quote(Convert.ToString(item, CultureInfo.InvariantCulture) ?? ""),
            });
        }
        return $"[{string.Join(',', items)}]";
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
