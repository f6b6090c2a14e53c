using Property = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Ephemeral.Logging;

/// <summary>A record whose text had to be made while it was logged.</summary>
internal sealed class RenderedLog(string message, IReadOnlyList<Property> values, Redaction redaction) : CapturedLog(values, redaction)
{
    protected override string Format() => message;
}
