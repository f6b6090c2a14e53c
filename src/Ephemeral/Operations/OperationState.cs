namespace Ephemeral.Operations;

/// <summary>Where an operation is between acceptance and eviction.</summary>
internal enum OperationState : byte
{
    Free,
    Pending,
    Running,
    Completed,
    Failed,
    Cancelled,
    Skipped,
}
