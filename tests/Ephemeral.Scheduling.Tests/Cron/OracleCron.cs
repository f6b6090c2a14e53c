using System.Globalization;

namespace Ephemeral.Scheduling.Tests.Cron;

/// <summary>A cron expression read by other means than the library's: sets of numbers, and a walk over minutes.</summary>
internal sealed class OracleCron
{
    private static readonly string[] _months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] _days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly bool[] _seconds;
    private readonly bool[] _minutes;
    private readonly bool[] _hours;
    private readonly bool[] _daysOfMonth;
    private readonly bool[] _monthsOfYear;
    private readonly bool[] _weekdays;
    private readonly bool _isEitherDay;
    private readonly bool _isFixed;

    public OracleCron(string cron)
    {
        string[] fields = cron.Split(' ');
        string[] rest = fields.Length == 6 ? fields[1..] : fields;
        _seconds = Set(fields.Length == 6 ? fields[0] : "0", 0, 59, []);
        _minutes = Set(rest[0], 0, 59, []);
        _hours = Set(rest[1], 0, 23, []);
        _daysOfMonth = Set(rest[2], 1, 31, []);
        _monthsOfYear = Set(rest[3], 1, 12, _months);
        _weekdays = Set(rest[4], 0, 7, _days);
        if (_weekdays[7]) _weekdays[0] = true;
        _isEitherDay = rest[2] != "*" && rest[4] != "*";
        _isFixed = !rest[0].Contains('*') && !rest[1].Contains('*');
    }

    /// <summary>Returns the occurrences after a minute of the table, to the end of the table or of the count.</summary>
    public List<DateTimeOffset> Walk(OracleZone zone, int after, int count)
    {
        List<DateTimeOffset> found = [];
        for (int day = after / OracleZone.MinutesADay; day < zone.Days && found.Count < count; day++)
        {
            int first = day * OracleZone.MinutesADay;
            int last = first + OracleZone.MinutesADay - 1;
            if (!zone.DaysWithAChange.Contains(day) && !IsDay(zone, zone.Local(first)) && !IsDay(zone, zone.Local(last))) continue;
            int highest = Highest(zone, first); // what the clocks have said already
            for (int minute = first; minute <= last; minute++)
            {
                int local = zone.Local(minute);
                int before = minute == 0 ? local - 1 : zone.Local(minute - 1);
                bool endsAGap = local > before + 1 && Enumerable.Range(before + 1, local - before - 1).Any(skipped => IsTime(zone, skipped));
                bool isNamed = IsTime(zone, local) && !(_isFixed && local <= highest);
                if (minute > after && (isNamed || endsAGap)) Add(found, zone.Start.AddMinutes(minute), _isFixed && endsAGap, isNamed);
                highest = Math.Max(highest, local);
            }
        }

        return found.Count <= count ? found : found[..count];
    }

    private void Add(List<DateTimeOffset> found, DateTime minute, bool endsAGap, bool isNamed)
    {
        for (int second = 0; second < 60; second++)
        {
            if ((isNamed && _seconds[second]) || (endsAGap && second == 0)) found.Add(new(minute.AddSeconds(second), TimeSpan.Zero));
        }
    }

    private static int Highest(OracleZone zone, int first)
    {
        if (first == 0) return int.MinValue;
        if (!zone.DaysWithAChange.Contains((first / OracleZone.MinutesADay) - 1)) return zone.Local(first - 1);
        int highest = int.MinValue;
        for (int minute = Math.Max(0, first - OracleZone.MinutesADay); minute < first; minute++) highest = Math.Max(highest, zone.Local(minute));
        return highest;
    }

    private bool IsTime(OracleZone zone, int local)
    {
        int ofDay = ((local % OracleZone.MinutesADay) + OracleZone.MinutesADay) % OracleZone.MinutesADay;
        return _minutes[ofDay % 60] && _hours[ofDay / 60] && IsDay(zone, local);
    }

    private bool IsDay(OracleZone zone, int local)
    {
        DateTime date = zone.Start.AddMinutes(local);
        bool isDayOfMonth = _daysOfMonth[date.Day];
        bool isWeekday = _weekdays[(int)date.DayOfWeek];
        return _monthsOfYear[date.Month] && (_isEitherDay ? isDayOfMonth || isWeekday : isDayOfMonth && isWeekday);
    }

    private static bool[] Set(string field, int minimum, int maximum, string[] names)
    {
        bool[] set = new bool[maximum + 1];
        foreach (string entry in field.Split(','))
        {
            string[] stepped = entry.Split('/');
            string[] range = stepped[0].Split('-');
            int first = stepped[0] == "*" ? minimum : Number(range[0], minimum, names);
            int last = stepped[0] == "*" ? (names == _days ? 6 : maximum) : range.Length == 2 ? Number(range[1], minimum, names) : stepped.Length == 2 ? (names == _days ? 6 : maximum) : first;
            int step = stepped.Length == 2 ? int.Parse(stepped[1], CultureInfo.InvariantCulture) : 1;
            for (int value = first; value <= last; value += step) set[value] = true;
        }

        return set;
    }

    private static int Number(string text, int minimum, string[] names) =>
        Array.IndexOf(names, text) is >= 0 and int index ? index + minimum : int.Parse(text, CultureInfo.InvariantCulture);
}
