using System.Collections.ObjectModel;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Merges the properties of the active scopes, outermost first.</summary>
/// <remarks>Each thread reuses one: without scopes nothing is allocated.</remarks>
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
        collector._properties = null; // whatever a record left that could not be read
        scopes.ForEachScope(static (scope, target) => target.Add(scope), collector);
        if (collector._properties is not { } found) return ReadOnlyDictionary<string, string?>.Empty;
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
                (_properties ??= [])[name] = _redaction!.Hides(name) ? Redaction.Mask : value is null ? null : SafeText.Cut(SafeText.Of(value), SafeText.MaxValue);
            }
        }
        catch (Exception error)
        {
            (_properties ??= [])["ScopeError"] = $"{scope.GetType().Name} cannot be read: {error.GetType().Name}";
        }
    }
}
