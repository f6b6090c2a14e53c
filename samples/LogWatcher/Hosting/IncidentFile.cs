using Ephemeral.Sqlite;
using LogWatcher.CommandLine;
using Microsoft.Data.Sqlite;

namespace LogWatcher.Hosting;

/// <summary>The SQLite file that keeps incidents over a restart, if there is to be one.</summary>
internal static class IncidentFile
{
    /// <summary>Opens the file, does the work, and closes it after that. A file that cannot be used is told in a sentence, before anything begins.</summary>
    public static async Task<int> WithAsync(CommandLineOptions options, Func<CommandLineOptions, Task<int>> work)
    {
        if (options.Store is not { } path) return await work(options);
        await using SqliteIncidentStore store = new(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path) }.ToString());
        try
        {
            await store.LoadAsync();
        }
        catch (SqliteException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Failure;
        }

        return await work(options with { Incidents = options.Incidents with { Store = store } });
    }
}
