namespace Ephemeral.Gates;

/// <summary>The signal rules of a coordinator or of one of its lanes.</summary>
internal sealed record GateRules(
    int Lane,
    IReadOnlySet<string>? CancelOn,
    IReadOnlySet<string>? DeferOn,
    IReadOnlySet<string>? ResumeOn = null);
