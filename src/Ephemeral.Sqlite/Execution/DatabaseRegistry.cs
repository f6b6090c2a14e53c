namespace Ephemeral.Sqlite.Execution;

/// <summary>The databases that are open in this process, one for each file. Thread-safe.</summary>
internal static class DatabaseRegistry
{
    private static readonly Lock _gate = new();
    private static readonly Dictionary<string, SharedDatabase> _open = new(DatabaseFile.PathComparer); // guarded by _gate, as the next
    private static readonly Dictionary<string, Task> _ending = new(DatabaseFile.PathComparer);

    /// <summary>Adds an owner to a file's database, which is made if it is not there.</summary>
    public static SharedDatabase Join(DatabaseFile file, SqliteSingleWriterOptions? options)
    {
        if (options is not null) SqliteWriterOptionsValidator.Validate(options);
        lock (_gate)
        {
            if (_open.TryGetValue(file.Path, out SharedDatabase? existing)) ThrowIfDifferent(existing, file, options);
            else _open.Add(file.Path, existing = new(file, options ?? new(), _ending.GetValueOrDefault(file.Path)));
            existing.Owners++;
            return existing;
        }
    }

    /// <summary>Removes an owner. With the last one the database ends.</summary>
    /// <returns>Its end; null when somebody else still owns it.</returns>
    public static Task? Leave(SharedDatabase database)
    {
        lock (_gate)
        {
            if (--database.Owners > 0) return null;
            _open.Remove(database.File.Path);
            Task ending = database.DisposeAsync().AsTask();
            _ending[database.File.Path] = ending;
            _ = ForgetAsync(database.File.Path, ending); // owned by the table: whoever comes next waits for it
            return ending;
        }
    }

    private static async Task ForgetAsync(string path, Task ending)
    {
        await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (_ending.TryGetValue(path, out Task? last) && last == ending) _ending.Remove(path);
        }
    }

    private static void ThrowIfDifferent(SharedDatabase existing, DatabaseFile file, SqliteSingleWriterOptions? options)
    {
        if (options is not null && options != existing.Options)
            throw new InvalidOperationException($"The database '{file.Path}' already has a writer with other options. Give the same ones, or none to share it as it is.");
        if (existing.File.ConnectionString != file.ConnectionString)
            throw new InvalidOperationException($"The database '{file.Path}' already has a writer with another connection string. Give the same one to share it.");
    }
}
