using Ephemeral.Operations;
using Ephemeral.Tests.Kinds;

namespace Ephemeral.Tests.Models;

/// <summary>One item as the model sees it.</summary>
internal sealed class ModelItem(WorkItem work)
{
    public WorkItem Work => work;

    public int Number => work.Number;

    /// <summary>Its place in the order of acceptance; 0 until it is accepted.</summary>
    public int Ordinal { get; set; }

    public TimeSpan Accepted { get; set; }

    /// <summary>Its place in the order in which items began to wait, the last time.</summary>
    public int Waiting { get; set; }

    /// <summary>When it comes into the queue while it is kept aside; before it is accepted, how long it will be.</summary>
    public TimeSpan Due { get; set; }

    public int Attempts { get; set; }

    public TimeSpan Ended { get; set; }

    public OperationState State { get; set; }

    public bool IsPinned { get; set; }

    public bool IsKilled { get; set; }

    /// <summary>It left the window.</summary>
    public bool IsGone { get; set; }

    /// <summary>The signals that it raised and that count while it is known.</summary>
    public List<string> Signals { get; } = [];

    public bool IsKnown => Ordinal > 0 && !IsGone;
}
