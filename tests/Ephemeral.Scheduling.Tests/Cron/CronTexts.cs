namespace Ephemeral.Scheduling.Tests.Cron;

/// <summary>Random expressions of every form that the two readers share.</summary>
internal static class CronTexts
{
    private static readonly string[] _monthNames = ["JAN", "MAR", "OCT", "NOV"];
    private static readonly string[] _dayNames = ["SUN", "MON", "WED", "SAT"];

    public static string Next(Random random)
    {
        string minute = Field(random, 0, 59, open: 0.3);
        string hour = random.NextDouble() < 0.5 ? Field(random, 0, 4, open: 0.3) : Field(random, 0, 23, open: 0.4); // clocks change at night
        string dayOfMonth = Field(random, 1, 31, open: 0.7);
        string month = random.NextDouble() < 0.1 ? _monthNames[random.Next(4)] : Field(random, 1, 12, open: 0.8);
        string weekday = random.NextDouble() < 0.1 ? _dayNames[random.Next(4)] : Field(random, 0, 7, open: 0.6);
        string second = random.NextDouble() < 0.7 ? "" : Field(random, 0, 59, open: 0.1) + " ";
        return $"{second}{minute} {hour} {dayOfMonth} {month} {weekday}";
    }

    private static string Field(Random random, int minimum, int maximum, double open)
    {
        if (random.NextDouble() < open) return random.NextDouble() < 0.7 ? "*" : $"*/{random.Next(1, Math.Max(2, (maximum - minimum) / 2))}";
        int first = random.Next(minimum, maximum + 1);
        int last = random.Next(first, maximum + 1);
        return random.Next(5) switch
        {
            0 => $"{first}-{last}",
            1 => $"{first}-{last}/{random.Next(1, 8)}",
            2 => $"{first},{last},{random.Next(minimum, maximum + 1)}",
            3 when maximum > 7 => $"{first}/{random.Next(1, maximum + 1)}",
            _ => $"{first}",
        };
    }
}
