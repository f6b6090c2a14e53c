using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Merges the properties of the active scopes, outermost first. One is reused by each thread: without scopes nothing is allocated.</summary>
internal sealed class ScopeCollector
{
    [ThreadStatic]
    private static ScopeCollector? _ofThread;

    private Redaction? _redaction;
    private Dictionary<string, string?>? _properties;

    public static IReadOnlyDictionary<string, string?> Collect(IExternalScopeProvider scopes, Redaction redaction)
    {
        ScopeCollector collector = _ofThread ??= new();
        collector._redaction = redaction;
        scopes.ForEachScope(static (scope, target) => target.Add(scope), collector);
        IReadOnlyDictionary<string, string?> found = collector._properties ?? (IReadOnlyDictionary<string, string?>)ReadOnlyDictionary<string, string?>.Empty;
        collector._properties = null;
        return found;
    }

    private void Add(object? scope)
    {
        if (scope is not IEnumerable<KeyValuePair<string, object?>> properties) return;
        try
        {
            foreach ((string name, object? value) in properties)
            {
                if (name == MessageTemplate.PropertyName) continue;
                (_properties ??= [])[name] = _redaction!.Hides(name) ? Redaction.Mask : value is null ? null : SafeText.Of(value);
            }
        }
        catch (Exception error)
        {
            (_properties ??= [])["ScopeError"] = $"{scope.GetType().Name} cannot be read: {error.GetType().Name}";
        }
    }
}
