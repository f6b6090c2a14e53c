using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Atoms.Tests.Molecules;

/// <summary>Blueprints, runs, scopes and what follows them.</summary>
public sealed class MoleculeRunnerTests
{
    private readonly SignalSink _sink = new();
    private readonly List<string> _steps = [];

    [Fact]
    public async Task AtomsRunInOrder_AndShareWhatTheyLeave()
    {
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("order", "order.placed")
            .AddAtom(async (context, ct) =>
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
                context.SharedState["total"] = 40;
                _steps.Add($"price {context.TriggerSignal.Key}");
            })
            .AddAtom(context => context.SharedState["total"] = (int)context.SharedState["total"]! + 2)
            .AddAtom(context => context.Raise($"order.total:{context.SharedState["total"]}"))
            .Build();
        List<MoleculeRun> completed = [];
        await using MoleculeRunner runner = new(_sink, [blueprint]);
        runner.MoleculeCompleted += completed.Add;
        _sink.Raise("order.placed", key: "42");
        await runner.DrainAsync().Within();

        SignalEvent total = Assert.Single(_sink.Sense(static signal => signal.StartsWith("order.total")));
        EphemeralOperationSnapshot run = Assert.Single(runner.Snapshot());
        Assert.Equal(["price 42"], _steps);
        Assert.Equal(("order.total:42", "42", run.Id), (total.Signal, total.Key, total.OperationId));
        Assert.Equal(["order.total:42"], run.Signals!);
        Assert.Equal(("order", run.Id, null), (completed[0].Name, completed[0].OperationId, completed[0].Error));
        Assert.Equal("order.placed", total.Propagation?.Path[0].Signal);
    }

    [Fact]
    public async Task TheFirstAtomThatThrows_EndsItsRun()
    {
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("m", "go")
            .AddAtom(_ => _steps.Add("first"))
            .AddAtom(static _ => throw new InvalidOperationException("second"))
            .AddAtom(_ => _steps.Add("third"))
            .Build();
        List<string> told = [];
        await using MoleculeRunner runner = new(_sink, [blueprint]);
        runner.MoleculeStarted += run => told.Add($"started {run.Name}");
        runner.MoleculeFailed += static _ => throw new NotSupportedException("handler");
        runner.MoleculeFailed += run => told.Add($"failed {run.Error!.Message}");
        runner.MoleculeCompleted += _ => told.Add("completed");
        _sink.Raise("go");
        await runner.DrainAsync().Within();

        Assert.Equal(["first"], _steps);
        Assert.Equal(["started m", "failed second"], told);
        Assert.Equal((1L, 1L), (runner.GetMetrics().Failed, runner.CallbackFailures));
    }

    [Fact]
    public async Task EachRun_HasAScopeOfItsOwn_WhichEndsWithIt()
    {
        ServiceCollection services = new();
        services.AddScoped<Scoped>();
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        List<Scoped> seen = [];
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("m", "go")
            .AddAtom(context => seen.Add(context.Services.GetRequiredService<Scoped>()))
            .AddAtom(context => seen.Add(context.Services.GetRequiredService<Scoped>()))
            .AddAtom(_ => Assert.False(seen[^1].IsDisposed))
            .Build();
        await using MoleculeRunner runner = new(_sink, [blueprint], provider, new() { MaxConcurrency = 1 });
        _sink.Raise("go");
        _sink.Raise("go");
        await runner.DrainAsync().Within();

        Assert.Equal((2L, 0L), (runner.GetMetrics().Completed, runner.GetMetrics().Failed));
        Assert.Same(seen[0], seen[1]);
        Assert.NotSame(seen[1], seen[2]);
        Assert.All(seen, static scoped => Assert.True(scoped.IsDisposed));
    }

    [Fact]
    public async Task WithoutServices_ThereAreNone()
    {
        object? found = "something";
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("m", "go").AddAtom(context => found = context.Services.GetService(typeof(Scoped))).Build();
        await using MoleculeRunner runner = new(_sink, [blueprint]);
        _sink.Raise("go");
        await runner.DrainAsync().Within();

        Assert.Null(found);
    }

    [Fact]
    public async Task Runs_GoOnSideBySide_AndBeyondTheBoundTheNewestIsDropped()
    {
        Gate gate = new();
        int running = 0;
        TaskCompletionSource both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("m", "go").AddAtom(async (_, ct) =>
        {
            if (Interlocked.Increment(ref running) == 2) both.SetResult();
            await gate.WaitAsync(ct);
        }).Build();
        await using MoleculeRunner runner = new(_sink, [blueprint], options: new() { MaxConcurrency = 2, QueueCapacity = 1 });
        _sink.Raise("go");
        await gate.Reached;
        _sink.Raise("go");
        await both.Task.Within();
        _sink.Raise("go");
        _sink.Raise("go");
        gate.Open();
        await runner.DrainAsync().Within();

        Assert.Equal((3L, 1L), (runner.GetMetrics().Completed, runner.DroppedCount));
    }

    [Fact]
    public async Task Conditions_AreAllAsked_AndOneThatThrowsIsCounted()
    {
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("m", "go")
            .AddAtom(context => _steps.Add(context.TriggerSignal.Key!))
            .WithCondition(static signal => signal.Key!.Length > 1)
            .WithCondition(static signal => signal.Key == "throw" ? throw new InvalidOperationException() : signal.Key!.StartsWith('a'))
            .Build();
        await using MoleculeRunner runner = new(_sink, [blueprint]);
        foreach (string key in new[] { "a", "ab", "cd", "throw" }) _sink.Raise("go", key);
        await runner.DrainAsync().Within();

        Assert.Equal(["ab"], _steps);
        Assert.Equal(1, _sink.CallbackFailures);
    }

    [Fact]
    public async Task ABlueprint_MayChange_AndRunsKeepWhatTheyBeganWith()
    {
        Gate gate = new();
        MoleculeBlueprint blueprint = new("m", "go");
        blueprint.AddAtom(async (_, ct) =>
        {
            _steps.Add("old");
            await gate.WaitAsync(ct);
        }).AddAtom((_, _) =>
        {
            _steps.Add("old too");
            return Task.CompletedTask;
        });
        await using MoleculeRunner runner = new(_sink, [blueprint], options: new() { MaxConcurrency = 1 });
        _sink.Raise("go");
        await gate.Reached;
        Assert.Equal(2, blueprint.RemoveAtoms());
        blueprint.AddAtom((_, _) =>
        {
            _steps.Add("new");
            return Task.CompletedTask;
        });
        _sink.Raise("go");
        gate.Open();
        await runner.DrainAsync().Within();

        Assert.Equal(["old", "old too", "new"], _steps);
        Assert.Equal(1, blueprint.AtomCount);
    }

    [Fact]
    public async Task ARun_IsAnOperation_ThatEchoesItsTypedLastWords()
    {
        TypedSignalSink<string> typed = new(_sink);
        List<OperationEchoEntry<string>> echoes = [];
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("soup", "cook")
            .AddAtom(_ => typed.Raise("echo.capture", "taste the soup"))
            .Build();
        await using MoleculeRunner runner = new(_sink, [blueprint]);
        using OperationEchoMaker<string> maker = runner.Runs.EnableOperationEchoing(typed, echoes.Add, new() { CaptureSignalPattern = "echo.*" });
        _sink.Raise("cook");
        await runner.DrainAsync().Within();

        runner.Runs.TryKill(Assert.Single(runner.Snapshot()).Id);

        Assert.Equal("taste the soup", Assert.Single(Assert.Single(echoes).Captures).Payload);
    }

    [Fact]
    public async Task AMoleculeThatStartsItself_IsCutByTheSink()
    {
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("m", "go").AddAtom(static context => context.Raise("go")).Build();
        TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable subscription = _sink.Subscribe("signal.blocked", _ => cut.TrySetResult());
        await using MoleculeRunner runner = new(_sink, [blueprint]);

        _sink.Raise("go");

        await cut.Task.Within();
        await runner.DrainAsync().Within();
        Assert.InRange(runner.GetMetrics().Completed, 2, 20);
    }

    [Fact]
    public async Task ATrigger_StartsAnotherMolecule_AndItsFailuresAreCounted()
    {
        MoleculeBlueprint first = new MoleculeBlueprintBuilder("first", "go").AddAtom(static context => context.Raise("followed.up")).Build();
        MoleculeBlueprint second = new MoleculeBlueprintBuilder("second", "second.go").AddAtom(_ => _steps.Add("second")).Build();
        await using MoleculeRunner runner = new(_sink, [first, second]);
        await using AtomTrigger trigger = new(_sink, "followed.*", (signal, _) =>
        {
            _sink.Raise("second.go", signal.Key);
            throw new InvalidOperationException();
        });
        _sink.Raise("go");
        await runner.DrainAsync().Within();
        await trigger.DrainAsync().Within();
        await runner.DrainAsync().Within();

        Assert.Equal(["second"], _steps);
        Assert.Equal(("followed.*", 1L, 1L, 0L), (trigger.Pattern, trigger.TriggeredCount, trigger.CallbackFailures, trigger.DroppedCount));
    }

    [Fact]
    public void WhatCannotRun_IsRefused()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(static () => new MoleculeBlueprintBuilder("empty", "go").Build());

        Assert.Equal("The molecule 'empty' has no atoms, so it would do nothing. Call AddAtom before Build.", error.Message);
        Assert.Throws<ArgumentException>(() => new MoleculeRunner(_sink, []));
        Assert.Throws<ArgumentException>(() => new MoleculeRunner(_sink, [null!]));
        Assert.Throws<ArgumentNullException>(static () => new MoleculeRunner(null!, []));
        Assert.Throws<ArgumentException>(static () => new MoleculeBlueprint(" ", "go"));
        Assert.Throws<ArgumentException>(static () => new MoleculeBlueprint("m", ""));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AtomTrigger(_sink, "x", static (_, _) => Task.CompletedTask, maxConcurrency: 0));
        Assert.Throws<ArgumentNullException>(() => new AtomTrigger(_sink, "x", null!));
    }

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
