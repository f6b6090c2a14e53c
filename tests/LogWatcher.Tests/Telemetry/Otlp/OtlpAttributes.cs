using System.Globalization;

namespace LogWatcher.Tests.Telemetry.Otlp;

/// <summary>Reads attribute lists: repeated KeyValue { key = 1, value = 2 }.</summary>
internal static class OtlpAttributes
{
    public static IReadOnlyDictionary<string, string> Of(ProtobufMessage owner, int number) =>
        owner.Messages(number).ToDictionary(static pair => pair.Text(1), static pair => Text(pair.Message(2)));

    /// <summary>Reads AnyValue { string = 1, bool = 2, int = 3, double = 4 } as text.</summary>
    public static string Text(ProtobufMessage? value)
    {
        if (value is null) return "";
        if (value.Has(2)) return value.Number(2) == 1 ? "true" : "false";
        if (value.Has(3)) return value.Number(3).ToString(CultureInfo.InvariantCulture);
        return value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture) : value.Text(1);
    }
}
