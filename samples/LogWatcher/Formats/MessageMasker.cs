using System.Text.RegularExpressions;

namespace LogWatcher.Formats;

/// <summary>Replaces the parts of a message that differ each time by placeholders, so that like messages become equal.</summary>
/// <remarks>
/// <para>Thread-safe. Made for messages of bounded length: the miner cuts them first.</para>
/// <para>Digits that end a name (<c>ssh2</c>, <c>utf8</c>) stay: they are part of the name.</para>
/// </remarks>
internal static partial class MessageMasker
{
    private static readonly string[] _kinds = ["str", "uuid", "addr", "path", "hex", "num"];

    /// <summary>Gives the message with <c>&lt;num&gt;</c>, <c>&lt;addr&gt;</c> and the like where its values were.</summary>
    public static string Mask(string message) => Variable().Replace(message, static match =>
    {
        foreach (string kind in _kinds)
        {
            if (match.Groups[kind].Success) return $"<{kind}>";
        }

        return match.Value;
    });

    [GeneratedRegex(
        """
          (?<str> "[^"]*" | (?<!\w)'[^']*'(?!\w) )
        | (?<uuid> (?<![0-9A-Fa-f]) [0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12} (?![0-9A-Fa-f]) )
        | (?<path> (?<!\w)[A-Za-z][A-Za-z0-9+.]{1,11}://[^\s"'<>]+ )
        | (?<addr> (?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w]) )
        | (?<addr> (?<![\w:])\[?(?: (?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}
                                 | (?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})? )
                   (?:\]:\d{1,5}|\])?(?![\w:]) )
        | (?<path> (?<![\w./\\>])(?:[A-Za-z]:[\\/]|~?/)(?=[A-Za-z_.~])[\w.\-+@%~\\/$]+ )
        | (?<hex> 0[xX][0-9A-Fa-f]+ | (?<![A-Za-z0-9])(?=[0-9]*[A-Fa-f])(?=[A-Fa-f]*[0-9])[0-9A-Fa-f]{8,}(?![A-Za-z0-9]) )
        | (?<num> (?:(?<![A-Za-z0-9])[-+])?(?<![A-Za-z0-9])\d+(?:[.,]\d+)* )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
