namespace Ephemeral.Signals;

/// <summary>Which signals of the window are meant; what is left at its default does not matter.</summary>
internal readonly record struct SignalFilter
{
    public static SignalFilter All => default;

    public SignalPattern? Pattern { get; init; }

    private bool HasKey { get; init; }

    private string? Key { get; init; }

    private long? OperationId { get; init; }

    public static SignalFilter OfKey(string? key) => new() { HasKey = true, Key = key };

    public static SignalFilter OfOperation(long operationId) => new() { OperationId = operationId };

    public bool Matches(in SignalEntry entry) =>
        (!HasKey || entry.Key == Key)
        && (OperationId is null || entry.OperationId == OperationId)
        && (Pattern is null || Pattern.Matches(entry.Name.Text));
}
