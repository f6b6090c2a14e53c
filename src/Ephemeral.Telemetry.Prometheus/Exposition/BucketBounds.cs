using System.Globalization;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Spells the bounds of histogram buckets canonically: the same number is always the same label.</summary>
internal static class BucketBounds
{
    private const int LeastExponent = -4;
    private const int FixedDigits = 6;

    /// <summary>Writes a bound: fixed point from 1e-04 up to 1e+06, else an exponent of at least two digits.</summary>
    /// <param name="buffer">Where to write.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="markFloat">Whether a whole number gets <c>.0</c>, as OpenMetrics wants and text 0.0.4 does not.</param>
    public static void Write(ExpositionBuffer buffer, double bound, bool markFloat)
    {
        if (!double.IsFinite(bound))
        {
            buffer.Write(bound);
            return;
        }

        Span<byte> digits = stackalloc byte[32];
        Split(Math.Abs(bound), digits, out int count, out int exponent);
        if (double.IsNegative(bound) && bound != 0) buffer.Write((byte)'-');
        if (exponent is < LeastExponent or >= FixedDigits) WriteScientific(buffer, digits[..count], exponent);
        else WriteFixed(buffer, digits[..count], exponent, markFloat);
    }

    /// <summary>Splits into the shortest digits that read back as the number, and the power of ten of the first of them.</summary>
    private static void Split(double value, Span<byte> digits, out int count, out int exponent)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out int length, "E16", CultureInfo.InvariantCulture);
        Span<byte> shortest = stackalloc byte[32];
        value.TryFormat(shortest, out int shortestLength, default, CultureInfo.InvariantCulture);

        count = 0;
        bool leading = true;
        foreach (byte c in shortest[..shortestLength])
        {
            if (c == 'E') break;
            if (c == '.' || (leading && c == '0')) continue;
            leading = false;
            digits[count++] = c;
        }
        while (count > 1 && digits[count - 1] == '0') count--;
        if (count == 0) digits[count++] = (byte)'0';
        int mark = text[..length].IndexOf((byte)'E');
        exponent = int.Parse(text[(mark + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        // 17 digits of 9.99… may round up to the next power of ten where the shortest digits do not.
        if (text[0] == '1' && digits[0] == '9') exponent--;
    }

    private static void WriteScientific(ExpositionBuffer buffer, ReadOnlySpan<byte> digits, int exponent)
    {
        buffer.Write(digits[0]);
        if (digits.Length > 1)
        {
            buffer.Write((byte)'.');
            buffer.Write(digits[1..]);
        }
        buffer.Write(exponent < 0 ? "e-"u8 : "e+"u8);
        if (Math.Abs(exponent) < 10) buffer.Write((byte)'0');
        buffer.Write((long)Math.Abs(exponent));
    }

    private static void WriteFixed(ExpositionBuffer buffer, ReadOnlySpan<byte> digits, int exponent, bool markFloat)
    {
        if (exponent < 0)
        {
            buffer.Write("0."u8);
            for (int i = exponent + 1; i < 0; i++) buffer.Write((byte)'0');
            buffer.Write(digits);
            return;
        }
        for (int i = 0; i <= exponent; i++) buffer.Write(i < digits.Length ? digits[i] : (byte)'0');
        if (digits.Length > exponent + 1)
        {
            buffer.Write((byte)'.');
            buffer.Write(digits[(exponent + 1)..]);
        }
        else if (markFloat)
        {
            buffer.Write(".0"u8);
        }
    }
}
