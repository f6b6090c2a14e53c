namespace LogWatcher.Tests.Telemetry.Otlp;

/// <summary>One span.</summary>
internal sealed record OtlpSpan(
    string Source, string Name, int Kind, string TraceId, string SpanId, string ParentId, int Status, IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<(string Trace, string Span)> Links)
{
    /// <summary>Reads ExportTraceServiceRequest.</summary>
    public static IEnumerable<OtlpSpan> All(ProtobufMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        let source = scope.Message(1)!.Text(1)
        from span in scope.Messages(2)
        select new OtlpSpan(
            source,
            span.Text(5),
            (int)span.Number(6),
            span.Hex(1),
            span.Hex(2),
            span.Hex(4),
            (int)(span.Message(15)?.Number(3) ?? 0),
            OtlpAttributes.Of(span, 9),
            [.. span.Messages(13).Select(static link => (link.Hex(1), link.Hex(2)))]);
}
