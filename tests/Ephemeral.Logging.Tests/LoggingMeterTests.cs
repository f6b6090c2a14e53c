using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

public sealed class LoggingMeterTests
{
    [Fact]
    public void Records_AreCountedByResultAndSeverity()
    {
        List<(string Name, string? Unit, string Kind, string Tags)> seen = [];
        string thread = Environment.CurrentManagedThreadId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name == "Ephemeral.Logging") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (Environment.CurrentManagedThreadId.ToString(System.Globalization.CultureInfo.InvariantCulture) != thread) return; // other tests
            string text = string.Join(",", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            seen.Add((instrument.Name, instrument.Unit, instrument.GetType().Name, $"{value}:{text}"));
        });
        listener.Start();
        using LogRig rig = new(new() { MapSignal = static context => context.Message == "no" ? null : context.Message == "bad" ? "" : "yes" });
        ILogger logger = rig.Logger();
        rig.Sink.Subscribe("yes", _ => logger.LogWarning("again"));

        logger.LogError("yes");
        logger.LogInformation("no");
        logger.LogCritical("bad");

        Assert.Equal(
            [
                "1:ephemeral.log.result=suppressed,log.severity=warning",
                "1:ephemeral.log.result=converted,log.severity=error",
                "1:ephemeral.log.result=ignored,log.severity=information",
                "1:ephemeral.log.result=dropped,log.severity=critical",
            ],
            seen.Select(static one => one.Tags));
        Assert.All(seen, static one => Assert.Equal(("ephemeral.log.records", "{log_record}", "Counter`1"), (one.Name, one.Unit, one.Kind)));
    }
}
