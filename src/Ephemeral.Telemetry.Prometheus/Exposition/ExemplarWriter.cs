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
    private Exemplar[] _exemplars = new Exemplar[16];
    private int _count;
    private int _next;
    private bool _isLong;

    /// <summary>Takes the exemplars of a point, ordered by value and then by age; they are nearly in that order already.</summary>
    public void Take(in MetricPoint point, bool isLong)
    {
        _isLong = isLong;
        _count = 0;
        _next = 0;
        if (!point.TryGetExemplars(out ReadOnlyExemplarCollection exemplars)) return;
        foreach (ref readonly Exemplar exemplar in exemplars)
        {
            if (double.IsNaN(ValueOf(exemplar))) continue;
            if (_count == _exemplars.Length) Array.Resize(ref _exemplars, _count * 2);
            int at = _count++;
            for (; at > 0 && IsAfter(_exemplars[at - 1], exemplar); at--) _exemplars[at] = _exemplars[at - 1];
            _exemplars[at] = exemplar;
        }
    }

    /// <summary>Writes the newest exemplar, for a point that is one number.</summary>
    public void WriteNewest(ExpositionBuffer page)
    {
        int newest = 0;
        for (int i = 1; i < _count; i++)
        {
            if (_exemplars[i].Timestamp >= _exemplars[newest].Timestamp) newest = i;
        }
        if (_count > 0) WriteOne(page, _exemplars[newest]);
    }

    /// <summary>Writes the largest exemplar that lies in the bucket. Buckets must come in ascending order.</summary>
    public void WriteForBucket(ExpositionBuffer page, double above, double upTo)
    {
        int largest = -1;
        for (; _next < _count && ValueOf(_exemplars[_next]) <= upTo; _next++)
        {
            if (ValueOf(_exemplars[_next]) > above) largest = _next;
        }
        if (largest >= 0) WriteOne(page, _exemplars[largest]);
    }

    private bool IsAfter(in Exemplar left, in Exemplar right)
    {
        double leftValue = ValueOf(left);
        double rightValue = ValueOf(right);
        return leftValue > rightValue || (leftValue == rightValue && left.Timestamp > right.Timestamp);
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
        Span<byte> digits = stackalloc byte[32];
        for (int i = 0; i < id.Length; i++)
        {
            digits[i * 2] = "0123456789abcdef"u8[id[i] >> 4];
            digits[(i * 2) + 1] = "0123456789abcdef"u8[id[i] & 15];
        }
        page.Write(digits[..(id.Length * 2)]);
    }
}
