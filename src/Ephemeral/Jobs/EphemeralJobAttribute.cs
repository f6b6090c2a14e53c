namespace Ephemeral;

/// <summary>Makes a method a job that runs whenever a matching signal is raised.</summary>
/// <remarks>
/// The method is an instance method that returns <see cref="Task"/> or <see cref="ValueTask"/>. Its parameters, in any order, may be
/// the <see cref="SignalEvent"/>, a typed <see cref="SignalEvent{TPayload}"/>, the signal's payload by its type, the
/// <see cref="EphemeralOperation"/> and a <see cref="CancellationToken"/>; others need a default value.
/// </remarks>
/// <param name="triggerSignal">The pattern of signals that start the job: <c>*</c> any run of characters, <c>?</c> one.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EphemeralJobAttribute(string triggerSignal) : Attribute
{
    /// <summary>Gets the pattern as written; <see cref="EphemeralJobsAttribute.SignalPrefix"/> comes before it.</summary>
    public string TriggerSignal { get; } = triggerSignal;

    /// <summary>Gets or sets a fixed key: runs with one key in one lane follow each other in order.</summary>
    /// <value>The default is null: runs are free of each other.</value>
    public string? OperationKey { get; set; }

    /// <summary>Gets or sets whether the signal's key is the run's key. Beats <see cref="OperationKey"/>.</summary>
    /// <value>The default is false.</value>
    public bool KeyFromSignal { get; set; }

    /// <summary>Gets or sets the dotted path of properties or fields from the payload to the run's key. Beats the other sources.</summary>
    /// <value>The default is null.</value>
    public string? KeyFromPayload { get; set; }

    /// <summary>Gets or sets which job starts first when a slot frees: the lower number.</summary>
    /// <value>The default is <see cref="int.MinValue"/>: the class's <see cref="EphemeralJobsAttribute.DefaultPriority"/>.</value>
    public int Priority { get; set; } = int.MinValue;

    /// <summary>Gets or sets how many runs of the job go on at the same time; -1 for no limit.</summary>
    /// <value>The default is 0: the class's <see cref="EphemeralJobsAttribute.DefaultMaxConcurrency"/>.</value>
    public int MaxConcurrency { get; set; }

    /// <summary>Gets or sets the lane that the job shares with others: <c>name</c>, or <c>name:4</c> for at most 4 runs in the lane.</summary>
    /// <value>The default is null: the class's <see cref="EphemeralJobsAttribute.DefaultLane"/>, else <c>default</c>. A lane without a number has the sum of its jobs' limits.</value>
    public string? Lane { get; set; }

    /// <summary>Gets or sets what is raised before the run: a string or an array of strings, taken as written.</summary>
    /// <value>The default is null. It is raised with the trigger's key.</value>
    public object? EmitOnStart { get; set; }

    /// <summary>Gets or sets what is raised after the run completed: a string or an array of strings, taken as written.</summary>
    /// <value>The default is null. It is raised with the trigger's key.</value>
    public object? EmitOnComplete { get; set; }

    /// <summary>Gets or sets what is raised after the run failed: a string or an array of strings, taken as written.</summary>
    /// <value>The default is null. It is raised with the trigger's key.</value>
    public object? EmitOnFailure { get; set; }

    /// <summary>Gets or sets how long an attempt may run, in milliseconds: then its token is cancelled, and it has failed with a <see cref="TimeoutException"/>.</summary>
    /// <value>The default is 0: the runner's <see cref="EphemeralOptions.OperationTimeout"/>.</value>
    public int TimeoutMs { get; set; }

    /// <summary>Gets or sets how often a run that failed is tried again. Each time <c>job.retry:{Method}:{attempt}</c> is raised.</summary>
    /// <value>The default is 0; 3 makes at most four attempts.</value>
    public int MaxRetries { get; set; }

    /// <summary>Gets or sets the time before the first retry, in milliseconds; it doubles with each further one, at most 14 times. The wait holds no slot, but keeps the turn of the run's key.</summary>
    /// <value>The default is 100.</value>
    public int RetryDelayMs { get; set; } = 100;

    /// <summary>Gets or sets whether the run's operation is pinned to the window from its start until somebody unpins it.</summary>
    /// <value>The default is false.</value>
    public bool Pin { get; set; }

    /// <summary>Gets or sets how long after its end the run's operation leaves the window, in milliseconds, pinned or not.</summary>
    /// <value>The default is 0: the runner's limits of size and age.</value>
    public int ExpireAfterMs { get; set; }

    /// <summary>Gets or sets the patterns of signals that must all be present in the sink for a run to start. The wait holds no slot.</summary>
    /// <value>The default is null: none. Signals raised before the trigger count while they are in the sink.</value>
    public string[]? AwaitSignals { get; set; }

    /// <summary>Gets or sets how long a run waits for <see cref="AwaitSignals"/>, in milliseconds; after that it fails with a <see cref="TimeoutException"/>.</summary>
    /// <value>The default is 0: without limit. A run that only waits for its turn when the time is over, because they are present, goes on waiting.</value>
    public int AwaitTimeoutMs { get; set; }

    /// <summary>Gets or sets whether a run that throws counts as completed. <c>job.failed:{Method}:{ExceptionType}</c> is raised either way.</summary>
    /// <value>The default is false: it counts as failed, with its exception.</value>
    public bool SwallowExceptions { get; set; }
}
