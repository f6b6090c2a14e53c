namespace Ephemeral.Signals;

/// <summary>Counts the signals that are present under each name, and tells watches when a name appears or vanishes.</summary>
/// <remarks>
/// The owner calls every member under <paramref name="gate"/>, except <see cref="TellWatchers"/>, which it calls without.
/// A name is remembered for a while after its last signal went, so that one that returns is not matched against all patterns again.
/// </remarks>
internal sealed class SignalNames(Lock gate)
{
    /// <summary>How many names without a signal are remembered.</summary>
    public const int MaxIdle = 1_024;

    private readonly Dictionary<string, SignalName> _names = [];
    private readonly IdleNames _idle = new();
    private readonly PatternIndex<SignalWatch> _watches = new();
    private readonly Queue<SignalWatch> _flipped = new();
    private readonly List<SignalWatch> _matches = [];

    /// <summary>Gets how many names are known, present or remembered.</summary>
    public int Count => _names.Count;

    /// <summary>Gets whether watches wait to be told; then call <see cref="TellWatchers"/> after leaving the lock.</summary>
    public bool HasFlipped => _flipped.Count > 0;

    /// <summary>Gets the names that are present and watched: what an expiry has to announce.</summary>
    public WatchedNames WatchedPresent { get; } = new();

    public SignalName? Find(string text) => _names.GetValueOrDefault(text);

    public bool IsPresent(string text) => Find(text) is { Live: > 0 };

    public SignalName? Find(ReadOnlySpan<char> text) =>
#if NET9_0_OR_GREATER
        _names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out SignalName? name) ? name : null;
#else
        Find(text.ToString());
#endif

    public bool IsPresentMatching(SignalPatternSet patterns)
    {
        foreach (SignalName name in Matching(patterns))
            if (name.Live > 0) return true;
        return false;
    }

    /// <summary>One more signal of this name is present.</summary>
    /// <param name="text">The name.</param>
    /// <param name="stamp">When, for an owner whose signals expire.</param>
    public SignalName Appear(string text, long stamp = 0)
    {
        if (!_names.TryGetValue(text, out SignalName? name)) _names[text] = name = Create(text);
        else if (name.Live == 0) _idle.Remove(name);
        if (name.Live++ == 0 && name.Watches.Length > 0) AppearWatched(name, stamp);
        return name;
    }

    /// <summary>One signal of this name less is present.</summary>
    public void Vanish(SignalName name)
    {
        if (--name.Live > 0) return;
        if (name.Watches.Length > 0) VanishWatched(name);
        _idle.Add(name);
        if (_idle.Count > MaxIdle) _names.Remove(_idle.TakeLongest().Text);
    }

    /// <summary>Returns the known names that match. Names without wildcards are looked up, others are scanned for.</summary>
    public IEnumerable<SignalName> Matching(SignalPatternSet patterns) => patterns.IsExact
        ? patterns.Patterns.Select(pattern => Find(pattern.Text)).OfType<SignalName>()
        : _names.Values.Where(name => patterns.Matches(name.Text));

    public void Add(SignalWatch watch)
    {
        foreach (SignalPattern pattern in watch.Patterns.Patterns) _watches.Add(pattern, watch);
        foreach (SignalName name in Matching(watch.Patterns))
        {
            name.Watches = [.. name.Watches, watch];
            if (name.Live == 0) continue;
            watch.NamesPresent++;
            if (name.WatchedPlace == WatchedNames.Nowhere) WatchedPresent.Add(name, long.MinValue);
        }
    }

    public void Remove(SignalWatch watch)
    {
        foreach (SignalPattern pattern in watch.Patterns.Patterns) _watches.Remove(pattern, watch);
        foreach (SignalName name in Matching(watch.Patterns))
        {
            name.Watches = Array.FindAll(name.Watches, other => other != watch);
            if (name.Watches.Length == 0) WatchedPresent.Remove(name);
        }
    }

    /// <summary>Tells every watch that changed. Two threads may tell the same watch at once, and overtake each other.</summary>
    public void TellWatchers()
    {
        while (true)
        {
            SignalWatch? watch;
            lock (gate)
            {
                if (!_flipped.TryDequeue(out watch)) return;
                watch.IsQueued = false;
            }

            watch.Tell();
        }
    }

    private SignalName Create(string text)
    {
        SignalName name = new(text);
        _watches.Collect(text, _matches);
        if (_matches.Count == 0) return name;
        name.Watches = [.. _matches.Distinct()];
        _matches.Clear();
        return name;
    }

    private void AppearWatched(SignalName name, long stamp)
    {
        WatchedPresent.Add(name, stamp);
        foreach (SignalWatch watch in name.Watches)
            if (watch.NamesPresent++ == 0) Flip(watch);
    }

    private void VanishWatched(SignalName name)
    {
        WatchedPresent.Remove(name);
        foreach (SignalWatch watch in name.Watches)
            if (--watch.NamesPresent == 0) Flip(watch);
    }

    private void Flip(SignalWatch watch)
    {
        if (watch.IsQueued) return;
        watch.IsQueued = true;
        _flipped.Enqueue(watch);
    }
}
