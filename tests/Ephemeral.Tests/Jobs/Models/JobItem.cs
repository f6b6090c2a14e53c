using Ephemeral.Operations;

namespace Ephemeral.Tests.Jobs.Models;

/// <summary>One run as the model sees it.</summary>
internal sealed class JobItem(int number, int job, string? key)
{
    public int Number => number;

    public int Job => job;

    public string? Key => key;

    public int Ordinal { get; set; }

    /// <summary>Gets or sets the place among all waits in the queue, in the order in which they began.</summary>
    public int WaitOrdinal { get; set; }

    public OperationState State { get; set; }

    public int Attempts { get; set; }

    /// <summary>When its next attempt may begin, or its patience ends, or its time is up, or it leaves the window.</summary>
    public TimeSpan? Due { get; set; }

    public bool IsBetweenAttempts { get; set; }

    public bool IsOverdue { get; set; }

    public bool IsPinned { get; set; }

    public bool IsKilled { get; set; }

    public bool IsGone { get; set; }

    public TimeSpan Ended { get; set; }
}
