namespace Ephemeral.Signals;

/// <summary>Which signals of the window are meant; what is left at its default does not matter.</summary>
internal readonly record struct SignalFilter
{
    public static SignalFilter All => default;

    public string? Name { get; init; }

    public SignalPattern? Pattern { get; init; }

    /// <summary>Gets the beginnings of which a name has one; the pattern is for what follows.</summary>
    public string[]? Scopes { get; init; }

    /// <summary>Gets whether the window is to follow the links of the operation, which signals with ids of their own do not have.</summary>
    public bool IsByOperation { get; private init; }

    public long? OperationId { get; private init; }

    private bool HasKey { get; init; }

    private string? Key { get; init; }

    public static SignalFilter OfKey(string? key) => new() { HasKey = true, Key = key };

    /// <summary>Chooses the signals with any id: looks through the window.</summary>
    public static SignalFilter OfId(long operationId) => new() { OperationId = operationId };

    /// <summary>Chooses the signals that were raised in the name of an operation: looks at no others.</summary>
    public static SignalFilter OfOperation(long operationId) => new() { OperationId = operationId, IsByOperation = true };

    public bool Matches(in SignalEntry entry) =>
        (Name is null || entry.Name.Text == Name)
        && (!HasKey || entry.Key == Key)
        && (OperationId is null || entry.OperationId == OperationId)
        && (Pattern is null || IsChosen(entry.Name.Text));

    private bool IsChosen(string name)
    {
        if (Scopes is null) return Pattern!.Matches(name);
        foreach (string scope in Scopes)
            if (name.StartsWith(scope, StringComparison.Ordinal) && Pattern!.Matches(name.AsSpan(scope.Length))) return true;
        return false;
    }
}
