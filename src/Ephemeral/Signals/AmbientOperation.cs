namespace Ephemeral.Signals;

/// <summary>The operation whose body runs in this flow of control. A worker is one, and names its current item.</summary>
/// <remarks>A worker sets itself once, before its loop, so that an item costs nothing.</remarks>
internal abstract class AmbientOperation
{
    private static readonly AsyncLocal<AmbientOperation?> _current = new();

    public static AmbientOperation? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }

    public abstract long OperationId { get; }

    public abstract string? OperationKey { get; }

    /// <summary>Gets what led to the item that runs now; null when no signal did.</summary>
    public abstract SignalPropagation? Cause { get; }
}
