using Ephemeral.Engine;
using Ephemeral.Signals;

namespace Ephemeral.Gates;

/// <summary>The bridge from signals to an engine: "defer while <c>db.down</c>" becomes a hold that ends when the signal goes.</summary>
/// <remarks>It watches the shared sink and the coordinator's own operations. Nothing polls, and nothing looks through signals.</remarks>
internal sealed class SignalGate : IDisposable
{
    private readonly IWorkEngine _engine;
    private readonly Rule _cancel;
    private readonly Rule _defer;
    private readonly Rule _resume;

    private SignalGate(IWorkEngine engine, Rule cancel, Rule defer, Rule resume)
    {
        _engine = engine;
        _cancel = cancel;
        _defer = defer;
        _resume = resume;
    }

    /// <summary>Creates the gate that the rules need; null when there is no rule.</summary>
    public static SignalGate? Create(
        IWorkEngine engine,
        IReadOnlySet<string>? cancelOn,
        IReadOnlySet<string>? deferOn,
        IReadOnlySet<string>? resumeOn,
        SignalSink? sink,
        SignalPresence own)
    {
        if (cancelOn is not { Count: > 0 } && deferOn is not { Count: > 0 }) return null;
        SignalGate gate = new(engine, new(cancelOn), new(deferOn), new(resumeOn));
        gate._cancel.Watch(sink, own, gate.FollowCancel);
        gate._resume.Watch(sink, own, gate.FollowDefer);
        gate._defer.Watch(sink, own, gate.FollowDefer);
        gate.FollowCancel();
        gate.FollowDefer();
        return gate;
    }

    public void Dispose()
    {
        _cancel.Dispose();
        _defer.Dispose();
        _resume.Dispose();
    }

    private void FollowCancel() => _engine.FollowCancel(() => _cancel.IsPresent);

    private void FollowDefer() => _engine.FollowDefer(() => _defer.IsPresent && !_resume.IsPresent);

    /// <summary>The patterns of one rule, watched wherever a signal may be present.</summary>
    private sealed class Rule(IReadOnlySet<string>? patterns) : IDisposable
    {
        private readonly List<SignalWatch> _watches = [];

        public bool IsPresent => _watches.Exists(static watch => watch.IsPresent);

        public void Watch(SignalSink? sink, SignalPresence own, Action changed)
        {
            if (patterns is not { Count: > 0 }) return;
            SignalPatternSet set = SignalPatternSet.Parse(patterns);
            _watches.Add(own.Watch(set, _ => changed()));
            if (sink is not null) _watches.Add(sink.Watch(set, _ => changed()));
        }

        public void Dispose() => _watches.ForEach(static watch => watch.Dispose());
    }
}
