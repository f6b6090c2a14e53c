namespace Ephemeral.Logging;

/// <summary>Knows which properties are secret, by their names. Immutable.</summary>
internal sealed class Redaction(IEnumerable<string> names)
{
    public const string Mask = "***";

    public static readonly string[] DefaultNames =
        ["password", "passwd", "secret", "token", "authorization", "apikey", "api_key", "connectionstring", "credential", "cookie"];

    private readonly string[] _names = [.. names];

    public bool Hides(string? property)
    {
        if (property is null) return false;
        foreach (string name in _names)
            if (property.Contains(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
