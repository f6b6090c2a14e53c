using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

public sealed class SignalPresenceTests
{
    private readonly SignalPresence _presence = new();

    [Fact]
    public void IsPresent_NameAddedTwice_StaysUntilRemovedTwice()
    {
        _presence.Add("db.down");
        _presence.Add("db.down");
        _presence.Remove("db.down");

        Assert.True(_presence.IsPresent("db.down"));
        _presence.Remove("db.down");
        Assert.False(_presence.IsPresent("db.down"));
    }

    [Fact]
    public void Remove_NameNeverAdded_ChangesNothing()
    {
        _presence.Remove("db.down");
        _presence.Add("db.down");

        Assert.True(_presence.IsPresent("db.down"));
    }

    [Fact]
    public void IsPresentMatching_PatternsAndNames_AreFound()
    {
        _presence.Add("db.down");

        Assert.True(_presence.IsPresentMatching("db.*"));
        Assert.False(_presence.IsPresentMatching("disk.full, db.down"));
        Assert.False(_presence.IsPresentMatching("disk.*"));
        _presence.Remove("db.down");
        Assert.False(_presence.IsPresentMatching("db.*"));
    }

    [Fact]
    public void Watch_NameThatMatches_CallsBackOnlyWhenTheAnswerChanges()
    {
        List<bool> answers = [];
        using SignalWatch watch = _presence.Watch(SignalPatternSet.Parse("db.*, disk.full"), changed => answers.Add(changed.IsPresent));

        _presence.Add("db.down");
        _presence.Add("disk.full");
        _presence.Add("other");
        _presence.Remove("db.down");
        _presence.Remove("disk.full");

        Assert.Equal([true, false], answers);
    }

    [Fact]
    public void Watch_NamePresentBefore_IsPresentAtOnceWithoutACall()
    {
        _presence.Add("db.down");
        int calls = 0;

        using SignalWatch watch = _presence.Watch(SignalPatternSet.Parse("db.*"), _ => calls++);

        Assert.True(watch.IsPresent);
        Assert.Equal(0, calls);
    }

    [Fact]
    public void Watch_NameThatSeveralPatternsMatch_CountsOnce()
    {
        using SignalWatch watch = _presence.Watch(SignalPatternSet.Parse("db.*, *.down, db.down"), static _ => { });

        _presence.Add("db.down");
        _presence.Remove("db.down");

        Assert.False(watch.IsPresent);
    }

    [Fact]
    public void Dispose_OfAWatch_EndsItsCallsAndOnlyIts()
    {
        int first = 0;
        int second = 0;
        SignalWatch disposed = _presence.Watch(SignalPatternSet.Parse("db.*"), _ => first++);
        using SignalWatch kept = _presence.Watch(SignalPatternSet.Parse("db.*"), _ => second++);
        _presence.Add("db.down");

        disposed.Dispose();
        disposed.Dispose();
        _presence.Remove("db.down");

        Assert.Equal(1, first);
        Assert.Equal(2, second);
    }

    [Fact]
    public void Watch_CallbackThatChangesPresence_IsToldAgain()
    {
        List<bool> answers = [];
        using SignalWatch watch = _presence.Watch(SignalPatternSet.Parse("db.down"), changed =>
        {
            answers.Add(changed.IsPresent);
            if (changed.IsPresent) _presence.Remove("db.down");
        });

        _presence.Add("db.down");

        Assert.Equal([true, false], answers);
    }

    [Fact]
    public void Names_ThatCameAndWent_AreRememberedOnlyUpToABound()
    {
        SignalNames names = new(new Lock());
        SignalName kept = names.Appear("kept");

        for (int i = 0; i < 100_000; i++) names.Vanish(names.Appear($"file.saved:/{i}"));

        Assert.Equal(SignalNames.MaxIdle + 1, names.Count);
        Assert.Same(kept, names.Find("kept"));
        Assert.NotNull(names.Find("file.saved:/99999"));
        Assert.Null(names.Find("file.saved:/0"));
    }

    [Fact]
    public async Task Watch_ManyThreads_EndsWithTheRightAnswer()
    {
        using SignalWatch watch = _presence.Watch(SignalPatternSet.Parse("db.*"), static _ => { });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
        {
            for (int round = 0; round < 20_000; round++)
            {
                _presence.Add($"db.{(i + round) % 3}");
                Assert.True(watch.IsPresent);
                _presence.Remove($"db.{(i + round) % 3}");
            }
        }))).Within();

        Assert.False(watch.IsPresent);
    }
}
