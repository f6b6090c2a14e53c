using System.Diagnostics.CodeAnalysis;
using Ephemeral.Sqlite.Execution;

namespace Ephemeral.Sqlite;

/// <summary>A statement with the values of its parameters, fixed when it is made. Needs no reflection, so trimming does it no harm.</summary>
/// <remarks>Never changes; may be written more than once and by several threads.</remarks>
/// <example><code>
/// new SqliteStatement("INSERT INTO orders (id, total) VALUES (@id, @total)", ("id", 42), ("total", 9.5))
/// </code></example>
public sealed class SqliteStatement
{
    private readonly (string Name, object? Value)[] _parameters;

    /// <summary>Makes a statement.</summary>
    /// <param name="sql">The SQL text; several statements may be separated by semicolons.</param>
    /// <param name="parameters">Names, with or without their <c>@</c>, <c>$</c> or <c>:</c>, and values; null is NULL.</param>
    /// <exception cref="ArgumentException"><paramref name="sql"/> or a name is null or blank.</exception>
    public SqliteStatement(string sql, params (string Name, object? Value)[] parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        ArgumentNullException.ThrowIfNull(parameters);
        foreach ((string name, _) in parameters)
        {
            if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"A parameter of '{sql}' has no name; give each one the name that the statement uses.", nameof(parameters));
        }

        Sql = sql;
        _parameters = [.. parameters];
    }

    /// <summary>Gets the SQL text.</summary>
    public string Sql { get; }

    internal ReadOnlySpan<(string Name, object? Value)> Parameters => _parameters;

    /// <summary>Makes a statement whose parameters are the public properties of an object, such as an anonymous one, read now.</summary>
    /// <param name="sql">The SQL text.</param>
    /// <param name="parameters">Its property <c>Name</c> becomes <c>@Name</c>; a dictionary's entries become parameters; null for none.</param>
    /// <exception cref="ArgumentException"><paramref name="sql"/> is null or blank, or <paramref name="parameters"/> is a plain value.</exception>
    [RequiresUnreferencedCode(ParameterObject.TrimWarning)]
    public static SqliteStatement From(string sql, object? parameters) => new(sql, ParameterObject.Read(parameters));

    /// <summary>Returns the SQL text.</summary>
    public override string ToString() => Sql;
}
