using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Ephemeral;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Jobs;
using Ephemeral.Hosting.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers runners of attribute jobs. The host starts them, and ends them as it ends coordinators.</summary>
/// <remarks>
/// A <see cref="SignalSink"/> is registered as a singleton if there is none. Job methods, and the services that job classes need, are checked
/// when the runner is created, which in a host is its start: what cannot be a job is one <see cref="ArgumentException"/> there.
/// </remarks>
[RequiresUnreferencedCode("Job methods are found by reflection.")]
[RequiresDynamicCode("Job methods are called by reflection.")]
public static class EphemeralJobRunnerServiceCollectionExtensions
{
    private const string SignalJobs = "jobs";
    private const string ScopedJobs = "scoped-jobs";

    /// <summary>Registers an <see cref="EphemeralSignalJobRunner"/> for one class, of which there is one object.</summary>
    /// <inheritdoc cref="AddEphemeralSignalJobRunner(IServiceCollection, IEnumerable{Type}, EphemeralOptions?, Func{IServiceProvider, SignalSink}?)"/>
    public static IServiceCollection AddEphemeralSignalJobRunner<TJob>(
        this IServiceCollection services, EphemeralOptions? options = null, Func<IServiceProvider, SignalSink>? signalFactory = null)
        where TJob : class => services.AddEphemeralSignalJobRunner([typeof(TJob)], options, signalFactory);

    /// <summary>Registers an <see cref="EphemeralSignalJobRunner"/> for all classes with jobs in an assembly.</summary>
    /// <inheritdoc cref="AddEphemeralSignalJobRunner(IServiceCollection, IEnumerable{Type}, EphemeralOptions?, Func{IServiceProvider, SignalSink}?)"/>
    public static IServiceCollection AddEphemeralSignalJobRunner(
        this IServiceCollection services, Assembly assembly, EphemeralOptions? options = null, Func<IServiceProvider, SignalSink>? signalFactory = null) =>
        services.AddEphemeralSignalJobRunner([assembly], options, signalFactory);

    /// <summary>Registers an <see cref="EphemeralSignalJobRunner"/> for all classes with jobs in some assemblies.</summary>
    /// <inheritdoc cref="AddEphemeralSignalJobRunner(IServiceCollection, IEnumerable{Type}, EphemeralOptions?, Func{IServiceProvider, SignalSink}?)"/>
    public static IServiceCollection AddEphemeralSignalJobRunner(
        this IServiceCollection services, IEnumerable<Assembly> assemblies, EphemeralOptions? options = null, Func<IServiceProvider, SignalSink>? signalFactory = null) =>
        services.AddEphemeralSignalJobRunner(EphemeralJobScanner.FindTypes(assemblies), options, signalFactory);

    /// <summary>Registers an <see cref="EphemeralSignalJobRunner"/> for some classes, of each of which there is one object: the registered one, or one made with services.</summary>
    /// <param name="services">The services.</param>
    /// <param name="types">The classes, whose methods carry <see cref="EphemeralJobAttribute"/>.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults. A section below <c>Ephemeral:Coordinators</c> is laid over them.</param>
    /// <param name="signalFactory">Returns where the signals come from; null for the registered <see cref="SignalSink"/>.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration already: give it all classes at once.</exception>
    public static IServiceCollection AddEphemeralSignalJobRunner(
        this IServiceCollection services, IEnumerable<Type> types, EphemeralOptions? options = null, Func<IServiceProvider, SignalSink>? signalFactory = null)
    {
        Type[] jobs = Checked(services, types, typeof(EphemeralSignalJobRunner));
        EphemeralOptions named = Named(options, SignalJobs);
        services.AddPerContainer("", typeof(EphemeralSignalJobRunner), new(named), (provider, overlay) =>
        {
            foreach (Type job in jobs) JobServices.Check(provider, job);
            SingletonActivator activator = new(provider, services);
            IReadOnlyList<EphemeralJobDescriptor> found = EphemeralJobScanner.ScanTypes(jobs, activator);
            EphemeralOptions effective = overlay.Over(named);
            activator.CreateObjects(jobs);
            return new EphemeralSignalJobRunner(SinkOf(provider, signalFactory), found, effective);
        });
        return services.AddStarted(typeof(EphemeralSignalJobRunner));
    }

