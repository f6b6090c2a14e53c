namespace Ephemeral.Scheduling;

/// <summary>How many fields a cron expression has.</summary>
public enum CronFormat
{
    /// <summary>Five fields are minutes to weekdays; six have the seconds first.</summary>
    Auto,

    /// <summary>Five fields: minutes, hours, days, months, weekdays.</summary>
    Standard,

    /// <summary>Six fields, the seconds first.</summary>
    IncludeSeconds,
}
