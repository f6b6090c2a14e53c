namespace Ephemeral.Patterns;

/// <summary>A sink with a signal that holds a coordinator back until its time is over. The sink's own expiry ends it: there is no other timer.</summary>
internal sealed class HoldSink(TimeProvider time)
{
    public const string Signal = "adaptive-rate.hold";

    public SignalSink Sink { get; } = new(timeProvider: time, constraints: SignalConstraints.None) { Name = "adaptive-rate" }; // a hold counts however it came about

    public bool IsHolding => Sink.Detect(Signal);

    /// <summary>Holds for this long from now on, whatever was said before.</summary>
    public void Hold(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Sink.Retract(Signal);
            return;
        }

        // A longer age first and a shorter one last, so that there is no moment without a hold in between.
        if (delay > Sink.MaxAge) Sink.UpdateWindowSize(maxAge: delay);
        Sink.Raise(Signal);
        Sink.UpdateWindowSize(maxAge: delay);
    }
}
