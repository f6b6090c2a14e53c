using System.Text.RegularExpressions;

namespace Ephemeral.Architecture.Tests;

/// <summary>The links of a document that lead to files of this repository.</summary>
internal static partial class Links
{
    /// <summary>The links whose target does not exist. Code is not looked at: brackets mean something else there.</summary>
    /// <param name="path">The document, from the root.</param>
    /// <param name="text">Its text.</param>
    /// <param name="exists">Tells whether there is a file or folder at a path from the root.</param>
    public static IEnumerable<string> Broken(string path, string text, Func<string, bool> exists)
    {
        string prose = Code().Replace(text.ReplaceLineEndings("\n"), code => new string('\n', code.Value.Count(letter => letter == '\n')));
        foreach (Match link in Link().Matches(prose))
        {
            string target = Uri.UnescapeDataString(link.Groups["target"].Value.Split('#')[0]);
            if (target.Length == 0 || Elsewhere().IsMatch(target)) continue;
            string folder = Path.GetDirectoryName(path) ?? "";
            int line = prose.AsSpan(0, link.Index).Count('\n') + 1;
            if (!exists(Path.Combine(folder, target))) yield return $"{path}({line}): {target} does not exist";
        }
    }

    [GeneratedRegex(@"^(?<fence>`{3,}|~{3,})[^\n]*\n.*?^\k<fence>[ \t]*$|(?<tick>`+)[^\n]+?\k<tick>",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(<?(?<target>[^)\s>]+)>?(?:\s+""[^""]*"")?\)|^\[[^\]]+\]:\s+(?<target>\S+)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^([a-zA-Z][a-zA-Z0-9+.-]*:|//)")]
    private static partial Regex Elsewhere();
}
