namespace Ephemeral.Tests.Jobs;

public sealed class JobCauseTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public async Task ASignalRaisedWithoutAnId_InABody_StartsAJobThatKnowsTheOperation()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Forwarding(_sink)]);
        await using EphemeralWorkCoordinator<int> coordinator = new((_, _) =>
        {
            _sink.Raise("order.saved");
            return Task.CompletedTask;
        });
        long id = await coordinator.EnqueueAsync(1, TestContext.Current.CancellationToken);
        await coordinator.FlushAsync(TestContext.Current.CancellationToken).Within();
        await runner.FlushAsync(TestContext.Current.CancellationToken).Within();

        SignalPropagation chain = Assert.Single(_sink.Sense(), static signal => signal.Signal == "order.told").Propagation!;
        Assert.Equal([new SignalCause("order.saved", id)], chain.Path);
    }

    [Fact]
    public async Task WhatAJobRaises_HasTheWholeChainThatLedToIt()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Forwarding(_sink)]);
        using IDisposable first = _sink.Subscribe("order.placed", _ => _sink.Raise("order.saved"));
        _sink.Raise("order.placed");
        await runner.FlushAsync(TestContext.Current.CancellationToken).Within();

        SignalPropagation chain = Assert.Single(_sink.Sense(), static signal => signal.Signal == "order.told").Propagation!;
        Assert.Equal(["order.placed", "order.saved"], chain.Path.Select(static step => step.Signal));
    }

    [Fact]
    public async Task TheNextRun_KnowsNothingOfTheOneBefore()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Forwarding(_sink)]);
        for (int i = 0; i < 3; i++)
        {
            _sink.Raise("order.saved");
            await runner.FlushAsync(TestContext.Current.CancellationToken).Within();
        }

        Assert.All(_sink.Sense().Where(static signal => signal.Signal == "order.told"), static signal => Assert.Equal(1, signal.Depth));
    }

    private sealed class Forwarding(SignalSink sink)
    {
        [EphemeralJob("order.saved")]
        public async Task TellAsync()
        {
            await Task.Yield();
            sink.Raise("order.told");
        }
    }
}
