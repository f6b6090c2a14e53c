using System.Collections.Concurrent;

namespace Ephemeral.Tests.Handlers;

/// <summary>A handler that says what it was given, in order, and ends when the test lets it.</summary>
internal sealed class HeldHandler
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();
    private readonly ConcurrentQueue<string> _names = new();
    private volatile bool _isOpen;

    public IReadOnlyList<string> Names => [.. _names];

    public Task HandleAsync(SignalEvent signal) => HandleAsync(signal, CancellationToken.None);

    public Task HandleAsync(SignalEvent signal, CancellationToken cancellationToken)
    {
        _names.Enqueue(signal.Signal);
        Task wait = GateOf(signal.Signal).WaitAsync(cancellationToken);
        return _isOpen ? Task.CompletedTask : wait;
    }

    /// <summary>Waits until the handler was given this signal.</summary>
    public Task Started(string name) => GateOf(name).Reached;

    /// <summary>Lets the handler of this signal end.</summary>
    public void Open(string name) => GateOf(name).Open();

    /// <summary>Lets all handlers end, those that start later too.</summary>
    public void Open()
    {
        _isOpen = true;
        foreach (Gate gate in _gates.Values) gate.Open();
    }

    private Gate GateOf(string name) => _gates.GetOrAdd(name, static _ => new());
}
