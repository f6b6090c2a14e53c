using Ephemeral.Signals;

namespace Ephemeral.Responsibility;

/// <summary>Which signals acknowledge what was announced or asked for.</summary>
internal static class AckPatterns
{
    /// <summary>Returns the patterns that a text stands for.</summary>
    /// <remarks>
    /// A name without wildcards is an announcement, which does not acknowledge itself: <c>file.ready</c> is acknowledged by
    /// <c>file.ready.ack</c>, by anything below that, and by the default pattern. Every other text is a pattern as it stands.
    /// </remarks>
    public static string[] Of(string text) =>
        new SignalPattern(text).IsExact && !text.EndsWith(".ack", StringComparison.Ordinal)
            ? [$"{text}.ack", $"{text}.ack.*", ResponsibilitySignals.DefaultAckPattern]
            : [text];
}
