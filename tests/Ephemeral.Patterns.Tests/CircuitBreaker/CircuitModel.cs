namespace Ephemeral.Patterns.Tests.CircuitBreaker;

/// <summary>A circuit as its page describes it, with everything remembered and time in whole steps.</summary>
internal sealed class CircuitModel(int threshold, int window)
{
    private readonly List<int> _failures = []; // since the circuit was closed

    public CircuitState State { get; private set; } = CircuitState.Closed;

    public int OpenUntil { get; private set; }

    /// <summary>Lets a step begin.</summary>
    public void Begin(int now)
    {
        if (State == CircuitState.Open && now >= OpenUntil) State = CircuitState.HalfOpen;
        if (State == CircuitState.HalfOpen && now >= OpenUntil + window) Close();
    }

    public void Fail(int now)
    {
        _failures.Add(now);
        int[] recent = [.. _failures.Where(failure => failure > now - window)];
        if (State == CircuitState.HalfOpen)
        {
            State = CircuitState.Open;
            OpenUntil = now + window;
        }
        else if (recent.Length >= threshold)
        {
            // Fewer than the threshold are recent once the oldest of the newest has become too old.
            int until = recent[^threshold] + window;
            OpenUntil = State == CircuitState.Open ? Math.Max(OpenUntil, until) : until;
            State = CircuitState.Open;
        }
    }

    public void Succeed()
    {
        if (State == CircuitState.HalfOpen) Close();
    }

    public int CountFailures(int now) => _failures.Count(failure => failure > now - window);

    private void Close()
    {
        State = CircuitState.Closed;
        _failures.Clear();
    }
}
