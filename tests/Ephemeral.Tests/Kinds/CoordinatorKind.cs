namespace Ephemeral.Tests.Kinds;

public enum CoordinatorKind
{
    Work,
    Keyed,
    Result,
    Priority,
    PriorityKeyed,
    ForEach,
}
