using Ephemeral.Hosting.Health;
using Ephemeral.Hosting.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ephemeral.Hosting.Configuration;

/// <summary>The options that a coordinator of a container is created with: those from code, and configuration and container laid over them.</summary>
internal sealed class EffectiveOptions(IServiceProvider services, IEnumerable<CoordinatorRegistration> registrations)
{
    /// <summary>The section below which each coordinator has its own.</summary>
    public const string Section = "Ephemeral:Coordinators";

    /// <summary>How long a host waits for bodies that it has cancelled, unless the options say.</summary>
    private static readonly TimeSpan _hostDisposeTimeout = TimeSpan.FromSeconds(2);

    private readonly IConfigurationSection? _section = services.GetService<IConfiguration>()?.GetSection(Section);

    /// <summary>Checks the options of every registration and the names of all sections.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the message has every fault.</exception>
    public void Validate()
    {
        List<string> faults = [.. UnknownSections()];
        foreach (CoordinatorRegistration registration in registrations) _ = Bind(registration, registration.Options, faults);
        ThrowIfAny(faults);
    }

    /// <exception cref="OptionsValidationException">Something is wrong; the message has every fault.</exception>
    public EphemeralOptions For(CoordinatorRegistration registration, EphemeralOptions? coded)
    {
        List<string> faults = [];
        EphemeralOptions options = Bind(registration, coded, faults);
        ThrowIfAny(faults);
        options = options with { Name = options.Name ?? registration.Name, Observer = Observer(options.Observer) };
        if (options.TimeProvider == TimeProvider.System && services.GetService<TimeProvider>() is { } time) options = options with { TimeProvider = time };
        bool isHosted = registration.Lifetime == ServiceLifetime.Singleton && services.GetService<IHostApplicationLifetime>() is not null;
        return isHosted ? options with { DisposeTimeout = options.DisposeTimeout ?? _hostDisposeTimeout } : options;
    }

    private EphemeralOptions Bind(CoordinatorRegistration registration, EphemeralOptions? coded, List<string> faults)
    {
        EphemeralOptions options = coded ?? new();
        IConfigurationSection? section = _section?.GetSection(registration.Name);
        HashSet<string> configured = new(StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection entry in section?.GetChildren() ?? [])
        {
            configured.Add(entry.Key);
            options = Apply(options, entry, faults);
        }

        foreach ((string member, string what) in EphemeralOptionsValidator.Check(options).All)
            faults.Add(configured.Contains(member) ? $"{section!.Path}:{member} {what}." : $"The coordinator '{registration.Name}' has options whose {member} {what}.");

        return options;
    }

    private static EphemeralOptions Apply(EphemeralOptions options, IConfigurationSection entry, List<string> faults)
    {
        string value = entry.Value ?? "";
        if (!OptionBindings.All.TryGetValue(entry.Key, out OptionBinding? binding))
            faults.Add($"{entry.Path} is no option that configuration can set; those are {string.Join(", ", OptionBindings.All.Keys)}.");
        else if (entry.GetChildren().Any())
            faults.Add($"{entry.Path} must be {binding.Expected} but was a section.");
        else if (binding.Apply(options, value) is { } changed)
            return changed;
        else
            faults.Add($"{entry.Path} must be {binding.Expected} but was '{value}'.");

        return options;
    }

    private IEnumerable<string> UnknownSections()
    {
        string[] names = [.. registrations.Select(static registration => registration.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
        foreach (IConfigurationSection section in _section?.GetChildren() ?? [])
        {
            bool isKnown = names.Any(name => name.Equals(section.Key, StringComparison.OrdinalIgnoreCase)
                || name.StartsWith(section.Key + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase));
            if (!isKnown)
                yield return $"{section.Path} is for a coordinator that is not registered; those that are have the names {string.Join(", ", names.Select(static name => $"'{name}'"))}.";
        }
    }

    private EphemeralObserver? Observer(EphemeralObserver? own)
    {
        QueueAges? ages = services.GetService<QueueAges>(); // asking for it begins to measure
        own ??= services.GetService<EphemeralObserver>();
        return own is null || ages is null ? own : new TimedObserver(own);
    }

    private static void ThrowIfAny(List<string> faults)
    {
        if (faults.Count > 0) throw new OptionsValidationException(Section, typeof(EphemeralOptions), faults);
    }
}
