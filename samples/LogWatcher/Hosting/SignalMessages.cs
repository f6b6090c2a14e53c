using Ephemeral;
using Ephemeral.Logging;

namespace LogWatcher.Hosting;

/// <summary>Puts the signals that somebody should read into words, for the adapter that writes them to the log.</summary>
internal static class SignalMessages
{
    private const string Escalation = "escalation.raised:";
    private const string FailedJob = "job.failed:";

    public static LogMessage? Of(SignalEvent signal)
    {
        if (signal.StartsWith(Escalation) && signal.Signal.Split(':', 3) is [_, string errors, string category])
            return new LogMessage(LogLevel.Warning, default, $"{category} has logged {errors} errors");
        if (signal.StartsWith(FailedJob))
            return new LogMessage(LogLevel.Error, default, $"The job {signal.Signal[FailedJob.Length..]} failed");
        return null;
    }
}
