namespace LogWatcher.Tests.Telemetry.Otlp;

/// <summary>One series: a number, or the count of a histogram.</summary>
internal sealed record OtlpPoint(string Service, string Meter, string Metric, string Unit, IReadOnlyDictionary<string, string> Attributes, double Value)
{
    /// <summary>Reads ExportMetricsServiceRequest.</summary>
    public static IEnumerable<OtlpPoint> All(ProtobufMessage request) =>
        from resource in request.Messages(1)
        let service = OtlpAttributes.Of(resource.Message(1)!, 1)["service.name"]
        from scope in resource.Messages(2)
        let meter = scope.Message(1)!.Text(1)
        from metric in scope.Messages(2)
        from point in Points(metric)
        select new OtlpPoint(service, meter, metric.Text(1), metric.Text(3), point.Attributes, point.Value);

    /// <summary>Reads Metric { gauge = 5, sum = 7, histogram = 9 }, each with its data points in field 1.</summary>
    private static IEnumerable<(IReadOnlyDictionary<string, string> Attributes, double Value)> Points(ProtobufMessage metric)
    {
        foreach (ProtobufMessage number in metric.Messages(5).Concat(metric.Messages(7)).SelectMany(static data => data.Messages(1)))
            yield return (OtlpAttributes.Of(number, 7), number.Has(4) ? number.Double(4) : number.Number(6));

        foreach (ProtobufMessage histogram in metric.Messages(9).SelectMany(static data => data.Messages(1)))
            yield return (OtlpAttributes.Of(histogram, 9), histogram.Number(4));
    }
}
