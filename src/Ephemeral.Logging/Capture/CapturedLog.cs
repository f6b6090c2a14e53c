using Property = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Ephemeral.Logging;

/// <summary>The state of a record. Once settled it is safe to read at any later time on any thread.</summary>
/// <remarks>
/// A structure of fixed values is kept as it is and formatted when somebody asks. Everything else may change or be reused once the
/// log call is over, so its text is made when it settles.
/// </remarks>
internal abstract class CapturedLog(IReadOnlyList<Property>? values, Redaction redaction)
{
    private IReadOnlyList<Property> _values = values ?? [];
    private string? _text;
    private long _valuesLength;

    /// <summary>Gets how many characters the texts of a settled record have at least.</summary>
    public long Length => _text?.Length ?? _valuesLength;

    public string Message
    {
        get
        {
            try
            {
                if (!HasSecrets()) return _text ?? Format();
                return Template is { } template ? MessageTemplate.Render(template, Properties) : Redaction.Mask;
            }
            catch (Exception error)
            {
                return $"(the record has no text: {error.GetType().Name})"; // values that could be read during the call, and cannot now
            }
        }
    }

    public string? Template
    {
        get
        {
            // By convention the last one: asking for it alone boxes no other value.
            for (int i = _values.Count - 1; i >= 0; i--)
                if (_values[i] is { Key: MessageTemplate.PropertyName } found) return found.Value as string;
            return null;
        }
    }

    public IReadOnlyDictionary<string, object?> Properties
    {
        get
        {
            Dictionary<string, object?> properties = new(_values.Count);
            for (int i = 0; i < _values.Count; i++)
            {
                (string name, object? value) = _values[i];
                if (name != MessageTemplate.PropertyName) properties[name] = redaction.Hides(name) ? Redaction.Mask : SafeText.Bounded(value);
            }

            return properties;
        }
    }

    public static CapturedLog Of<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter, Redaction redaction) =>
        new CapturedLog<TState>(state, exception, formatter, redaction);

    /// <summary>Reads what may change. It belongs to the log call, before anybody else can have the record.</summary>
    public void Settle()
    {
        if (MayWait(_values)) return;
        _text = Format();
        _values = [.. _values.Select(static one => SafeText.IsFixed(one.Value) ? one : new(one.Key, SafeText.Cut(SafeText.Of(one.Value), SafeText.MaxValue)))];
        Release();
    }

    public bool TryFind(string name, out object? value)
    {
        for (int i = _values.Count - 1; i >= 0; i--)
        {
            Property one = _values[i];
            if (one.Key != name) continue;
            value = redaction.Hides(name) ? Redaction.Mask : one.Value;
            return true;
        }

        value = null;
        return false;
    }

    protected bool AreFixed(IReadOnlyList<Property> values)
    {
        for (int i = 0; i < values.Count; i++)
            if (!IsFixed(values[i].Value)) return false;
        return true;
    }

    /// <summary>Tells whether a value says the same later, and adds up the texts of those that do.</summary>
    protected bool IsFixed(object? value)
    {
        if (value is string text) _valuesLength += text.Length;
        return SafeText.IsFixed(value);
    }

    protected abstract bool MayWait(IReadOnlyList<Property> values);

    protected abstract string Format();

    protected abstract void Release();

    private bool HasSecrets()
    {
        for (int i = 0; i < _values.Count; i++)
            if (redaction.Hides(_values[i].Key)) return true;
        return false;
    }
}
