using Ephemeral.Internal;

namespace Ephemeral.Atoms.Commands;

/// <summary>The pattern of control signals: what stands before its asterisk is the beginning of every command.</summary>
internal static class ControlPattern
{
    public static string PrefixOf(string pattern) => pattern[..^1];

    public static void Check(string pattern, string name, OptionsFaults faults)
    {
        bool isPrefix = pattern is { Length: > 1 } && pattern.IndexOfAny(['*', '?', ',']) == pattern.Length - 1 && pattern[^1] == '*';
        if (!isPrefix) faults.Add(name, $"must be a beginning and one asterisk at its end, such as rate.limit.*, but was '{pattern}'");
    }
}
