namespace LogWatcher.Tests.Telemetry.Otlp;

/// <summary>One log record.</summary>
internal sealed record OtlpLog(string Category, int Severity, string Body, string TraceId, string SpanId)
{
    /// <summary>Reads ExportLogsServiceRequest.</summary>
    public static IEnumerable<OtlpLog> All(ProtobufMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        let category = scope.Message(1)!.Text(1)
        from record in scope.Messages(2)
        select new OtlpLog(category, (int)record.Number(2), OtlpAttributes.Text(record.Message(5)), record.Hex(9), record.Hex(10));
}
