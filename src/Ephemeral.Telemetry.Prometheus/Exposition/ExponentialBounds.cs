namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>The bounds of exponential buckets: powers of two with a fractional exponent.</summary>
internal static class ExponentialBounds
{
    /// <summary>Returns 2^(index / 2^scale); the same index at a finer scale, doubled, is the same number.</summary>
    public static double At(int scale, int index)
    {
        if (scale <= 0) return Math.ScaleB(1, (int)Math.Clamp((long)index << -scale, -2_000, 2_000));
        int whole = index >> scale;
        int part = index & ((1 << scale) - 1);
        return Math.ScaleB(part == 0 ? 1 : Math.Pow(2, Math.ScaleB(part, -scale)), whole);
    }
}
