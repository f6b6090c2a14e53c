using System.Text;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Remembers the sanitised UTF-8 form of tag keys. Bounded: beyond the limit a key is converted each time.</summary>
internal sealed class LabelNames(bool scopeLabels)
{
    public const int Limit = 1_024;

    private static readonly byte[] _exportedLe = "exported_le"u8.ToArray();

    private readonly Dictionary<string, byte[]> _names = new(StringComparer.Ordinal);

    /// <summary>Returns the label name of a tag. Names that the exporter needs for itself get the prefix <c>exported_</c>.</summary>
    public byte[] Get(string key, FamilyKind kind)
    {
        if (!_names.TryGetValue(key, out byte[]? name))
        {
            name = Convert(key);
            if (_names.Count < Limit) _names.Add(key, name);
        }
        return kind == FamilyKind.Histogram && name.AsSpan().SequenceEqual("le"u8) ? _exportedLe : name;
    }

    private byte[] Convert(string key)
    {
        string name = MetricNaming.SanitizeLabel(key);
        bool reserved = scopeLabels && name.StartsWith("otel_scope_", StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(reserved ? "exported_" + name : name);
    }
}
