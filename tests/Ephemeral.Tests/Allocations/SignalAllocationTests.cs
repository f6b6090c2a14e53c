namespace Ephemeral.Tests.Allocations;

[Collection("Allocations")]
public sealed class SignalAllocationTests
{
    private readonly SignalSink _sink = new(maxCapacity: 100);

    [Fact]
    public void Raise_WithNobodyListening_AllocatesNothing() =>
        Assert.Equal(0, AllocationMeter.BytesPerCall(() => _sink.Raise("order.saved", "42")));

    [Fact]
    public void Raise_ToAPassiveSubscriber_AllocatesNothing()
    {
        long seen = 0;
        using IDisposable subscription = _sink.Subscribe("order.*", _ => seen++, passive: true);

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => _sink.Raise("order.saved")));
        Assert.True(seen > 0);
    }

    [Fact]
    public void Raise_ToAHandlerThatTakesNoCause_AllocatesNothing()
    {
        long seen = 0;
        using IDisposable subscription = _sink.Subscribe("order.saved", _ => seen++);

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => _sink.Raise("order.saved")));
        Assert.True(seen > 0);
    }

    [Fact]
    public void Raise_InsideAHandler_AllocatesOneCause()
    {
        using IDisposable subscription = _sink.Subscribe("order.saved", _ =>
        {
            _sink.Raise("mail.queued");
            _sink.Raise("audit.written");
        });

        Assert.Equal(48, AllocationMeter.BytesPerCall(() => _sink.Raise("order.saved")));
    }

    [Fact]
    public void Retract_AllocatesNothing_AlsoWhenAWatchChanges()
    {
        using var watch = _sink.Watch("db.*", static _ => { });

        Assert.Equal(0, AllocationMeter.BytesPerCall(() =>
        {
            _sink.Raise("db.down");
            _sink.Retract("db.down");
        }));
    }

    [Fact]
    public void Detect_AllocatesNothing()
    {
        _sink.Raise("order.saved");

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => _sink.Detect("order.saved")));
        Assert.Equal(0, AllocationMeter.BytesPerCall(() => _sink.Detect("order.lost")));
#if NET9_0_OR_GREATER
        Assert.Equal(0, AllocationMeter.BytesPerCall(() => _sink.Detect("order.saved".AsSpan())));
#endif
    }

    [Fact]
    public void Matches_AllocatesNothing() =>
        Assert.Equal(0, AllocationMeter.BytesPerCall(() => StringPatternMatcher.Matches("log.error.orders.db:late", "log.*.orders.*:*")));

    [Fact]
    public void NextId_AllocatesNothing() => Assert.Equal(0, AllocationMeter.BytesPerCall(() => EphemeralIdGenerator.NextId()));

    [Fact]
    public void Raise_OfATypedSignal_AllocatesNothingForAReference()
    {
        TypedSignalSink<string> typed = new(_sink, maxCapacity: 100);

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => typed.Raise("order.saved", "payload")));
    }
}
