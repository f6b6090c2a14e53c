using Property = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Ephemeral.Logging;

/// <summary>A record whose text is made when it is first read.</summary>
internal sealed class DeferredLog<TState>(
    object? state, Exception? exception, Func<TState, Exception?, string> formatter, IReadOnlyList<Property> values, Redaction redaction)
    : CapturedLog(values, redaction)
{
    public static string Format(object? state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try { return formatter((TState)state!, exception) ?? string.Empty; }
        catch (Exception error) { return $"(the record has no text: {error.GetType().Name})"; }
    }

    protected override string Format() => Format(state, exception, formatter);
}
