using System.IO.Enumeration;
using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does matching a name against a pattern cost, also where the pattern means harm?</summary>
[MemoryDiagnoser]
public class PatternMatch
{
    private string _name = null!;
    private string _pattern = null!;

    [Params("matches", "differs", "hostile")]
    public string Case { get; set; } = "matches";

    [GlobalSetup]
    public void Prepare()
    {
        _pattern = Case == "hostile" ? PatternWorkloads.HostilePattern : PatternWorkloads.Pattern;
        _name = Case switch
        {
            "hostile" => PatternWorkloads.HostileName,
            "differs" => PatternWorkloads.OtherName,
            _ => PatternWorkloads.MatchingName,
        };
    }

    [Benchmark(Baseline = true)]
    public bool FileSystemNames() => FileSystemName.MatchesSimpleExpression(_pattern, _name, ignoreCase: false);

    [Benchmark]
    public bool Ours() => StringPatternMatcher.Matches(_name, _pattern);
}
