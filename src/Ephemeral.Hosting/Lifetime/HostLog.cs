using Microsoft.Extensions.Logging;

namespace Ephemeral.Hosting.Lifetime;

/// <summary>What the host says of coordinators. The ids are in the README.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Debug,
        "The coordinator '{Coordinator}' has drained: {Completed} items completed, {Failed} failed, {Cancelled} were cancelled and {Skipped} skipped.")]
    public static partial void CoordinatorDrained(this ILogger logger, string coordinator, long completed, long failed, long cancelled, long skipped);

    [LoggerMessage(2, LogLevel.Warning,
        "The coordinator '{Coordinator}' did not drain within the host's shutdown timeout: {Pending} waiting and {Running} running items were abandoned, {Unended} of them still run.")]
    public static partial void CoordinatorAbandoned(this ILogger logger, string coordinator, int pending, long running, int unended);
}
