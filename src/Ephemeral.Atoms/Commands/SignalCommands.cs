namespace Ephemeral.Atoms.Commands;

/// <summary>Obeys signals that carry a value after a colon, and counts those that it cannot read. Thread-safe.</summary>
internal sealed class SignalCommands(SignalSink sink) : IDisposable
{
    private readonly List<IDisposable> _subscriptions = []; // filled by the constructor of the owner
    private long _ignored;

    /// <summary>Gets how many commands had a value that could not be read, or is not possible.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>Obeys <c>{command}:{value}</c>.</summary>
    /// <param name="command">The command, without its colon.</param>
    /// <param name="tryObey">Returns false when the value cannot be read.</param>
    public void On(string command, Func<string, bool> tryObey) => _subscriptions.Add(sink.Subscribe($"{command}*", signal =>
    {
        if (SignalCommandMatch.TryParse(signal.Signal, command, out SignalCommandMatch match) && signal.Signal[command.Length] == ':')
        {
            if (!tryObey(match.Payload)) Interlocked.Increment(ref _ignored);
        }
        else if (signal.Signal == command)
        {
            Interlocked.Increment(ref _ignored); // it says what, but not how much
        }
    }));

    /// <summary>Obeys a command that has no value.</summary>
    public void On(string command, Action obey) => _subscriptions.Add(sink.Subscribe(command, _ => obey()));

    public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());
}
