namespace Ephemeral.Sqlite.Execution;

/// <summary>Drops cached results when a sink says so.</summary>
internal sealed class SignalInvalidation : IDisposable
{
    private readonly SharedDatabase _database;
    private readonly IDisposable[] _subscriptions;

    public SignalInvalidation(SignalSink sink, string[] patterns, SharedDatabase database)
    {
        _database = database;
        _subscriptions = [.. patterns.Select(pattern => sink.Subscribe(pattern, signal => Invalidate(signal, KeyStart(pattern))))];
    }

    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions) subscription.Dispose();
    }

    private static int KeyStart(string pattern)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? pattern.Length : star;
    }

    private void Invalidate(in SignalEvent signal, int keyStart)
    {
        string? key = keyStart < signal.Signal.Length ? signal.Signal[keyStart..] : signal.Key;
        if (string.IsNullOrEmpty(key)) _database.Cache.Clear();
        else if (_database.Cache.Invalidate(key)) _database.Signals.Raise("cache.invalidate.external:" + key, key);
    }
}
