using Ephemeral.Internal;

namespace Ephemeral.Caching;

/// <summary>The one place that says which options of a cache are valid.</summary>
internal static class LruCacheOptionsValidator
{
    public static void Validate(EphemeralLruCacheOptions options)
    {
        OptionsFaults faults = new(nameof(EphemeralLruCacheOptions));
        faults.Positive(options.DefaultTtl);
        faults.Positive(options.HotKeyExtension);
        faults.Positive(options.MaxLifetime);
        faults.AtLeast(options.HotAccessThreshold, 1);
        faults.AtLeast(options.MaxSize, 1);
        faults.AtLeast(options.SampleRate, 0);
        faults.NotNull(options.TimeProvider);
        faults.ThrowIfAny();
    }
}
