using Ephemeral.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ephemeral.Hosting.Creation;

/// <summary>The options that a coordinator of a container is created with: those from code, and configuration and container laid over them.</summary>
internal sealed class EffectiveOptions(IServiceProvider services, IEnumerable<CoordinatorRegistration> registrations)
{
    /// <summary>How long a host waits for bodies that it has cancelled, unless the options say.</summary>
    private static readonly TimeSpan _hostDisposeTimeout = TimeSpan.FromSeconds(2);

    private readonly ConfiguredOptions _configured = new(services.GetService<IConfiguration>());
    private readonly HashSet<string> _namesWithLanes =
        new(registrations.Where(static registration => registration.Coded.HasLanes).Select(static registration => registration.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks options and lanes of every registration, and the names of all sections.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the message has every fault.</exception>
    public void Validate()
    {
        List<string> faults = [.. _configured.UnknownSections([.. registrations.Select(static registration => registration.Name).Distinct(StringComparer.OrdinalIgnoreCase)])];
        foreach (CoordinatorRegistration registration in registrations) _ = Bind(registration, registration.Coded, faults);
        ThrowIfAny([.. faults.Distinct()]); // registrations may share a section
    }

    /// <exception cref="OptionsValidationException">Something is wrong; the message has every fault.</exception>
    public CodedOptions For(CoordinatorRegistration registration, CodedOptions coded)
    {
        List<string> faults = [];
        CodedOptions bound = Bind(registration, coded, faults);
        if (registration.Key.Length > 0 && bound.Options!.Name is { } other && other != registration.Name)
            faults.Add($"The coordinator is registered as '{registration.Name}', but its options call it '{other}'. Leave {nameof(EphemeralOptions)}.{nameof(EphemeralOptions.Name)} out: the registered name is used.");
        ThrowIfAny(faults);
        EphemeralOptions options = bound.Options!;
        options = options with { Name = options.Name ?? registration.Name, Observer = Observer(options.Observer) };
        if (options.TimeProvider == TimeProvider.System && services.GetService<TimeProvider>() is { } time) options = options with { TimeProvider = time };
        bool isHosted = registration.Lifetime == ServiceLifetime.Singleton && services.GetService<IHostApplicationLifetime>() is not null;
        return bound with { Options = isHosted ? options with { DisposeTimeout = options.DisposeTimeout ?? _hostDisposeTimeout } : options };
    }

    private CodedOptions Bind(CoordinatorRegistration registration, CodedOptions coded, List<string> faults) =>
        _configured.Bind(registration.Name, coded, _namesWithLanes.Contains(registration.Name), faults);

    private EphemeralObserver? Observer(EphemeralObserver? own)
    {
        QueueAges? ages = services.GetService<QueueAges>(); // asking for it begins to measure
        own ??= services.GetService<EphemeralObserver>();
        return own is null || ages is null ? own : new TimedObserver(own);
    }

    private static void ThrowIfAny(List<string> faults)
    {
        if (faults.Count > 0) throw new OptionsValidationException(ConfiguredOptions.Section, typeof(EphemeralOptions), faults);
    }
}
