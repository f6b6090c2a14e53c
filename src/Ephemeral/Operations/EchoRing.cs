using Ephemeral.Internal;
using Ephemeral.Signals;

namespace Ephemeral.Operations;

/// <summary>Echoes of operations that left the window: bounded in number and age, kept as structs until somebody asks. Thread-safe.</summary>
internal sealed class EchoRing(int capacity, TimeSpan retention, AnchoredClock clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<Echo> _echoes = new(); // guarded by _gate
    private readonly long _retention = clock.Stamps(retention);

    public void Add(long id, string? key, IReadOnlyList<OperationSignal> signals)
    {
        long now = clock.Now();
        lock (_gate)
        {
            Trim(now);
            if (_echoes.Count == capacity) _echoes.Dequeue();
            _echoes.Enqueue(new(id, key, signals, now));
        }
    }

    /// <summary>Returns the echoes with a signal that matches, the newest last; all of them without a pattern.</summary>
    public List<OperationEcho> Get(SignalPattern? pattern)
    {
        long now = clock.Now();
        Echo[] echoes;
        lock (_gate)
        {
            Trim(now);
            echoes = [.. _echoes];
        }

        return
        [
            .. from echo in echoes
               where pattern is null || echo.Signals.Any(signal => pattern.Matches(signal.Name))
               select new OperationEcho(echo.Id, echo.Key, [.. echo.Signals.Select(static signal => signal.Name)], clock.At(echo.Stamp)),
        ];
    }

    private void Trim(long now)
    {
        while (_echoes.TryPeek(out Echo oldest) && now - oldest.Stamp >= _retention) _echoes.Dequeue();
    }

    private readonly record struct Echo(long Id, string? Key, IReadOnlyList<OperationSignal> Signals, long Stamp);
}
