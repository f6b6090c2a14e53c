using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Ephemeral.Hosting.Jobs;

namespace Ephemeral;

/// <summary>Runs attribute jobs whose classes are made, with their services, in a scope of their own for each attempt.</summary>
/// <remarks>
/// <para>Thread-safe. Listens from its construction until it is disposed. A parameter that the container knows is a service; any other is
/// the signal's payload.</para>
/// <para>All else is as for <see cref="EphemeralSignalJobRunner"/>, which it is built on: see <see cref="Runner"/>.</para>
/// </remarks>
public sealed class EphemeralScopedJobRunner : IAsyncDisposable, IDisposable
{
    /// <summary>Creates a runner for the jobs of some classes and starts to listen.</summary>
    /// <param name="services">Where scopes come from. Borrowed.</param>
    /// <param name="sink">Where the signals come from, and where jobs emit. Borrowed.</param>
    /// <param name="types">The classes.</param>
    /// <param name="options">Limits and retention; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="ArgumentException">There is no job, a job is not valid, or the options are not.</exception>
    [RequiresUnreferencedCode("Job methods are found by reflection.")]
    [RequiresDynamicCode("Job methods are called by reflection.")]
    public EphemeralScopedJobRunner(IServiceProvider services, SignalSink sink, IEnumerable<Type> types, EphemeralOptions? options = null)
        : this(Create(services, sink, types, options))
    {
    }

    /// <summary>Creates a runner for the jobs of all classes in some assemblies and starts to listen.</summary>
    /// <inheritdoc cref="EphemeralScopedJobRunner(IServiceProvider, SignalSink, IEnumerable{Type}, EphemeralOptions?)"/>
    [RequiresUnreferencedCode("Job methods are found by reflection.")]
    [RequiresDynamicCode("Job methods are called by reflection.")]
    public EphemeralScopedJobRunner(IServiceProvider services, SignalSink sink, IEnumerable<Assembly> assemblies, EphemeralOptions? options = null)
        : this(services, sink, EphemeralJobScanner.FindTypes(assemblies), options)
    {
    }

    internal EphemeralScopedJobRunner(EphemeralSignalJobRunner runner) => Runner = runner;

    /// <summary>Gets the runner that does the work: its jobs, lanes, counts and window.</summary>
    public EphemeralSignalJobRunner Runner { get; }

    /// <summary>Gets the jobs.</summary>
    public IReadOnlyList<EphemeralJobDescriptor> Jobs => Runner.Jobs;

    /// <summary>Gets the lanes.</summary>
    public IReadOnlyList<EphemeralJobLane> Lanes => Runner.Lanes;

    /// <summary>Gets how many runs wait.</summary>
    public int PendingCount => Runner.PendingCount;

    /// <summary>Gets how many runs go on now.</summary>
    public int ActiveCount => Runner.ActiveCount;

    /// <summary>Stops listening, cancels and waits for running jobs. Calling it again is safe.</summary>
    public ValueTask DisposeAsync() => Runner.DisposeAsync();

    /// <summary>Stops listening and cancels running jobs without waiting for them. Calling it again is safe.</summary>
    public void Dispose() => Runner.Dispose();

    [RequiresUnreferencedCode("Job methods are found by reflection.")]
    [RequiresDynamicCode("Job methods are called by reflection.")]
    internal static EphemeralSignalJobRunner Create(IServiceProvider services, SignalSink sink, IEnumerable<Type> types, EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(types);
        Type[] classes = [.. types.Distinct()];
        foreach (Type type in classes) JobServices.Check(services, type);
        return new(sink, EphemeralJobScanner.ScanTypes(classes, new ScopedActivator(services)), options);
    }
}
