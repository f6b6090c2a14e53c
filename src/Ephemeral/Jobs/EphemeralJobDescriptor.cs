using Ephemeral.Engine.Handlers;
using Ephemeral.Internal;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>One job as a runner sees it: its attribute and its class's defaults, put together and checked.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class EphemeralJobDescriptor
{
    private const string DefaultLane = "default";
    private const int MaxDoublings = 14; // 100 milliseconds become 27 minutes, and no more

    private readonly SignalPattern _trigger;
    private readonly EphemeralJobAttribute _attribute;
    private readonly Func<object?, string?>? _keyFromPayload;
    private readonly IEphemeralJobInvoker _invoker;
    private readonly string _name;

    /// <summary>Puts a job together whose method an invoker calls: what a scan does by reflection, and generated code without.</summary>
    /// <param name="jobType">The class of the method.</param>
    /// <param name="methodName">The method's name.</param>
    /// <param name="invoker">Calls the method.</param>
    /// <param name="attribute">What the method says.</param>
    /// <param name="defaults">What its class says; null for nothing.</param>
    /// <param name="lanes">The lanes that its class declares; null for none.</param>
    /// <param name="keyFromPayload">Reads the path of <see cref="EphemeralJobAttribute.KeyFromPayload"/>; null where there is none.</param>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="ArgumentException">What the attributes say is not valid; the message says what to change.</exception>
    public EphemeralJobDescriptor(
        Type jobType,
        string methodName,
        IEphemeralJobInvoker invoker,
        EphemeralJobAttribute attribute,
        EphemeralJobsAttribute? defaults = null,
        IReadOnlyList<EphemeralLaneAttribute>? lanes = null,
        Func<object?, string?>? keyFromPayload = null)
    {
        ArgumentNullException.ThrowIfNull(jobType);
        ArgumentException.ThrowIfNullOrEmpty(methodName);
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(attribute);
        defaults ??= new();
        MethodName = methodName;
        string name = _name = $"{jobType.Name}.{methodName}";
        if (string.IsNullOrWhiteSpace(attribute.TriggerSignal))
            throw new ArgumentException($"The job {name} has no trigger signal. Name the pattern of signals that start it.");
        if (attribute.KeyFromPayload is { } path && keyFromPayload is null)
            throw new ArgumentException($"The job {name} has the KeyFromPayload '{path}', but nothing reads it. Give its descriptor a keyFromPayload.");

        _attribute = attribute;
        _invoker = invoker;
        _trigger = new(string.IsNullOrEmpty(defaults.SignalPrefix) ? attribute.TriggerSignal : $"{defaults.SignalPrefix}.{attribute.TriggerSignal}");
        _keyFromPayload = keyFromPayload;
        Priority = attribute.Priority == int.MinValue ? defaults.DefaultPriority : attribute.Priority;
        int limit = attribute.MaxConcurrency == 0 ? defaults.DefaultMaxConcurrency : attribute.MaxConcurrency;
        if (limit is 0 or < -1) throw new ArgumentException($"The MaxConcurrency of the job {name} must be positive, or -1 for no limit, but was {limit}.");
        MaxConcurrency = limit == -1 ? int.MaxValue : limit;
        LaneText lane = LaneText.Parse(attribute.Lane ?? defaults.DefaultLane ?? DefaultLane, out string? fault);
        if (fault is not null) throw new ArgumentException($"{fault} It is the lane of the job {name}.");
        (Lane, LaneMaxConcurrency) = (lane.Name, lane.MaxConcurrency);
        DeclaredLanes = [.. (lanes ?? []).Select(declared => Declared(declared, name))];
        AwaitSignals = AwaitedOf(attribute, name);
        Terms = TermsOf(attribute, name);
        EmitOnStart = Names(attribute.EmitOnStart, nameof(attribute.EmitOnStart), name);
        EmitOnComplete = Names(attribute.EmitOnComplete, nameof(attribute.EmitOnComplete), name);
        EmitOnFailure = Names(attribute.EmitOnFailure, nameof(attribute.EmitOnFailure), name);
    }

    /// <summary>Gets the method's name.</summary>
    public string MethodName { get; }

    /// <summary>Gets the pattern of signals that start the job, with the class's prefix.</summary>
    public string TriggerSignal => _trigger.Text;

    /// <summary>Gets the priority; the lower number starts first when a slot frees.</summary>
    public int Priority { get; }

    /// <summary>Gets how many runs go on at the same time; <see cref="int.MaxValue"/> for no limit.</summary>
    public int MaxConcurrency { get; }

    /// <summary>Gets the name of the job's lane.</summary>
    public string Lane { get; }

    /// <summary>Gets the lane's limit if the job states one.</summary>
    public int? LaneMaxConcurrency { get; }

    /// <summary>Gets the patterns of signals that must all be present for a run to start.</summary>
    public IReadOnlyList<string> AwaitSignals { get; }

    /// <summary>Gets how often a run that failed is tried again.</summary>
    public int MaxRetries => _attribute.MaxRetries;

    /// <summary>Gets what is raised before each run.</summary>
    public IReadOnlyList<string> EmitOnStart { get; }

    /// <summary>Gets what is raised after each completed run.</summary>
    public IReadOnlyList<string> EmitOnComplete { get; }

    /// <summary>Gets what is raised after each failed run.</summary>
    public IReadOnlyList<string> EmitOnFailure { get; }

    /// <summary>Gets whether a run that throws counts as completed.</summary>
    public bool SwallowsExceptions => _attribute.SwallowExceptions;

    /// <summary>Gets the lanes that the job's class declares.</summary>
    internal IReadOnlyList<EphemeralJobLane> DeclaredLanes { get; }

    /// <summary>Gets what holds for each run beside the runner's options.</summary>
    internal ItemTerms Terms { get; }

    /// <summary>Tells whether a signal of this name starts the job.</summary>
    public bool Matches(string signal) => _trigger.Matches(signal);

    /// <summary>Returns the key of the run that a signal starts: from the payload, the signal, the attribute or a parameter, in this order.</summary>
    /// <returns>Null when the run has no key.</returns>
    public string? ExtractKey(SignalEvent signal) =>
        _keyFromPayload?.Invoke(signal.Payload)
        ?? (_attribute.KeyFromSignal ? signal.Key : null)
        ?? _attribute.OperationKey
        ?? _invoker.KeyOf(signal.Payload);

    /// <summary>Calls the method for a signal.</summary>
    /// <exception cref="InvalidOperationException">A parameter that cannot be null needs a payload that the signal does not carry.</exception>
    public Task InvokeAsync(SignalEvent signal, EphemeralOperation operation, CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(signal, operation, cancellationToken);

    /// <summary>Returns how long to wait after a failed attempt; null when it was the last.</summary>
    internal TimeSpan? RetryAfter(int attempt) => attempt > _attribute.MaxRetries
        ? null
        : TimeSpan.FromMilliseconds(_attribute.RetryDelayMs * Math.Pow(2, Math.Min(attempt - 1, MaxDoublings)));

    /// <summary>Makes the failure of a run whose signals did not come.</summary>
    internal TimeoutException WaitedInVain(string trigger) => new(
        $"The job {_name} waited {Terms.AwaitTimeout} after '{trigger}' for {string.Join(", ", AwaitSignals)}, which were not all present. Raise them, or allow more time with AwaitTimeoutMs.");

    private static ItemTerms TermsOf(EphemeralJobAttribute attribute, string job)
    {
        int least = Math.Min(Math.Min(attribute.TimeoutMs, attribute.AwaitTimeoutMs), Math.Min(attribute.ExpireAfterMs, Math.Min(attribute.RetryDelayMs, attribute.MaxRetries)));
        if (least < 0)
            throw new ArgumentException($"TimeoutMs, AwaitTimeoutMs, ExpireAfterMs, RetryDelayMs and MaxRetries of the job {job} must not be negative, but one was {least}.");

        return new(Time(attribute.TimeoutMs), Time(attribute.AwaitTimeoutMs), attribute.Pin, Time(attribute.ExpireAfterMs));
    }

    private static TimeSpan? Time(int milliseconds) => milliseconds == 0 ? null : TimeSpan.FromMilliseconds(milliseconds);

    private static IReadOnlyList<string> AwaitedOf(EphemeralJobAttribute attribute, string job)
    {
        string[] patterns = attribute.AwaitSignals ?? [];
        if (Array.Exists(patterns, string.IsNullOrWhiteSpace)) throw new ArgumentException($"AwaitSignals of the job {job} has a blank pattern. Name a signal, or leave it out.");
        if (patterns.Length == 0 && attribute.AwaitTimeoutMs > 0)
            throw new ArgumentException($"The job {job} has an AwaitTimeoutMs of {attribute.AwaitTimeoutMs} but awaits nothing. Name signals in AwaitSignals.");

        return [.. patterns];
    }

    private static EphemeralJobLane Declared(EphemeralLaneAttribute lane, string job)
    {
        if (string.IsNullOrWhiteSpace(lane.Name)) throw new ArgumentException($"A lane of the class of the job {job} has no name. Give [EphemeralLane] one.");
        if (lane.MaxConcurrency < 1) throw new ArgumentException($"The MaxConcurrency of the lane '{lane.Name}' must be at least 1 but was {lane.MaxConcurrency}.");
        return new(lane.Name, lane.MaxConcurrency) { Priority = lane.Priority };
    }

    private static IReadOnlyList<string> Names(object? value, string property, string job) => value switch
    {
        null => [],
        string name => [name],
        string[] names => [.. names],
        _ => throw new ArgumentException($"{property} of the job {job} must be a string or an array of strings but was {value.GetType().Name}."),
    };
}
