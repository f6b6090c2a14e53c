using Ephemeral.Engine;
using Ephemeral.Signals;

namespace Ephemeral.Gates;

/// <summary>The bridge from signals to an engine: "defer while <c>db.down</c>" becomes a hold that ends when the signal goes.</summary>
/// <remarks>It watches the shared sink and the coordinator's own operations. Nothing polls, and nothing looks through signals.</remarks>
internal sealed class SignalGate : IDisposable
{
    private readonly IWorkEngine _engine;
    private readonly int _lane;
    private readonly SignalRule? _cancel; // its watches may call before the next is made
    private readonly SignalRule? _defer;
    private readonly SignalRule? _resume;

    private SignalGate(IWorkEngine engine, GateRules rules, SignalSink? sink, SignalPresence own)
    {
        _engine = engine;
        _lane = rules.Lane;
        _cancel = new(rules.CancelOn, sink, own, _ => FollowCancel());
        _resume = new(rules.ResumeOn, sink, own, _ => FollowDefer());
        _defer = new(rules.DeferOn, sink, own, watch => FollowDefer(watch.Patterns.ToString()));
    }

    /// <summary>Opens the gate that the rules need, with the signals as they are; null when there is no rule.</summary>
    public static SignalGate? Create(IWorkEngine engine, GateRules rules, SignalSink? sink, SignalPresence own)
    {
        if (rules.CancelOn is not { Count: > 0 } && rules.DeferOn is not { Count: > 0 }) return null;
        SignalGate gate = new(engine, rules, sink, own);
        gate.FollowCancel(); // what changed while the rules were made is caught up here
        gate.FollowDefer(gate._defer?.Present);
        return gate;
    }

    public void Dispose()
    {
        _cancel?.Dispose();
        _defer?.Dispose();
        _resume?.Dispose();
    }

    private void FollowCancel() => _engine.FollowCancel(_lane, () => _cancel?.IsPresent == true);

    private void FollowDefer(string? pattern = null) =>
        _engine.FollowDefer(_lane, () => _defer?.IsPresent == true && _resume?.IsPresent != true, pattern ?? _defer?.Present);
}
