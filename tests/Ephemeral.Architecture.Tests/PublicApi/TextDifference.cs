namespace Ephemeral.Architecture.Tests;

/// <summary>Compares two texts line by line, well enough to read: lines that both have are matched in order.</summary>
internal static class TextDifference
{
    /// <summary>The lines of one text only, each with its number in its own text.</summary>
    public static IEnumerable<string> Between(string approved, string received)
    {
        string[] left = approved.TrimEnd('\n').Split('\n');
        string[] right = received.TrimEnd('\n').Split('\n');
        int[,] common = CommonLengths(left, right);
        (int l, int r) = (0, 0);
        while (l < left.Length || r < right.Length)
        {
            bool leftFirst = r == right.Length || (l < left.Length && common[l + 1, r] >= common[l, r + 1]);
            if (l < left.Length && r < right.Length && left[l] == right[r]) (l, r) = (l + 1, r + 1);
            else if (leftFirst) yield return $"{l + 1,3} - {left[l++]}";
            else yield return $"{r + 1,3} + {right[r++]}";
        }
    }

    // common[l, r] is how many lines the rests from l and from r have in common, in order.
    private static int[,] CommonLengths(string[] left, string[] right)
    {
        int[,] common = new int[left.Length + 1, right.Length + 1];
        for (int l = left.Length - 1; l >= 0; l--)
        {
            for (int r = right.Length - 1; r >= 0; r--)
                common[l, r] = left[l] == right[r] ? common[l + 1, r + 1] + 1 : Math.Max(common[l + 1, r], common[l, r + 1]);
        }

        return common;
    }
}
