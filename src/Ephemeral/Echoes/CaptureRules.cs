using Ephemeral.Signals;

namespace Ephemeral.Echoes;

/// <summary>What the options say of a signal: whether capturing begins with it, and whether it is captured.</summary>
internal sealed class CaptureRules<TPayload>(OperationEchoMakerOptions<TPayload> options)
{
    private readonly SignalPattern? _activation = PatternOf(options.ActivationSignalPattern);
    private readonly SignalPattern? _capture = PatternOf(options.CaptureSignalPattern);

    /// <summary>Reads a signal's name.</summary>
    /// <returns>Whether it may begin the capturing for its operation, and whether it is captured unless the predicate says no.</returns>
    public (bool Begins, bool IsCaptured) Read(string signal)
    {
        bool activates = _activation?.Matches(signal) == true;
        bool captured = activates ? options.CaptureActivationSignal : _capture?.Matches(signal) != false;
        return (_activation is null ? captured : activates, captured);
    }

    private static SignalPattern? PatternOf(string? text) => text is null ? null : new(text);
}
