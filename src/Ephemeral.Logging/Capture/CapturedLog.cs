using Property = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Ephemeral.Logging;

/// <summary>The state of a record, safe to read at any later time on any thread.</summary>
/// <remarks>
/// A structure of fixed values is kept as it is and formatted when somebody asks. Everything else may change or be reused once the
/// log call is over, so its text is made at once.
/// </remarks>
internal abstract class CapturedLog(IReadOnlyList<Property> values, Redaction redaction)
{
    public string Message
    {
        get
        {
            if (Template is { } template && HasSecrets()) return MessageTemplate.Render(template, Properties);
            return HasSecrets() ? Redaction.Mask : Format();
        }
    }

    public string? Template
    {
        get
        {
            // By convention the last one: asking for it alone boxes no other value.
            for (int i = values.Count - 1; i >= 0; i--)
                if (values[i] is { Key: MessageTemplate.PropertyName } found) return found.Value as string;
            return null;
        }
    }

    public IReadOnlyDictionary<string, object?> Properties
    {
        get
        {
            Dictionary<string, object?> properties = new(values.Count);
            for (int i = 0; i < values.Count; i++)
                if (values[i] is { Key: not MessageTemplate.PropertyName } one) properties[one.Key] = redaction.Hides(one.Key) ? Redaction.Mask : one.Value;
            return properties;
        }
    }

    public static CapturedLog Of<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter, Redaction redaction)
    {
        object? boxed = state;
        IReadOnlyList<Property>? values = ValuesOf(boxed);
        bool mayWait = values is null ? SafeText.IsFixed(boxed) : typeof(TState).IsValueType && AreFixed(values);
        if (mayWait) return new DeferredLog<TState>(boxed, exception, formatter, values ?? [], redaction);
        return new RenderedLog(DeferredLog<TState>.Format(boxed, exception, formatter), values is null ? [] : Fix(values), redaction);
    }

    public bool TryFind(string name, out object? value)
    {
        for (int i = values.Count - 1; i >= 0; i--)
        {
            if (values[i] is var one && one.Key != name) continue;
            value = redaction.Hides(name) ? Redaction.Mask : one.Value;
            return true;
        }

        value = null;
        return false;
    }

    protected abstract string Format();

    private bool HasSecrets()
    {
        for (int i = 0; i < values.Count; i++)
            if (redaction.Hides(values[i].Key)) return true;
        return false;
    }

    private static IReadOnlyList<Property>? ValuesOf(object? state) => state switch
    {
        IReadOnlyList<Property> list => list,
        IEnumerable<Property> sequence => [.. sequence],
        _ => null,
    };

    private static bool AreFixed(IReadOnlyList<Property> values)
    {
        for (int i = 0; i < values.Count; i++)
            if (!SafeText.IsFixed(values[i].Value)) return false;
        return true;
    }

    private static Property[] Fix(IReadOnlyList<Property> values)
    {
        Property[] copy = new Property[values.Count];
        for (int i = 0; i < copy.Length; i++)
        {
            Property one = values[i];
            copy[i] = SafeText.IsFixed(one.Value) ? one : new(one.Key, SafeText.Of(one.Value));
        }

        return copy;
    }
}
