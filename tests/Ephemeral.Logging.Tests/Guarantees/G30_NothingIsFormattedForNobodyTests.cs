using Ephemeral.Logging.Tests.Capture;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Guarantees;

public sealed class G30_NothingIsFormattedForNobodyTests
{
    [Fact]
    public void LogErrorSignals_ComeBackAsErrors()
    {
        SignalSink sink = new();
        ListLogger logger = new();
        using SignalToLoggerAdapter adapter = new(sink, logger);

        sink.Raise("log.error.orders.dbfailure");

        Assert.Equal(LogLevel.Error, Assert.Single(logger.Records).Level);
    }

    [Fact]
    public void LogLevelNone_IsNeverEnabled()
    {
        using SignalLoggerProvider provider = new(new SignalSink(), new() { MinimumLevel = LogLevel.Trace });

        Assert.False(provider.CreateLogger("a").IsEnabled(LogLevel.None));
    }

    [Fact]
    public void RecordThatNobodyReads_IsNotFormatted()
    {
        int formatted = 0;
        using LogRig rig = new();

        rig.Logger().Log(LogLevel.Error, default, 42, null, (number, _) => $"{number} {++formatted}");

        Assert.Equal(1, rig.Provider.Converted);
        Assert.Equal(0, formatted);
        Assert.Equal("42 1", rig.Payload.Message);
        Assert.Equal("42 1", rig.Payload.Message);
    }

    [Fact]
    public void RecordBelowTheLevel_IsNotFormatted()
    {
        CountedText value = new();
        using LogRig rig = new(new() { MinimumLevel = LogLevel.Error });

        rig.Logger().LogInformation("{Value}", value);

        Assert.Equal(0, value.Calls);
    }

    [Fact]
    public void RecordMappedToNull_IsNotFormatted()
    {
        int formatted = 0;
        using LogRig rig = new(new() { MapSignal = static _ => null });

        rig.Logger().Log(LogLevel.Error, default, 42, null, (number, _) => $"{number} {++formatted}");

        Assert.Equal(0, formatted);
    }

    [Fact]
    public void MutableRecordMappedToNull_IsNotFormatted()
    {
        CountedText value = new();
        using LogRig rig = new(new() { MapSignal = static _ => null });

        rig.Logger().LogError("{Value}", value);

        Assert.Equal(0, value.Calls);
    }
}
