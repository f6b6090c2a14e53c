namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Wants the time in queue, as an exporter of metrics does, and sums it up.</summary>
internal sealed class TimingObserver : EphemeralObserver
{
    private long _ticks;

    public override ObserverNeeds Needs => ObserverNeeds.Timing;

    public TimeSpan TimeInQueue => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public override object? OperationStarted(in OperationStartedArguments arguments)
    {
        Volatile.Write(ref _ticks, _ticks + arguments.TimeInQueue.Ticks);
        return null;
    }
}
