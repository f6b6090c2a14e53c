using Ephemeral.Signals;

namespace Ephemeral.Gates;

/// <summary>The patterns of one rule, each watched wherever its signals may be present.</summary>
internal sealed class SignalRule : IDisposable
{
    private readonly List<SignalWatch> _watches = [];

    public SignalRule(IReadOnlySet<string>? patterns, SignalSink? sink, SignalPresence own, Action<SignalWatch> changed)
    {
        foreach (SignalPattern pattern in SignalPatternSet.Parse(patterns ?? (IEnumerable<string>)[]).Patterns)
        {
            SignalPatternSet one = SignalPatternSet.Of(pattern.Text);
            _watches.Add(own.Watch(one, changed));
            if (sink is not null) _watches.Add(sink.Watch(one, changed));
        }
    }

    public bool IsPresent => _watches.Exists(static watch => watch.IsPresent);

    /// <summary>Gets the pattern of a signal that is present; null when none is.</summary>
    public string? Present => _watches.Find(static watch => watch.IsPresent)?.Patterns.ToString();

    public void Dispose() => _watches.ForEach(static watch => watch.Dispose());
}
