namespace Ephemeral.Tests.Jobs;

/// <summary>What the scanner finds, in objects, in types and in assemblies.</summary>
public sealed class JobScannerTests
{
    [Fact]
    public void Scan_FindsEveryAttribute_OnPublicAndPrivateMethods_AlsoInheritedOnes()
    {
        Assert.Equal(["a", "b", "base", "c", "inherited", "overridden"], EphemeralJobScanner.Scan(new Two()).Select(static job => job.TriggerSignal).Order());
        Assert.Empty(EphemeralJobScanner.Scan(new object()));
    }

    [Fact]
    public void ScanAll_KeepsTheOrderOfItsTargets()
    {
        Assert.Equal(["marked", "plain"], EphemeralJobScanner.ScanAll([new Marked(), new Plain()]).Select(static job => job.TriggerSignal));
        Assert.Throws<ArgumentNullException>(() => EphemeralJobScanner.ScanAll([null!]));
    }

    [Fact]
    public void ScanAssemblies_TakesClassesWithTheirAttribute_AndFindTypesThoseWithJobs()
    {
        List<Type> asked = [];

        ArgumentException error = Assert.Throws<ArgumentException>(() => EphemeralJobScanner.ScanAssemblies([typeof(Marked).Assembly], type =>
        {
            asked.Add(type);
            return type == typeof(Marked) ? new Marked() : throw new ArgumentException("seen");
        }));

        Assert.Equal("seen", error.Message);
        Assert.All(asked, static type => Assert.True(type.IsDefined(typeof(EphemeralJobsAttribute), inherit: false)));
        IReadOnlyList<Type> found = EphemeralJobScanner.FindTypes([typeof(Marked).Assembly]);
        Assert.Contains(typeof(Marked), found);
        Assert.Contains(typeof(Plain), found);
        Assert.DoesNotContain(typeof(Base), found); // abstract
        Assert.DoesNotContain(typeof(JobScannerTests), found);
    }

    [Fact]
    public void Descriptor_TellsWhatTheAttributeSays()
    {
        EphemeralJobDescriptor job = Assert.Single(EphemeralJobScanner.Scan(new Full()));

        Assert.Equal(("RunAsync", "p.x.*", 2, 4, "hot", 5), (job.MethodName, job.TriggerSignal, job.Priority, job.MaxConcurrency, job.Lane, job.LaneMaxConcurrency));
        Assert.Equal((3, true), (job.MaxRetries, job.SwallowsExceptions));
        Assert.Equal(["go"], job.AwaitSignals);
        Assert.Equal((["s"], ["c", "d"], ["f"]), (job.EmitOnStart.ToArray(), job.EmitOnComplete.ToArray(), job.EmitOnFailure.ToArray()), new Arrays());
        Assert.True(job.Matches("p.x.y"));
        Assert.False(job.Matches("x.y"));
    }

    private sealed class Arrays : IEqualityComparer<(string[] Start, string[] Complete, string[] Failure)>
    {
        public bool Equals((string[] Start, string[] Complete, string[] Failure) x, (string[] Start, string[] Complete, string[] Failure) y) =>
            x.Start.SequenceEqual(y.Start) && x.Complete.SequenceEqual(y.Complete) && x.Failure.SequenceEqual(y.Failure);

        public int GetHashCode((string[] Start, string[] Complete, string[] Failure) obj) => 0;
    }

    private abstract class Base
    {
        [EphemeralJob("inherited")]
        public Task InheritedAsync() => Task.CompletedTask;

        [EphemeralJob("overridden")]
        protected virtual Task OverriddenAsync() => Task.CompletedTask;

        [EphemeralJob("base")]
        private Task OfBaseAsync() => Task.CompletedTask;
    }

    private sealed class Two : Base
    {
        [EphemeralJob("a")]
        [EphemeralJob("b")]
        public Task RunAsync() => Task.CompletedTask;

        protected override Task OverriddenAsync() => Task.CompletedTask;

        [EphemeralJob("c")]
        private Task HiddenAsync() => Task.CompletedTask;
    }

    [EphemeralJobs]
    private sealed class Marked
    {
        [EphemeralJob("marked")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class Plain
    {
        [EphemeralJob("plain")]
        public Task RunAsync() => Task.CompletedTask;
    }

    [EphemeralJobs(SignalPrefix = "p")]
    private sealed class Full
    {
        [EphemeralJob(
            "x.*", Priority = 2, MaxConcurrency = 4, Lane = "hot:5", MaxRetries = 3, SwallowExceptions = true, AwaitSignals = ["go"],
            EmitOnStart = "s", EmitOnComplete = new[] { "c", "d" }, EmitOnFailure = "f")]
        public Task RunAsync() => Task.CompletedTask;
    }
}
