namespace Ephemeral.Signals;

/// <summary>Which signals are present somewhere that keeps none of them itself, such as on the operations of a coordinator.</summary>
/// <remarks>Thread-safe. Call it outside your own locks: it may call watches back before it returns.</remarks>
internal sealed class SignalPresence
{
    private readonly Lock _gate = new();
    private readonly SignalNames _names; // guarded by _gate

    public SignalPresence() => _names = new(_gate);

    /// <summary>One more signal of this name is present.</summary>
    public void Add(string name)
    {
        bool tell;
        lock (_gate)
        {
            _names.Appear(name);
            tell = _names.HasFlipped;
        }

        if (tell) _names.TellWatchers();
    }

    /// <summary>One signal of this name less is present. Removing one that was never added changes nothing.</summary>
    public void Remove(string name)
    {
        bool tell;
        lock (_gate)
        {
            if (_names.Find(name) is { Live: > 0 } present) _names.Vanish(present);
            tell = _names.HasFlipped;
        }

        if (tell) _names.TellWatchers();
    }

    public bool IsPresent(string name)
    {
        lock (_gate) return _names.IsPresent(name);
    }

    /// <summary>Looks through the names, unless the pattern is one. Something asked often is watched instead.</summary>
    public bool IsPresentMatching(string pattern)
    {
        SignalPatternSet set = SignalPatternSet.Of(pattern);
        lock (_gate) return _names.IsPresentMatching(set);
    }

    /// <summary>Watches patterns until disposed. Read <see cref="SignalWatch.IsPresent"/> once now: only changes call back.</summary>
    public SignalWatch Watch(SignalPatternSet patterns, Action<SignalWatch> changed)
    {
        SignalWatch watch = new(patterns, changed, Forget);
        lock (_gate) _names.Add(watch);
        return watch;
    }

    private void Forget(SignalWatch watch)
    {
        lock (_gate) _names.Remove(watch);
    }
}
