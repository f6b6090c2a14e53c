using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests;

/// <summary>What FsCheck's own shrinking does not do.</summary>
internal static class Shrinking
{
    /// <summary>Takes away halves, quarters and so on, the last first, and then what FsCheck tries: single elements, simpler elements.</summary>
    public static IEnumerable<T[]> ShrinkFromEnd<T>(this Arbitrary<T> element, T[] elements)
    {
        for (int cut = elements.Length / 2; cut > 1; cut /= 2)
        {
            for (int start = elements.Length - cut; start >= 0; start -= cut)
                yield return [.. elements[..start], .. elements[(start + cut)..]];
        }

        foreach (T[] simpler in Arb.Array(element).Shrinker(elements)) yield return simpler;
    }
}
