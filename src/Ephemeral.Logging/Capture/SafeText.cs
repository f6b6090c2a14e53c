using System.Globalization;

namespace Ephemeral.Logging;

/// <summary>Turns values into text whatever their own code does.</summary>
internal static class SafeText
{
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

    public static string Cut(string text, int limit) => text.Length <= limit ? text : string.Concat(text.AsSpan(0, limit - 1), "…");
}
