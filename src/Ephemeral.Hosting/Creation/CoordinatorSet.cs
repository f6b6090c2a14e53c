using System.Collections.Concurrent;
using Ephemeral.Hosting.Lifetime;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Creation;

/// <summary>The coordinators of one type that live as long as the container, each made when it is first asked for.</summary>
/// <remarks>
/// Makers are user code and run without a lock: of two threads that ask first at the same time both may make a coordinator, and the
/// one that comes second is disposed before anybody has seen it.
/// </remarks>
internal sealed class CoordinatorSet<TCoordinator>
    where TCoordinator : CoordinatorBase
{
    private readonly Dictionary<string, CoordinatorRegistration<TCoordinator>> _registrations;
    private readonly ConcurrentDictionary<string, TCoordinator> _created = new(StringComparer.Ordinal);
    private readonly LiveCoordinators _live;
    private readonly IServiceProvider _services;

    public CoordinatorSet(IEnumerable<CoordinatorRegistration> registrations, LiveCoordinators live, IServiceProvider services)
    {
        _registrations = registrations.OfType<CoordinatorRegistration<TCoordinator>>()
            .ToDictionary(static registration => registration.Key, StringComparer.Ordinal);
        _live = live;
        _services = services;
    }

    public TCoordinator Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_created.TryGetValue(name, out TCoordinator? known)) return known;
        if (!_registrations.TryGetValue(name, out CoordinatorRegistration<TCoordinator>? registration)) throw Unknown(name);
        TCoordinator made = registration.Create(_services);
        TCoordinator kept = _created.GetOrAdd(name, made);
        if (kept == made) Keep(made);
        else made.Dispose();
        return kept;
    }

    /// <summary>Hands a coordinator to the container, to be disposed before what it was made with.</summary>
    private void Keep(TCoordinator made)
    {
        try
        {
            _services.GetRequiredService<ContainerHold>().Hold(made);
        }
        catch (ObjectDisposedException)
        {
            made.Dispose();
            throw;
        }

        _live.Add(made);
    }

    private InvalidOperationException Unknown(string name)
    {
        string type = TypeText.Of(typeof(TCoordinator));
        string asked = name.Length == 0 ? $"No {type} is registered without a name." : $"No {type} is registered under the name '{name}'.";
        string known = _registrations.Count == 0
            ? "None is registered under another name either."
            : $"Registered are {string.Join(", ", _registrations.Keys.Select(static key => key.Length == 0 ? "the one without a name" : $"'{key}'"))}.";
        return new($"{asked} {known} Register it with services.{TypeText.MethodFor(typeof(TCoordinator))}({(name.Length == 0 ? "" : $"\"{name}\", ")}...), or ask for a registered name.");
    }
}
