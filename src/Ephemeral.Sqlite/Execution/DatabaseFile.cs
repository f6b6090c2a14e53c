using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Execution;

/// <summary>The file that a connection string names, in the one form by which its writer is found.</summary>
/// <param name="Path">The full path; links are followed.</param>
/// <param name="ConnectionString">What connections are opened with.</param>
internal sealed record DatabaseFile(string Path, string ConnectionString)
{
    private const string Remedy = "Name a file, as in 'Data Source=app.db'.";

    public static StringComparer PathComparer { get; } = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Reads a connection string. Messages never show it whole: it may hold a password.</summary>
    public static DatabaseFile Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        SqliteConnectionStringBuilder builder = Read(connectionString);
        string source = builder.DataSource;
        if (string.IsNullOrWhiteSpace(source)) throw Invalid($"The connection string names no file. {Remedy}");
        if (source == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
            throw Invalid($"A database in memory belongs to one connection, but a writer and its readers have several. {Remedy}");
        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase)) throw Invalid($"'{source}' is a URI. {Remedy}");
        if (builder.Mode == SqliteOpenMode.ReadOnly) throw Invalid($"The connection string of '{source}' says Mode=ReadOnly, but a writer writes. Remove it.");

        string path = System.IO.Path.GetFullPath(source);
        builder.DataSource = Resolve(path);
        builder.Cache = SqliteCacheMode.Private; // connections that share one meet each other's locks, which no timeout waits for
        builder.Pooling = false; // the writer keeps its own connections, and does not lend them out with its settings
        builder.DefaultTimeout = 1; // the busy timeout has waited before; 0 would be for ever
        return new(builder.DataSource, builder.ToString());
    }

    private static SqliteConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new(connectionString);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"This is not a SQLite connection string: {error.Message.TrimEnd('.')}. {Remedy}", nameof(connectionString), error);
        }
    }

    /// <summary>Follows links: of the file, and of the folders that it is in.</summary>
    private static string Resolve(string path)
    {
        if (System.IO.Path.GetDirectoryName(path) is not { } folder) return path;
        path = System.IO.Path.Combine(Resolve(folder), System.IO.Path.GetFileName(path));
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return path; // not there yet, or out of reach: opening says so
        }
    }

    private static ArgumentException Invalid(string message) => new(message);
}
