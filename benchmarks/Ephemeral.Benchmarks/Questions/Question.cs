using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>One question, with the workloads that answer it. They are those of the quick mode, so that both mean the same.</summary>
[MemoryDiagnoser]
public abstract class Question
{
    private readonly List<Workload> _workloads = [];

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        foreach (Workload workload in _workloads) await workload.DisposeAsync();
    }

    /// <summary>Closes a workload at the end.</summary>
    private protected Workload Owned(Workload workload)
    {
        _workloads.Add(workload);
        return workload;
    }
}
