namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class VolatileOperationAtomContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        SignalSink sink = new(timeProvider: Time);
        EphemeralWorkCoordinator<int> coordinator = new(
            static (_, operation, _) =>
            {
                operation.Signal("kill.now");
                return Task.CompletedTask;
            },
            new() { Signals = sink, MaxOperationLifetime = null, TimeProvider = Time });
        VolatileOperationAtom atom = new(sink, coordinator, new() { OnKilled = _ => callback(CancellationToken.None) });
        return new(atom)
        {
            UseAsync = () => coordinator.ExecuteAsync(1).ContinueWith(static _ => { }, TaskScheduler.Default), // cancelled by the kill
            SettleAsync = () => coordinator.FlushAsync(),
            Failures = () => sink.CallbackFailures,
            RefusesAfterDispose = false,
        };
    }
}
