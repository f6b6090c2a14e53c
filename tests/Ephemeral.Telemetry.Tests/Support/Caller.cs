using System.Diagnostics;

namespace Ephemeral.Telemetry.Tests;

/// <summary>The activity of somebody who enqueues, such as a request.</summary>
internal static class Caller
{
    private static readonly ActivitySource _source = new("Caller");

    public static Activity Start()
    {
        Activity.Current = null;
        return _source.StartActivity("request") ?? new Activity("request").Start();
    }

    /// <summary>Starts an activity below the current one.</summary>
    public static Activity? StartInside() => _source.StartActivity("inner");
}
