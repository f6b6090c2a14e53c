using System.Collections.Concurrent;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>Lets the first names through and calls all later ones <see cref="AttributeValues.Other"/>: no attribute grows without bound.</summary>
/// <remarks>Thread-safe. Allocates nothing for a name that is known, nor for one beyond the bound.</remarks>
internal sealed class BoundedNames(int capacity)
{
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _count; // written under _gate

    /// <summary>Gets the names let through so far.</summary>
    public ICollection<string> Names => _names.Keys;

    /// <summary>Gets how many names were let through so far; cheap, where the dictionary's own count takes all its locks.</summary>
    public int Count => Volatile.Read(ref _count);

    public string Of(string name) => _names.TryGetValue(name, out string? known) ? known : Add(name);

    /// <summary>Bounds what stands before a colon; what follows it is data, such as <c>order.failed:42</c>.</summary>
    public string OfStem(string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return Of(name);
#if NET9_0_OR_GREATER
        ReadOnlySpan<char> stem = name.AsSpan(0, colon);
        if (_names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(stem, out string? known)) return known;
        return IsFull ? AttributeValues.Other : Add(stem.ToString());
#else
        return Of(name[..colon]); // net8.0 cannot look a span up: the one place where a raised signal allocates
#endif
    }

    private bool IsFull => Count >= capacity;

    private string Add(string name)
    {
        if (IsFull) return AttributeValues.Other;
        lock (_gate)
        {
            if (_names.TryGetValue(name, out string? known)) return known;
            if (IsFull) return AttributeValues.Other;
            _names[name] = name;
            Volatile.Write(ref _count, _count + 1);
            return name;
        }
    }
}
