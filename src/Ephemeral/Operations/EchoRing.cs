using Ephemeral.Internal;
using Ephemeral.Signals;

namespace Ephemeral.Operations;

/// <summary>Echoes of operations that left the window: bounded in number and age, kept as structs until somebody asks. Thread-safe.</summary>
internal sealed class EchoRing(int capacity, TimeSpan retention, AnchoredClock clock)
{
    private readonly RecentItems<Echo> _echoes = new(capacity, retention, clock);

    public void Add(long id, string? key, IReadOnlyList<OperationSignal> signals) => _echoes.Add(new(id, key, signals), clock.Now());

    /// <summary>Returns the echoes with a signal that matches, the newest last; all of them without a pattern.</summary>
    public List<OperationEcho> Get(SignalPattern? pattern) =>
    [
        .. from kept in _echoes.ToArray()
           let echo = kept.Item
           where pattern is null || echo.Signals.Any(signal => pattern.Matches(signal.Name))
           select new OperationEcho(echo.Id, echo.Key, [.. echo.Signals.Select(static signal => signal.Name)], clock.At(kept.Stamp)),
    ];

    private readonly record struct Echo(long Id, string? Key, IReadOnlyList<OperationSignal> Signals);
}
