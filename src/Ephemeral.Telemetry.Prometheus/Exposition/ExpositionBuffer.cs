using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>A growing UTF-8 buffer that is kept and used again: a scrape of the usual size allocates nothing.</summary>
internal sealed class ExpositionBuffer(int maxBytes)
{
    private const int InitialBytes = 4_096;
    private const int KeptBytes = 1024 * 1024;
    private const int LongestNumber = 32;

    private static readonly SearchValues<char> _quotedSpecials = SearchValues.Create("\\\"\n\r");
    private static readonly SearchValues<char> _plainSpecials = SearchValues.Create("\\\n\r");

    private byte[] _bytes = new byte[Math.Min(InitialBytes, maxBytes)];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    /// <summary>Forgets the content, and a large array that the last content did not need.</summary>
    public void Reset()
    {
        if (_bytes.Length > KeptBytes && Length < _bytes.Length / 4) _bytes = new byte[_bytes.Length / 2];
        Length = 0;
    }

    public void Truncate(int length) => Length = length;

    public void Write(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Write(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Length += value.Length;
    }

    public void Write(long value)
    {
        value.TryFormat(Reserve(LongestNumber), out int written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Writes the shortest text that reads back as the same number, in the spelling that both formats share.</summary>
    public void Write(double value)
    {
        if (double.IsNaN(value))
        {
            Write("NaN"u8);
        }
        else if (double.IsInfinity(value))
        {
            Write(value > 0 ? "+Inf"u8 : "-Inf"u8);
        }
        else
        {
            value.TryFormat(Reserve(LongestNumber), out int written, default, CultureInfo.InvariantCulture);
            Length += written;
        }
    }

    /// <summary>Writes text as UTF-8; a lone surrogate becomes the replacement character.</summary>
    public void WriteText(ReadOnlySpan<char> value)
    {
        Span<byte> target = Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        Length += Encoding.UTF8.GetBytes(value, target);
    }

    /// <summary>Writes text that stands between quotes, with backslash, quote and line feed escaped.</summary>
    public void WriteQuoted(ReadOnlySpan<char> value) => WriteEscaped(value, _quotedSpecials);

    /// <summary>Writes the help text of format 0.0.4, where a quote stands for itself.</summary>
    public void WriteHelp(ReadOnlySpan<char> value) => WriteEscaped(value, _plainSpecials);

    private void WriteEscaped(ReadOnlySpan<char> value, SearchValues<char> specials)
    {
        while (value.IndexOfAny(specials) is >= 0 and int at)
        {
            WriteText(value[..at]);
            Write(value[at] switch
            {
                '\\' => "\\\\"u8,
                '"' => "\\\""u8,
                '\n' => "\\n"u8,
                // A carriage return is legal in neither format's line; a space keeps the words apart.
                _ => " "u8,
            });
            value = value[(at + 1)..];
        }
        WriteText(value);
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count) Grow(count);
        return _bytes.AsSpan(Length);
    }

    private void Grow(int count)
    {
        long needed = (long)Length + count;
        // Reservations are worst cases, so the array may grow past the limit by one of them; the content may not.
        if (Length > maxBytes || needed > Array.MaxLength) throw new ResponseTooLargeException(maxBytes);
        Array.Resize(ref _bytes, (int)Math.Clamp(_bytes.Length * 2L, needed, Math.Max(needed, Array.MaxLength)));
    }
}
