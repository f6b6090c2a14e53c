using Microsoft.CodeAnalysis.CSharp;

namespace Ephemeral.Architecture.Tests;

public sealed class FolderTableTests
{
    private const string SignalSource = """
        namespace Ephemeral;
        public sealed class Signal { public int Depth; public Signal Next() => this; public static explicit operator int(Signal s) => 1; }
        public sealed class MarkAttribute : System.Attribute;
        public static class SignalExtensions { public static void Shout(this string text) { } }
        """;

    private const string BridgeSource = """
        namespace Ephemeral;
        public class Bridge
        {
            public static Signal Make() => new();
            public static void Take(Signal signal) { }
            public static List<Signal> All() => [];
        }
        """;

    [Fact]
    public void TheFoldersOfTheCoreKnowOnlyWhatTheTableAllows()
    {
        CSharpCompilation core = CoreCompilation.OfRepository();

        Breaches.AssertNone("src/Ephemeral compiles, so that every symbol is known", CoreCompilation.Errors(core));
        Breaches.AssertNone("A folder of src/Ephemeral knows only what the table allows", FolderRule.Breaches(core));
    }

    [Theory]
    [InlineData("private Signal? _field;", "Signal")]
    [InlineData("private int M() { var signal = Bridge.Make(); return 1; }", "Signal")]
    [InlineData("private int M() => Bridge.Make().Depth;", "Signal.Depth")]
    [InlineData("private void M() { foreach (var signal in Bridge.All()) { } }", "Signal")]
    [InlineData("private void M() => Bridge.Take(new());", "Signal")]
    [InlineData("private sealed class Nested : Attribute, IEquatable<Signal> { public bool Equals(Signal? other) => true; }", "Signal")]
    [InlineData("[Mark] private void M() { }", "MarkAttribute")]
    [InlineData("private string M() => nameof(Signal);", "Signal")]
    [InlineData("private void M() => \"loud\".Shout();", "SignalExtensions.Shout")]
    [InlineData("private int M(object o) => o is Signal { Depth: 1 } ? 1 : 0;", "Signal")]
    public void APlantedUseIsFoundWithFileLineAndSymbol(string member, string symbol)
    {
        IReadOnlyList<string> breaches =
            Planted("Engine/WorkEngine.cs", $"namespace Ephemeral.Engine;\ninternal sealed class WorkEngine\n{{\n    {member}\n}}");

        string expected = $"Engine/WorkEngine.cs(4): folder Engine may not know Signals: {symbol}";
        Assert.Contains(breaches, breach => breach.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void APlantedBaseTypeIsFound()
    {
        IReadOnlyList<string> breaches =
            Planted("Internal/Ring.cs", "namespace Ephemeral.Internal;\ninternal sealed class Ring :\n    Bridge;");

        Assert.Contains("Internal/Ring.cs(3): folder Internal may not know Operations: Bridge", breaches);
    }

    [Fact]
    public void ASubFolderBelongsToItsTopFolder()
    {
        IReadOnlyList<string> breaches =
            Planted("Engine/Queues/Fifo.cs", "namespace Ephemeral.Engine;\ninternal sealed class Fifo { public Signal? Head; }");

        Assert.Equal("Engine/Queues/Fifo.cs(2): folder Engine may not know Signals: Signal", Assert.Single(breaches));
    }

    [Fact]
    public void AFolderWithoutARowIsFound()
    {
        IReadOnlyList<string> breaches = Planted("Helpers/Text.cs", "namespace Ephemeral;\ninternal sealed class Text;");

        Assert.Equal("Helpers/Text.cs: folder Helpers has no row in FolderTable", Assert.Single(breaches));
    }

    [Fact]
    public void WhatTheTableAllowsIsNoBreach()
    {
        Assert.Empty(Planted("Gates/Gate.cs", "namespace Ephemeral;\ninternal sealed class Gate { public Signal? Cause; }"));
        Assert.Empty(Planted("Coordinator.cs",
            "namespace Ephemeral;\ninternal sealed class Coordinator { public Signal Cause = Bridge.Make(); }"));
    }

    [Fact]
    public void ACommentMayNameAnything() =>
        Assert.Empty(Planted("Internal/Ring.cs",
            "namespace Ephemeral;\n/// <summary>See <see cref=\"Signal\"/>.</summary>\ninternal sealed class Ring;"));

    private static IReadOnlyList<string> Planted(string path, string source)
    {
        CSharpCompilation compilation =
            CoreCompilation.Of([("Signals/Signal.cs", SignalSource), ("Operations/Bridge.cs", BridgeSource), (path, source)]);
        Assert.Empty(CoreCompilation.Errors(compilation));
        return FolderRule.Breaches(compilation);
    }
}
