namespace Ephemeral.Sqlite.Execution;

/// <summary>Names of tables and columns as SQL text.</summary>
internal static class SqlName
{
    /// <summary>Returns a name that is taken as it is, whatever it holds.</summary>
    public static string Quote(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
