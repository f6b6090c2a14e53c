namespace Ephemeral.Tests.Jobs;

/// <summary>What cannot be a job is refused with one sentence when the runner is made, never at the first signal.</summary>
public sealed class JobSignatureTests
{
    public static TheoryData<object, string> Impossible { get; } = new()
    {
        { new ReturnsVoid(), "The job ReturnsVoid.Run returns Void. A job returns Task or ValueTask." },
        { new IsStatic(), "The job IsStatic.RunAsync is static. Make it an instance method." },
        { new IsGeneric(), "The job IsGeneric.RunAsync is generic. A job has no type parameters." },
        { new TakesRef(), "The parameter 'number' of the job TakesRef.RunAsync is ref, in or out. Take it by value." },
        { new TakesSpan(), "The parameter 'bytes' of the job TakesSpan.RunAsync is a Span`1, which no payload can be. Take an ordinary type." },
        { new TwoPayloads(), "The job TwoPayloads.RunAsync has more than one payload parameter (one, two). A signal carries one payload." },
        { new TwoKeySources(), "The job TwoKeySources.RunAsync has more than one [KeySource] (signal, text). A run has one key." },
        { new StrayKeySource(), "The parameter 'operation' of the job StrayKeySource.RunAsync has a [KeySource] but receives no payload. Put it on the payload's parameter." },
        { new NoTrigger(), "The job NoTrigger.RunAsync has no trigger signal. Name the pattern of signals that start it." },
        { new BadLane(), "The lane 'hot:many' must end in a positive whole number after the colon but ends in 'many'. Write 'hot' or 'hot:4'. It is the lane of the job BadLane.RunAsync." },
        { new BadLimit(), "The MaxConcurrency of the job BadLimit.RunAsync must be positive, or -1 for no limit, but was -2." },
        { new BadEmission(), "EmitOnComplete of the job BadEmission.RunAsync must be a string or an array of strings but was Int32." },
        { new TwoLaneLimits(), "The lane 'hot' has two limits, 2 and 4. State one, as in 'hot:4'." },
        { new object(), "There is no job to run. Put [EphemeralJob(\"signal\")] on a method of one of the targets." },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void ImpossibleJob_IsRefusedWithOneSentence(object target, string message)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new EphemeralSignalJobRunner(new(), [target]));

        Assert.Equal(message, error.Message);
    }

    private sealed class ReturnsVoid
    {
        [EphemeralJob("x")]
        public void Run()
        {
        }
    }

    private sealed class IsStatic
    {
        [EphemeralJob("x")]
        public static Task RunAsync() => Task.CompletedTask;
    }

    private sealed class IsGeneric
    {
        [EphemeralJob("x")]
        public Task RunAsync<T>(T value) => Task.FromResult(value);
    }

    private sealed class TakesRef
    {
        [EphemeralJob("x")]
        public Task RunAsync(ref int number) => Task.FromResult(number);
    }

    private sealed class TakesSpan
    {
        [EphemeralJob("x")]
        public Task RunAsync(Span<byte> bytes) => Task.FromResult(bytes.Length);
    }

    private sealed class TwoKeySources
    {
        [EphemeralJob("work")]
        public Task RunAsync([KeySource] SignalEvent<string> signal, [KeySource] string? text) => Task.CompletedTask;
    }

    private sealed class StrayKeySource
    {
        [EphemeralJob("work")]
        public Task RunAsync([KeySource(PropertyPath = "Id")] EphemeralOperation operation) => Task.CompletedTask;
    }

    private sealed class TwoPayloads
    {
        [EphemeralJob("x")]
        public Task RunAsync(string one, Uri two) => Task.FromResult((one, two));
    }

    private sealed class NoTrigger
    {
        [EphemeralJob(" ")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class BadLane
    {
        [EphemeralJob("x", Lane = "hot:many")]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class BadLimit
    {
        [EphemeralJob("x", MaxConcurrency = -2)]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class BadEmission
    {
        [EphemeralJob("x", EmitOnComplete = 3)]
        public Task RunAsync() => Task.CompletedTask;
    }

    private sealed class TwoLaneLimits
    {
        [EphemeralJob("x", Lane = "hot:2")]
        public Task RunAsync() => Task.CompletedTask;

        [EphemeralJob("y", Lane = "hot:4")]
        public Task OtherAsync() => Task.CompletedTask;
    }
}
