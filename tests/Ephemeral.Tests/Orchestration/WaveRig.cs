using Ephemeral.Tests.Documents;

namespace Ephemeral.Tests.Orchestration;

/// <summary>A sink that says what was raised, and stages whose work is held.</summary>
public sealed class WaveRig
{
    private readonly Lock _gate = new();
    private readonly List<SignalEvent> _raised = [];

    public WaveRig(SignalConstraints? constraints = null)
    {
        Sink = new(10_000, timeProvider: Time, constraints: constraints);
        Sink.Subscribe(signal =>
        {
            lock (_gate) _raised.Add(signal);
        });
    }

    public ManualTimeProvider Time { get; } = new();

    public SignalSink Sink { get; }

    public HeldWork Work { get; } = new();

    public IReadOnlyList<SignalEvent> Raised
    {
        get { lock (_gate) return [.. _raised]; }
    }

    public IEnumerable<string> Names => Raised.Select(static signal => signal.Signal);

    /// <summary>A stage whose work is held under its name.</summary>
    public SignalStage Stage(string name, string trigger, params string[] emitOnComplete) =>
        new(name, trigger, cancellationToken => Work.RunAsync(name, cancellationToken), EmitOnComplete: emitOnComplete);

    /// <summary>An executor that listens.</summary>
    public SignalWaveExecutor Start(SignalStage[] stages, string[]? exits = null, int limit = 4)
    {
        SignalWaveExecutor waves = new(Sink, stages, exits, limit);
        waves.Start();
        return waves;
    }
}
