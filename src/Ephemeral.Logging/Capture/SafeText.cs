using System.Globalization;

namespace Ephemeral.Logging;

/// <summary>Turns values into text whatever their own code does.</summary>
internal static class SafeText
{
    /// <summary>The longest text of a property's value.</summary>
    public const int MaxValue = 1_024;

    public static string Of(object? value) => Of(value, format: null);

    public static string Of(object? value, string? format)
    {
        try
        {
            return value switch
            {
                null => "(null)",
                string text => text,
                IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
                _ => value.ToString() ?? string.Empty,
            };
        }
        catch (Exception error)
        {
            return $"({value!.GetType().Name} has no text: {error.GetType().Name})";
        }
    }

    /// <summary>Tells whether a value says the same later, on any thread, without running anybody's code.</summary>
    public static bool IsFixed(object? value)
    {
        if (value is null or string or decimal or DateTime or DateTimeOffset or TimeSpan or Guid or DateOnly or TimeOnly) return true;
        Type type = value.GetType();
        return type.IsPrimitive || type.IsEnum;
    }

    /// <summary>Cuts a text, between two characters and not inside one.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        int end = char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>Cuts the text of a property's value; other values are short.</summary>
    public static object? Bounded(object? value) => value is string text ? Cut(text, MaxValue) : value;
}
