using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Ephemeral.Hosting.Tests;

/// <summary>Remembers what bodies were given, and tells when the next one has run.</summary>
internal sealed class Ran
{
    private readonly ConcurrentQueue<string> _items = [];
    private int _numbers;
    private readonly Channel<string> _next = Channel.CreateUnbounded<string>();

    public IReadOnlyList<string> Items => [.. _items];

    public Task AddAsync(string item)
    {
        _items.Enqueue(item);
        _next.Writer.TryWrite(item);
        return Task.CompletedTask;
    }

    /// <summary>Counts objects, from 1.</summary>
    public int NextNumber() => Interlocked.Increment(ref _numbers);

    public Task OneAsync() => _next.Reader.ReadAsync().Within();
}
