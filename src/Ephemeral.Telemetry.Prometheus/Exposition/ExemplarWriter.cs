using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Chooses and writes exemplars without allocating: ids go from bytes to hex digits in the page.</summary>
internal sealed class ExemplarWriter
{
    /// <summary>OpenMetrics allows this many characters in the names and values of an exemplar's labels together.</summary>
    private const int MostCharacters = 128;
    private const int TraceCharacters = 8 + 32;
    private const int SpanCharacters = 7 + 16;

    private static readonly byte[] _traceId = "trace_id"u8.ToArray();
    private static readonly byte[] _spanId = "span_id"u8.ToArray();

    private readonly ExpositionBuffer _label = new(Array.MaxLength);
    private readonly LabelNames _names = new(scopeLabels: false);
    private readonly List<byte[]> _written = [];
    private ReadOnlyExemplarCollection _exemplars;
    private bool _hasAny;
    private bool _isLong;

    public void Take(in MetricPoint point, bool isLong)
    {
        _isLong = isLong;
        _hasAny = point.TryGetExemplars(out _exemplars);
    }

    /// <summary>Writes the largest exemplar above one bound and up to the other; of equal ones, the newest.</summary>
    public void Write(ExpositionBuffer page, double above, double upTo)
    {
        if (!_hasAny) return;
        bool newestWins = double.IsNegativeInfinity(above) && double.IsPositiveInfinity(upTo);
        DateTimeOffset bestTime = default;
        double bestValue = double.NaN;
        foreach (ref readonly Exemplar exemplar in _exemplars)
        {
            double value = ValueOf(exemplar);
            if (!(value > above && value <= upTo)) continue;
            bool better = double.IsNaN(bestValue) || (newestWins
                ? exemplar.Timestamp > bestTime
                : value > bestValue || (value == bestValue && exemplar.Timestamp > bestTime));
            if (better) (bestValue, bestTime) = (value, exemplar.Timestamp);
        }
        if (double.IsNaN(bestValue)) return;

        foreach (ref readonly Exemplar exemplar in _exemplars)
        {
            if (ValueOf(exemplar) != bestValue || exemplar.Timestamp != bestTime) continue;
            WriteOne(page, exemplar);
            return;
        }
    }

    private double ValueOf(in Exemplar exemplar) => _isLong ? exemplar.LongValue : exemplar.DoubleValue;

    private void WriteOne(ExpositionBuffer page, in Exemplar exemplar)
    {
        page.Write(" # {"u8);
        int start = page.Length;
        int room = MostCharacters;
        if (exemplar.TraceId != default)
        {
            Span<byte> id = stackalloc byte[16];
            page.Write("trace_id=\""u8);
            exemplar.TraceId.CopyTo(id);
            WriteHex(page, id);
            page.Write("\",span_id=\""u8);
            exemplar.SpanId.CopyTo(id[..8]);
            WriteHex(page, id[..8]);
            page.Write((byte)'"');
            room -= TraceCharacters + SpanCharacters;
        }
        WriteTags(page, exemplar, start, room);
        page.Write("} "u8);
        if (_isLong) page.Write(exemplar.LongValue);
        else page.Write(exemplar.DoubleValue);
        page.Write((byte)' ');
        OpenMetricsWriter.WriteTimestamp(page, exemplar.Timestamp);
    }

    /// <summary>Adds the tags that a view removed, each whole or not at all.</summary>
    private void WriteTags(ExpositionBuffer page, in Exemplar exemplar, int start, int room)
    {
        _written.Clear();
        _written.Add(_traceId);
        _written.Add(_spanId);
        foreach ((string key, object? value) in exemplar.FilteredTags)
        {
            byte[] name = _names.Get(key, FamilyKind.Gauge);
            _label.Reset();
            if (!TryWriteValue(value)) continue;
            // Bytes are at least as many as characters, so this never exceeds the limit.
            int needed = name.Length + _label.Length;
            if (needed > room || _label.Length == 0 || IsWritten(name)) continue;
            room -= needed;
            _written.Add(name);
            if (page.Length > start) page.Write((byte)',');
            page.Write(name);
            page.Write("=\""u8);
            page.Write(_label.Written);
            page.Write((byte)'"');
        }
    }

    private bool TryWriteValue(object? value)
    {
        try
        {
            LabelValues.Write(_label, value);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The application's object threw; an exemplar without that tag is still useful.
            return false;
        }
    }

    private bool IsWritten(byte[] name)
    {
        foreach (byte[] other in _written)
        {
            if (other.AsSpan().SequenceEqual(name)) return true;
        }
        return false;
    }

    private static void WriteHex(ExpositionBuffer page, ReadOnlySpan<byte> id)
    {
        foreach (byte b in id)
        {
            page.Write("0123456789abcdef"u8[b >> 4]);
            page.Write("0123456789abcdef"u8[b & 15]);
        }
    }
}
