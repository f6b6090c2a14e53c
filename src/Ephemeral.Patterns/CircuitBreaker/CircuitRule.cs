namespace Ephemeral.Patterns;

/// <summary>When a circuit opens and closes, as a function of what happened.</summary>
/// <remarks>
/// Closed, it opens when as many failures as the threshold lie within one window, and stays open until fewer do. Then it is half-open: a
/// failure opens it for a window, a success closes it and forgives what was before, and so does a window without either.
/// </remarks>
internal readonly record struct CircuitRule(int Threshold, TimeSpan Window)
{
    /// <summary>Follows what happened from a remembered position to now.</summary>
    /// <param name="start">Where the circuit stood. What led there may be among the outcomes once more and changes nothing.</param>
    /// <param name="outcomes">What is known to have happened, in order.</param>
    /// <param name="now">The time.</param>
    public CircuitPosition Follow(CircuitPosition start, List<CircuitOutcome> outcomes, DateTimeOffset now)
    {
        // A break that ends later than any could that begins now is of a clock that was set back since.
        DateTimeOffset openUntil = start.OpenUntil > now + Window ? now + Window : start.OpenUntil;
        CircuitPosition position = start with { State = start.State == CircuitState.Closed ? CircuitState.Closed : CircuitState.Open, OpenUntil = openUntil };
        Queue<DateTimeOffset> failures = new(); // the newest, as many as the threshold
        foreach (CircuitOutcome outcome in outcomes)
        {
            if (outcome.Time <= position.ClosedAt) continue;
            position = Pass(position, outcome.Time);
            if (outcome.IsFailure) position = Fail(position, outcome.Time, failures);
            else if (position.State == CircuitState.HalfOpen) position = new(CircuitState.Closed, position.OpenUntil, outcome.Time);
        }

        return Pass(position, now);
    }

    private CircuitPosition Fail(CircuitPosition position, DateTimeOffset time, Queue<DateTimeOffset> failures)
    {
        failures.Enqueue(time);
        if (failures.Count > Threshold) failures.Dequeue();
        bool isFull = failures.Count == Threshold && failures.Peek() > time - Window && failures.Peek() > position.ClosedAt;
        return position.State switch
        {
            CircuitState.HalfOpen => position with { State = CircuitState.Open, OpenUntil = time + Window },
            CircuitState.Open when isFull => position with { OpenUntil = Later(position.OpenUntil, failures.Peek() + Window) },
            CircuitState.Closed when isFull => position with { State = CircuitState.Open, OpenUntil = failures.Peek() + Window },
            _ => position,
        };
    }

    /// <summary>Lets time pass.</summary>
    private CircuitPosition Pass(CircuitPosition position, DateTimeOffset now)
    {
        if (position.State == CircuitState.Open && now >= position.OpenUntil) position = position with { State = CircuitState.HalfOpen };
        DateTimeOffset quietUntil = position.OpenUntil + Window;
        return position.State == CircuitState.HalfOpen && now >= quietUntil
            ? position with { State = CircuitState.Closed, ClosedAt = quietUntil.AddTicks(-1) } // an outcome at that very instant comes after
            : position;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
