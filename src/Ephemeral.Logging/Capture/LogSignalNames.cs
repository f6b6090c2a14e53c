using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Remembers the names of log signals. At its bound it makes further ones anew each time.</summary>
internal sealed class LogSignalNames(int capacity = LogSignalNames.DefaultCapacity)
{
    public const int DefaultCapacity = 1_000;

    private readonly ConcurrentDictionary<Key, LogSignalName> _names = new();
    private int _count; // the dictionary's own count takes all its locks

    public int Count => Volatile.Read(ref _count);

    public LogSignalName Of(string category, LogLevel level, EventId eventId, Type? exceptionType)
    {
        Key key = new(category, level, eventId.Id, eventId.Name, exceptionType);
        if (_names.TryGetValue(key, out LogSignalName? known)) return known;

        LogSignalName name = new(LogSlug.SignalOf(category, level, eventId, exceptionType), LogSlug.KeyOf(eventId));
        if (Count >= capacity) return name;
        if (Interlocked.Increment(ref _count) <= capacity && _names.TryAdd(key, name)) return name;
        Interlocked.Decrement(ref _count);
        return name;
    }

    private readonly record struct Key(string Category, LogLevel Level, int Id, string? Name, Type? ExceptionType);
}
