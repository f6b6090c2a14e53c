using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>Which typed signals an echo maker captures, and how much it keeps.</summary>
/// <remarks>Read once, by the constructor of what it configures, which reports every fault in one <see cref="ArgumentException"/>.</remarks>
/// <typeparam name="TPayload">What the signals carry.</typeparam>
public sealed class OperationEchoMakerOptions<TPayload>
{
    /// <summary>Gets the pattern of the signals with which capturing begins for an operation.</summary>
    /// <value>The default is null: with the first signal that is captured.</value>
    public string? ActivationSignalPattern { get; init; }

    /// <summary>Gets the pattern of the signals that are captured.</summary>
    /// <value>The default is null: all of them. Signals that match <see cref="ActivationSignalPattern"/> follow <see cref="CaptureActivationSignal"/> alone.</value>
    public string? CaptureSignalPattern { get; init; }

    /// <summary>Gets what chooses among the signals that match, on the thread that raises them.</summary>
    /// <value>The default is null: all of them. A signal for which it throws is not captured; the exception is counted.</value>
    public Func<SignalEvent<TPayload>, bool>? CapturePredicate { get; init; }

    /// <summary>Gets whether signals that match <see cref="ActivationSignalPattern"/> are captured themselves.</summary>
    /// <value>The default is true.</value>
    public bool CaptureActivationSignal { get; init; } = true;

    /// <summary>Gets for how many operations at once signals are captured; beyond it the newest is refused and counted.</summary>
    /// <value>The default is 256; at least 1.</value>
    public int MaxTrackedOperations { get; init; } = 256;

    /// <summary>Gets how many signals are kept for one operation; beyond it the oldest is dropped and counted.</summary>
    /// <value>The default is 64; at least 1.</value>
    public int MaxCapturesPerOperation { get; init; } = 64;

    /// <summary>Gets how much older than an operation's latest capture another may be; what is older is dropped and counted.</summary>
    /// <value>The default is 5 minutes; null for no limit. The latest capture is kept until its operation leaves, however long that takes.</value>
    public TimeSpan? MaxCaptureAge { get; init; } = TimeSpan.FromMinutes(5);

    internal void Validate()
    {
        OptionsFaults faults = new($"OperationEchoMakerOptions<{typeof(TPayload).Name}>");
        if (ActivationSignalPattern is "") faults.Add(nameof(ActivationSignalPattern), "must have text or be null but was empty");
        if (CaptureSignalPattern is "") faults.Add(nameof(CaptureSignalPattern), "must have text or be null but was empty");
        faults.AtLeast(MaxTrackedOperations, 1);
        faults.AtLeast(MaxCapturesPerOperation, 1);
        faults.Positive(MaxCaptureAge);
        faults.ThrowIfAny();
    }
}
