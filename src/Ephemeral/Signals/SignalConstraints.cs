using System.Runtime.CompilerServices;

namespace Ephemeral;

/// <summary>Limits on chains of signals that cause each other. They cut endless loops.</summary>
/// <remarks>Immutable and safe to share. A signal that nothing caused is never blocked.</remarks>
public sealed class SignalConstraints
{
    [ThreadStatic]
    private static bool _isTelling;

    private readonly int _maxDepth = 10;
    private readonly HashSet<string> _terminalSignals = [];
    private readonly HashSet<string> _leafSignals = [];

    /// <summary>Gets the limits with their default values.</summary>
    public static SignalConstraints Default { get; } = new();

    /// <summary>Gets tight limits: chains of at most 5 signals.</summary>
    public static SignalConstraints Strict { get; } = new() { MaxDepth = 5 };

    /// <summary>Gets no limits. Signals raised inline still stop before the stack is used up.</summary>
    public static SignalConstraints None { get; } = new() { MaxDepth = int.MaxValue, BlockCycles = false };

    /// <summary>Gets the most signals that a chain may have, the first one included.</summary>
    /// <value>The default is 10.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxDepth
    {
        get => _maxDepth;
        init
        {
            const string Message = "A chain has at least 1 signal; give a MaxDepth of 1 or more.";
            _maxDepth = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Message);
        }
    }

    /// <summary>Gets whether a signal that is one of its own causes is blocked.</summary>
    /// <value>The default is true.</value>
    public bool BlockCycles { get; init; } = true;

    /// <summary>Gets the names after which nothing may follow.</summary>
    /// <value>The default is none. The names are copied; a hash set keeps its comparer.</value>
    /// <exception cref="ArgumentException">The value is null, or one of the names is null or empty.</exception>
    public IReadOnlyCollection<string> TerminalSignals
    {
        get => _terminalSignals;
        init => _terminalSignals = CopyOf(value, nameof(TerminalSignals));
    }

    /// <summary>Gets the names that are raised but begin a new chain: they carry no causes.</summary>
    /// <value>The default is none. The names are copied; a hash set keeps its comparer.</value>
    /// <exception cref="ArgumentException">The value is null, or one of the names is null or empty.</exception>
    public IReadOnlyCollection<string> LeafSignals
    {
        get => _leafSignals;
        init => _leafSignals = CopyOf(value, nameof(LeafSignals));
    }

    /// <summary>Gets what is called for each blocked signal, on the raising thread. What it throws is caught and counted.</summary>
    public Action<SignalEvent, SignalBlockReason>? OnBlocked { get; init; }

    /// <summary>Gets a sink's own limits: a repeated step in a long chain is legitimate, an endless chain is not.</summary>
    internal static SignalConstraints OfSinks { get; } = new() { MaxDepth = 16, BlockCycles = false };

    /// <summary>Says why a signal must not follow its causes.</summary>
    /// <param name="signal">The signal about to be raised.</param>
    /// <param name="cause">What leads to it; null for a signal that nothing caused.</param>
    /// <returns>The reason, or null when it may be raised.</returns>
    public SignalBlockReason? ShouldBlock(string signal, SignalPropagation? cause)
    {
        if (cause is null) return null;
        if (cause.Depth >= MaxDepth) return SignalBlockReason.MaxDepthExceeded;
        if (BlockCycles && cause.Contains(signal)) return SignalBlockReason.CycleDetected;
        return _terminalSignals.Contains(cause.Last.Signal) ? SignalBlockReason.TerminalSignalReached : null;
    }

    /// <summary>Says why a signal must not be raised where a chain of this depth leads to it, causes that a leaf hides included.</summary>
    /// <remarks>A leaf hides its causes and a preset may set no limit, but nothing may use up the stack.</remarks>
    internal SignalBlockReason? WhyBlocked(string signal, SignalPropagation? cause, int depth)
    {
        if (depth == 0) return null;
        if (ShouldBlock(signal, cause) is { } reason) return reason;
        return IsTooDeep(depth) ? SignalBlockReason.MaxDepthExceeded : null;
    }

    /// <summary>Tells whether nothing more may follow at this depth, whatever its name.</summary>
    internal bool IsTooDeep(int depth) => depth > 0 && (depth >= MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack());

    /// <summary>Calls <see cref="OnBlocked"/>, but not for what it raises itself.</summary>
    /// <param name="blocked">The signal.</param>
    /// <param name="reason">Why it was blocked.</param>
    /// <param name="callbacks">Counts what the callback throws.</param>
    /// <returns>False when the callback runs on this thread already.</returns>
    internal bool TellBlocked(in SignalEvent blocked, SignalBlockReason reason, CallbackGuard callbacks)
    {
        if (_isTelling) return false;
        _isTelling = true;
        try
        {
            OnBlocked?.Invoke(blocked, reason);
        }
        catch (Exception error)
        {
            callbacks.Failed(nameof(OnBlocked), error);
        }
        finally
        {
            _isTelling = false;
        }

        return true;
    }

    internal bool IsLeaf(string signal) => _leafSignals.Count > 0 && _leafSignals.Contains(signal);

    private static HashSet<string> CopyOf(IReadOnlyCollection<string> names, string property)
    {
        if (names is null) throw new ArgumentNullException(property, $"{property} is a list of names; leave it out for none, but it was null.");
        if (names.Any(string.IsNullOrEmpty)) throw new ArgumentException($"{property} has a null or empty name; a signal needs a name, such as \"order.saved\".", property);
        return new(names, (names as HashSet<string>)?.Comparer);
    }
}
