using System.Diagnostics.Metrics;

namespace Ephemeral.Telemetry.Tests.Metrics;

/// <summary>What the instruments are: the contract with dashboards and alert rules.</summary>
[Collection(ProcessWide.Name)]
public class InstrumentTests
{
    [Theory]
    [InlineData("ephemeral.operation.submitted", typeof(Counter<long>), "{operation}")]
    [InlineData("ephemeral.operation.pending", typeof(ObservableUpDownCounter<long>), "{operation}")]
    [InlineData("ephemeral.operation.deferred", typeof(ObservableUpDownCounter<long>), "{operation}")]
    [InlineData("ephemeral.operation.active", typeof(ObservableUpDownCounter<long>), "{operation}")]
    [InlineData("ephemeral.operation.tracked", typeof(ObservableUpDownCounter<long>), "{operation}")]
    [InlineData("ephemeral.concurrency.limit", typeof(ObservableUpDownCounter<long>), "{operation}")]
    [InlineData("ephemeral.queue.limit", typeof(ObservableUpDownCounter<long>), "{operation}")]
    [InlineData("ephemeral.queue.age", typeof(ObservableGauge<double>), "s")]
    [InlineData("ephemeral.operation.time_in_queue", typeof(Histogram<double>), "s")]
    [InlineData("ephemeral.operation.duration", typeof(Histogram<double>), "s")]
    [InlineData("ephemeral.operation.deferrals", typeof(Counter<long>), "{deferral}")]
    [InlineData("ephemeral.operation.evicted", typeof(Counter<long>), "{operation}")]
    [InlineData("ephemeral.key.active", typeof(ObservableUpDownCounter<long>), "{key}")]
    [InlineData("ephemeral.signal.raised", typeof(Counter<long>), "{signal}")]
    [InlineData("ephemeral.signal.dropped", typeof(Counter<long>), "{signal}")]
    [InlineData("ephemeral.signal.handler.duration", typeof(Histogram<double>), "s")]
    public void Instrument_HasItsKindUnitAndDescription(string name, Type kind, string unit)
    {
        using MeterRecorder recorder = new();

        Instrument instrument = recorder.Instruments[name];

        Assert.Equal(kind, instrument.GetType());
        Assert.Equal(unit, instrument.Unit);
        Assert.NotEmpty(instrument.Description!);
    }

    [Fact]
    public void Meter_HasNoOtherInstruments_AndItsVersionNamesNoCommit()
    {
        using MeterRecorder recorder = new();

        Assert.Equal(16, recorder.Instruments.Count);
        string version = recorder.Instruments["ephemeral.operation.submitted"].Meter.Version!;
        Assert.NotEmpty(version);
        Assert.DoesNotContain('+', version);
    }

    [Theory]
    [InlineData("ephemeral.operation.time_in_queue")]
    [InlineData("ephemeral.operation.duration")]
    [InlineData("ephemeral.signal.handler.duration")]
    public void Histogram_AdvisesBucketsInSeconds(string name)
    {
        using MeterRecorder recorder = new();

        Histogram<double> histogram = Assert.IsType<Histogram<double>>(recorder.Instruments[name]);

        Assert.Equal([.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60], histogram.Advice!.HistogramBucketBoundaries!);
    }
}
