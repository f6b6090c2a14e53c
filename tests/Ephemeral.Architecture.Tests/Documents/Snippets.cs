using System.Text.RegularExpressions;

namespace Ephemeral.Architecture.Tests;

/// <summary>Code that stands in a document and in a file that the build compiles, and has to be the same in both.</summary>
internal static partial class Snippets
{
    /// <summary>The blocks of C# that no marker ties to code.</summary>
    public static IEnumerable<string> Unmarked(string path, string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int line = 0; line < lines.Length; line++)
        {
            if (lines[line] == "```csharp" && (line == 0 || !lines[line - 1].StartsWith("<!-- snippet: ", StringComparison.Ordinal)))
                yield return $"{path}({line + 1}): a block of C# without a snippet marker right above it";
        }
    }

    /// <summary>The regions between <c>// snippet: Name</c> and <c>// end snippet</c>, without their common indentation.</summary>
    /// <exception cref="InvalidOperationException">Two regions have one name, or a region has no end.</exception>
    public static IReadOnlyDictionary<string, string> InCode(IEnumerable<(string Path, string Text)> files)
    {
        Dictionary<string, string> snippets = [];
        foreach ((string path, string text) in files)
        {
            string[] lines = text.ReplaceLineEndings("\n").Split('\n');
            for (int start = 0; start < lines.Length; start++)
            {
                if (CodeMarker().Match(lines[start]) is not { Success: true } marker) continue;
                string name = marker.Groups["name"].Value;
                int end = Array.FindIndex(lines, start, line => line.Trim() == "// end snippet");
                if (end < 0) throw new InvalidOperationException($"{path}({start + 1}): snippet {name} has no '// end snippet'.");
                if (!snippets.TryAdd(name, Dedent(lines[(start + 1)..end])))
                    throw new InvalidOperationException($"{path}({start + 1}): snippet {name} stands in another file too.");
                start = end;
            }
        }

        return snippets;
    }

    /// <summary>What differs between the marked code blocks of a document and the code: a sentence for each.</summary>
    public static IEnumerable<string> Differences(string path, string text, IReadOnlyDictionary<string, string> code)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            if (Fence().Match(lines[index]) is { Success: true } fence) index = EndOf(fence.Value.Trim(), lines, index);
            if (DocumentMarker().Match(lines[index]) is not { Success: true } marker) continue;
            string name = marker.Groups["name"].Value;
            string place = $"{path}({index + 1}): snippet {name}";
            if (Block(lines, index + 1) is not { } block) yield return $"{place} has no ```csharp block right below its marker";
            else if (!code.TryGetValue(name, out string? source)) yield return $"{place} is in no file below samples or tests";
            else if (block != source)
                yield return $"{place} is not what the code says:\n    {string.Join("\n    ", TextDifference.Between(block, source))}";
        }
    }

    // A marker that is quoted inside a code block is an example and no marker.
    private static int EndOf(string fence, string[] lines, int start)
    {
        int end = Array.FindIndex(lines, start + 1, line => line.Trim() == fence);
        return end < 0 ? lines.Length - 1 : end;
    }

    private static string? Block(string[] lines, int first)
    {
        if (first >= lines.Length || lines[first].Trim() != "```csharp") return null;
        int end = Array.FindIndex(lines, first + 1, line => line.Trim() == "```");
        return end < 0 ? null : Dedent(lines[(first + 1)..end]);
    }

    private static string Dedent(string[] lines)
    {
        int margin = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length < margin ? "" : line[margin..].TrimEnd())).Trim('\n');
    }

    [GeneratedRegex(@"^\s*// snippet: (?<name>\S+)\s*$")]
    private static partial Regex CodeMarker();

    [GeneratedRegex(@"^\s*`{3,}")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*<!-- snippet: (?<name>\S+) -->\s*$")]
    private static partial Regex DocumentMarker();
}
