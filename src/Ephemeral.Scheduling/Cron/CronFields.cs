using System.Globalization;
using System.Text.RegularExpressions;

namespace Ephemeral.Scheduling.Cron;

/// <summary>The fields of a cron expression in our form, translated to the library's.</summary>
/// <remarks>
/// Ours: five fields, or six with the seconds first; weekdays 0 to 7 with 0 and 7 for Sunday; <c>*</c> allowed in both day fields. The library's:
/// always seconds, weekdays 1 to 7 from Sunday, and one of the day fields is <c>?</c>. Two restricted day fields mean either, as in
/// cron, which takes two expressions.
/// </remarks>
internal static partial class CronFields
{
    private const int StandardCount = 5;
    private const string Any = "*";
    private const string NoMatter = "?";

    private static readonly string[] _weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>Translates an expression.</summary>
    /// <param name="cron">The expression.</param>
    /// <param name="format">How many fields it has.</param>
    /// <param name="runsByTheClock">Whether hours or minutes are left open, so that it runs in every real one.</param>
    /// <returns>One or two expressions; a time that matches either is an occurrence.</returns>
    /// <exception cref="FormatException">It has another number of fields, or a weekday that is none.</exception>
    public static string[] Translate(string cron, CronFormat format, out bool runsByTheClock)
    {
        string[] fields = cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        bool hasSeconds = format == CronFormat.IncludeSeconds || (format == CronFormat.Auto && fields.Length != StandardCount);
        int expected = hasSeconds ? StandardCount + 1 : StandardCount;
        if (fields.Length != expected)
            throw new FormatException($"it has {fields.Length} fields, but {(format == CronFormat.Auto ? "5, or 6 with seconds," : expected)} are needed");

        string second = hasSeconds ? fields[0] : "0";
        if (Array.Find(fields[..^1], static field => !field.Split(',').All(Entry().IsMatch)) is { } wrong)
            throw new FormatException($"'{wrong}' is no list of numbers, names, ranges and steps");
        string[] rest = hasSeconds ? fields[1..] : fields;
        (string minute, string hour, string dayOfMonth, string month, string dayOfWeek) = (rest[0], rest[1], rest[2], rest[3], Weekdays(rest[4]));
        runsByTheClock = minute.Contains('*', StringComparison.Ordinal) || hour.Contains('*', StringComparison.Ordinal);
        string time = $"{second} {minute} {hour}";
        return (IsOpen(dayOfMonth), IsOpen(dayOfWeek)) switch
        {
            (true, true) => [$"{time} * {month} ?"],
            (false, true) => [$"{time} {dayOfMonth} {month} ?"],
            (true, false) => [$"{time} ? {month} {dayOfWeek}"],
            _ => [$"{time} {dayOfMonth} {month} ?", $"{time} ? {month} {dayOfWeek}"],
        };
    }

    /// <summary>An entry of any field but the weekdays. What its numbers may be, and where L and W, the library says; it lets other texts pass.</summary>
    [GeneratedRegex(@"^(\*|\?|L(-\d{1,2})?W?|\d{1,2}W|(\d{1,2}|[A-Z]{3})(-(\d{1,2}|[A-Z]{3}))?)(/\d{1,2})?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();

    private static bool IsOpen(string field) => field is Any or NoMatter;

    private static string Weekdays(string field) => IsOpen(field) ? field : string.Join(',', field.Split(',').SelectMany(Weekday));

    /// <summary>Translates one entry: a number or name, a range, a step, or a number or name with the library's own L or #.</summary>
    private static IEnumerable<string> Weekday(string entry)
    {
        string[] stepped = entry.Split('/');
        string[] range = stepped[0].Split('-');
        if (stepped.Length == 1 && range.Length == 1) return [Single(entry)];
        int step = stepped.Length == 1 ? 1 : Number(stepped[1], entry);
        if (stepped.Length > 2 || range.Length > 2 || step < 1) throw Invalid(entry);
        (int first, int last) = stepped[0] == Any ? (0, 6) : range.Length == 2 ? (Day(range[0], entry), Day(range[1], entry)) : (Day(range[0], entry), 6);
        if (first > last) throw new FormatException($"the weekdays '{entry}' run backwards; list them as in 'FRI,SAT,SUN'");
        return Enumerable.Range(first, last - first + 1).Where(day => (day - first) % step == 0).Select(Text).Distinct();
    }

    private static string Single(string entry)
    {
        int end = entry.IndexOfAny(['L', 'l', '#']);
        if (end <= 0) return Text(Day(entry, entry));
        if (entry[end..] is not ("L" or "l" or ['#', >= '1' and <= '5'])) throw Invalid(entry);
        return Text(Day(entry[..end], entry)) + entry[end..].ToUpperInvariant();
    }

    private static int Day(string text, string entry)
    {
        int named = Array.FindIndex(_weekdays, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0) return named;
        int day = Number(text, entry);
        return day is >= 0 and <= 7 ? day : throw Invalid(entry);
    }

    private static int Number(string text, string entry) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Invalid(entry);

    private static string Text(int day) => ((day % 7) + 1).ToString(CultureInfo.InvariantCulture);

    private static FormatException Invalid(string entry) => new($"'{entry}' is no weekday; they are 0 to 7, with 0 and 7 for Sunday, or SUN to SAT");
}
