namespace Ephemeral.Tests.Models;

/// <summary>How a body ends.</summary>
internal enum Ending
{
    Complete,
    Fail,

    /// <summary>With an <see cref="OperationCanceledException"/>.</summary>
    Stop,
}
