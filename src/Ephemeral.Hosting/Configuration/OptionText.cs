using System.Globalization;

namespace Ephemeral.Hosting.Configuration;

/// <summary>Reads the text of one option; null when it is something else.</summary>
internal static class OptionText
{
    public static int? Number(string text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>Reads a time. A bare number is refused: it would be days, which nobody means.</summary>
    public static TimeSpan? Time(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan value) ? value : null;
}
