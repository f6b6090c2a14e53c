using System.Globalization;

namespace Ephemeral.Internal;

/// <summary>The text form of a lane: <c>name</c>, or <c>name:4</c> for a lane in which at most four run.</summary>
internal readonly record struct LaneText(string Name, int? MaxConcurrency)
{
    /// <summary>The most lanes of one coordinator.</summary>
    public const int MaxLanes = 64;

    /// <summary>Reads the text; the fault is a sentence for the user, null when there is none.</summary>
    public static LaneText Parse(string text, out string? fault)
    {
        int colon = text.LastIndexOf(':');
        string name = (colon < 0 ? text : text[..colon]).Trim();
        string number = colon < 0 ? "" : text[(colon + 1)..].Trim();
        int limit = 0;
        fault = name.Length == 0 ? $"The lane '{text}' has no name. Write 'name' or 'name:4'."
            : colon >= 0 && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit > 0)
                ? $"The lane '{text}' must end in a positive whole number after the colon but ends in '{number}'. Write '{name}' or '{name}:4'."
                : null;
        return new(name, colon < 0 ? null : limit);
    }
}
