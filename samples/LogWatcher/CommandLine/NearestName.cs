namespace LogWatcher.CommandLine;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>Gives the nearest name, or null where every name is further away than a third of its letters.</summary>
    public static string? Find(string typed, IEnumerable<string> names)
    {
        string? nearest = null;
        int shortest = int.MaxValue;
        foreach (string name in names)
        {
            int distance = Distance(typed, name);
            if (distance >= shortest || distance > Math.Max(1, name.Length / 3)) continue;
            (nearest, shortest) = (name, distance);
        }

        return nearest;
    }

    /// <summary>Counts the letters to insert, remove or replace that turn one word into the other.</summary>
    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
