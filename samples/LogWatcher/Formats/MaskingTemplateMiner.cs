namespace LogWatcher.Formats;

/// <summary>Takes the masked message as its template, up to a number of templates; what comes after shares one.</summary>
/// <remarks>Words that vary, such as user names, stay and split a group. A token tree would join them.</remarks>
internal sealed class MaskingTemplateMiner(int maxTemplates = MaskingTemplateMiner.DefaultMaxTemplates) : ITemplateMiner
{
    public const int DefaultMaxTemplates = 1_000;
    public const int MaxTemplateLength = 1_024;

    private static readonly MessageTemplate _overflow = new("(one of too many kinds of messages)", IsOverflow: true);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MessageTemplate> _templates = new(StringComparer.Ordinal); // guarded by _gate
    private long _overflowed; // guarded by _gate

    /// <summary>Gets how many templates are known.</summary>
    public int Count
    {
        get { lock (_gate) return _templates.Count; }
    }

    /// <summary>Gets how many messages were given the overflow template.</summary>
    public long Overflowed
    {
        get { lock (_gate) return _overflowed; }
    }

    public MessageTemplate Mine(string message)
    {
        string masked = MessageMasker.Mask(message.Length > MaxTemplateLength ? message[..MaxTemplateLength] : message);
        lock (_gate)
        {
            if (_templates.TryGetValue(masked, out MessageTemplate known)) return known;
            if (_templates.Count >= maxTemplates)
            {
                _overflowed++;
                return _overflow;
            }

            MessageTemplate template = new(masked);
            _templates.Add(masked, template);
            return template;
        }
    }
}
