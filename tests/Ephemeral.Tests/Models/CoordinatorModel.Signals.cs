namespace Ephemeral.Tests.Models;

/// <content>Signals and what the rules make of them.</content>
internal sealed partial class CoordinatorModel
{
    public const string ResumeName = "resume";

    private IEnumerable<ModelHold> Holds => _lanes.Prepend(_whole);

    public bool IsInSink(string name) => _sink.Exists(signal => signal.Name == name);

    /// <summary>Tells whether a known operation has raised the signal.</summary>
    public bool IsOwn(string name) => Items.Exists(item => item.Signals.Contains(name));

    public void Raise(string name, ModelItem? by)
    {
        _sink.Add((name, by));
        if (by is { IsGone: false }) by.Signals.Add(name);
        Settle();
    }

    public void Retract(string name)
    {
        _sink.RemoveAll(signal => signal.Name == name);
        Settle();
    }

    public void Retract(string name, ModelItem by)
    {
        by.Signals.RemoveAll(own => own == name);
        _sink.RemoveAll(signal => signal.Name == name && signal.By == by);
        Settle();
    }

    private bool IsOf(ModelHold hold, ModelItem item) => hold == _whole || hold == _lanes[item.Work.Lane];

    private void FollowSignals()
    {
        if (IsDisposed) return;
        foreach (ModelHold hold in Holds)
        {
            hold.IsSkipping = _setup.IsObserved && IsPresent(hold.CancelName);
            hold.Follow(IsPresent(hold.DeferName) && !(hold == _whole && IsPresent(ResumeName)), Now);
        }
    }

    private bool IsPresent(string name) => IsInSink(name) || IsOwn(name);
}