    /// <summary>Registers an <see cref="EphemeralScopedJobRunner"/> for one class, made anew in a scope of its own for each attempt.</summary>
    /// <inheritdoc cref="AddEphemeralSignalJobRunner(IServiceCollection, IEnumerable{Type}, EphemeralOptions?, Func{IServiceProvider, SignalSink}?)"/>
    public static IServiceCollection AddEphemeralScopedJobRunner<TJob>(
        this IServiceCollection services, EphemeralOptions? options = null, Func<IServiceProvider, SignalSink>? signalFactory = null)
        where TJob : class => services.AddEphemeralScopedJobRunner([typeof(TJob)], options, signalFactory);

    /// <summary>Registers an <see cref="EphemeralScopedJobRunner"/> for all classes with jobs in an assembly.</summary>
    /// <inheritdoc cref="AddEphemeralSignalJobRunner(IServiceCollection, IEnumerable{Type}, EphemeralOptions?, Func{IServiceProvider, SignalSink}?)"/>
    public static IServiceCollection AddEphemeralScopedJobRunner(
        this IServiceCollection services, Assembly assembly, EphemeralOptions? options = null, Func<IServiceProvider, SignalSink>? signalFactory = null) =>
        services.AddEphemeralScopedJobRunner([assembly], options, signalFactory);

    /// <summary>Registers an <see cref="EphemeralScopedJobRunner"/> for all classes with jobs in some assemblies.</summary>
    /// <inheritdoc cref="AddEphemeralSignalJobRunner(IServiceCollection, IEnumerable{Type}, EphemeralOptions?, Func{IServiceProvider, SignalSink}?)"/>
    public static IServiceCollection AddEphemeralScopedJobRunner(
        this IServiceCollection services, IEnumerable<Assembly> assemblies, EphemeralOptions? options = null, Func<IServiceProvider, SignalSink>? signalFactory = null) =>
        services.AddEphemeralScopedJobRunner(EphemeralJobScanner.FindTypes(assemblies), options, signalFactory);

    /// <summary>Registers an <see cref="EphemeralScopedJobRunner"/> for some classes, made anew in a scope of their own for each attempt.</summary>
    /// <inheritdoc cref="AddEphemeralSignalJobRunner(IServiceCollection, IEnumerable{Type}, EphemeralOptions?, Func{IServiceProvider, SignalSink}?)"/>
    public static IServiceCollection AddEphemeralScopedJobRunner(
        this IServiceCollection services, IEnumerable<Type> types, EphemeralOptions? options = null, Func<IServiceProvider, SignalSink>? signalFactory = null)
    {
        Type[] jobs = Checked(services, types, typeof(EphemeralScopedJobRunner));
        string name = options?.Name ?? ScopedJobs;
        services.AddPerContainer(name, typeof(EphemeralScopedJobRunner), new(options), (provider, overlay) =>
            EphemeralScopedJobRunner.Create(provider, SinkOf(provider, signalFactory), jobs, overlay.Over(options)));
        services.AddSingleton(provider => new EphemeralScopedJobRunner(provider.GetRequiredService<CoordinatorSet<EphemeralSignalJobRunner>>().Get(name)));
        return services.AddStarted(typeof(EphemeralScopedJobRunner));
    }

    private static IServiceCollection AddStarted(this IServiceCollection services, Type runner)
    {
        services.TryAddSingleton(static provider => new SignalSink(timeProvider: provider.GetService<TimeProvider>()));
        services.AddSingleton(new JobRunnerRegistration(runner));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, JobRunnerHost>());
        return services;
    }

    private static Type[] Checked(IServiceCollection services, IEnumerable<Type> types, Type runner)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(types);
        if (services.Any(service => !service.IsKeyedService && service.ServiceType == runner))
            throw new InvalidOperationException($"Two registrations of {runner.Name}, and a container has one. Give it all classes at once.");

        Type[] jobs = [.. types.Distinct()];
        if (jobs.Length == 0) throw new ArgumentException("There is no class with jobs to register. Put [EphemeralJob(\"signal\")] on a method of one.", nameof(types));
        return jobs;
    }

    private static EphemeralOptions Named(EphemeralOptions? options, string name) => (options ?? new()) with { Name = options?.Name ?? name };

    private static SignalSink SinkOf(IServiceProvider services, Func<IServiceProvider, SignalSink>? factory) =>
        factory?.Invoke(services) ?? services.GetRequiredService<SignalSink>();
}
