using Property = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Ephemeral.Logging;

/// <summary>A record with a state of one type. The state is boxed once, and both the values and the text are read from that box.</summary>
internal sealed class CapturedLog<TState> : CapturedLog
{
    private readonly Exception? _exception;
    private readonly Func<TState, Exception?, string> _formatter;
    private object? _state;

    public CapturedLog(object? state, Exception? exception, Func<TState, Exception?, string> formatter, Redaction redaction)
        : base(ValuesOf(state), redaction)
    {
        _state = state;
        _exception = exception;
        _formatter = formatter;
    }

    protected override bool MayWait(IReadOnlyList<Property> values) =>
        IsFixed(_state) || (typeof(TState).IsValueType && _state is IReadOnlyList<Property> && AreFixed(values));

    protected override string Format()
    {
        try { return _formatter((TState)_state!, _exception) ?? string.Empty; }
        catch (Exception error) { return $"(the record has no text: {error.GetType().Name})"; }
    }

    protected override void Release() => _state = null;

    private static IReadOnlyList<Property>? ValuesOf(object? state) => state switch
    {
        IReadOnlyList<Property> list => list,
        IEnumerable<Property> sequence => [.. sequence],
        IEnumerable<KeyValuePair<string, string?>> texts => [.. texts.Select(static one => new Property(one.Key, one.Value))],
        _ => null,
    };
}
