using System.Text;

namespace Ephemeral.Logging;

/// <summary>Fills a message template in, for messages that must not be taken from the logger's own formatter because they hold secrets.</summary>
internal static class MessageTemplate
{
    /// <summary>The name under which a structured state carries its template.</summary>
    public const string PropertyName = "{OriginalFormat}";

    /// <summary>Replaces holes in order of appearance by the values in order; alignment is ignored, a format is used.</summary>
    public static string Render(string template, IReadOnlyDictionary<string, object?> values)
    {
        StringBuilder text = new(template.Length + 32);
        ReadOnlySpan<char> rest = template;
        while (!rest.IsEmpty)
        {
            int brace = rest.IndexOfAny('{', '}');
            if (brace < 0) break;
            text.Append(rest[..brace]);
            rest = rest[brace..];
            if (rest.Length > 1 && rest[1] == rest[0])
            {
                text.Append(rest[0]);
                rest = rest[2..];
                continue;
            }

            int end = rest[0] == '{' ? rest.IndexOf('}') : -1;
            if (end < 0) break;
            AppendHole(text, rest[1..end], values);
            rest = rest[(end + 1)..];
        }

        return text.Append(rest).ToString();
    }

    private static void AppendHole(StringBuilder text, ReadOnlySpan<char> hole, IReadOnlyDictionary<string, object?> values)
    {
        int colon = hole.IndexOf(':');
        string? format = colon < 0 ? null : hole[(colon + 1)..].ToString();
        ReadOnlySpan<char> name = colon < 0 ? hole : hole[..colon];
        int comma = name.IndexOf(',');
        if (comma >= 0) name = name[..comma];
        text.Append(values.TryGetValue(name.Trim().ToString(), out object? value) ? SafeText.Of(value, format) : $"{{{hole}}}");
    }
}
