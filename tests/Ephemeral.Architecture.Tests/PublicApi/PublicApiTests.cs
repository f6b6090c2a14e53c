using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ephemeral.Architecture.Tests;

/// <summary>The public surface is a reviewed text: it changes on purpose, in a diff, or the build fails.</summary>
public sealed class PublicApiTests
{
    private const string ApproveSwitch = "APPROVE_PUBLIC_API";
    private const int ShownDifferences = 12;

    private static readonly string _folder = RepositoryRoot.Combine("tests", "Ephemeral.Architecture.Tests", "PublicApi");

    public static TheoryData<string> Libraries =>
        [.. RepositoryRoot.Projects("src").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void ThePublicApiIsTheApprovedOne(string library)
    {
        string approvedPath = Path.Combine(_folder, library + ".approved.txt");
        string receivedPath = Path.Combine(_folder, library + ".received.txt");
        string received = PublicApiListing.Of(library, File.ReadAllBytes(AssemblyReferences.PathOf(library)));
        if (Environment.GetEnvironmentVariable(ApproveSwitch) == "1") File.WriteAllText(approvedPath, received);

        string approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";
        File.Delete(receivedPath);
        if (approved == received) return;

        File.WriteAllText(receivedPath, received);
        Assert.Fail($"""
            The public API of {library} is not the approved one (- approved, + received):
            {string.Join('\n', TextDifference.Between(approved, received).Take(ShownDifferences))}
            The whole of it is in {RepositoryRoot.Relative(receivedPath)}. Is the change meant? Then run these tests
            once with {ApproveSwitch}=1, and commit {RepositoryRoot.Relative(approvedPath)}.
            """);
    }

    [Fact]
    public void EveryApprovedTextHasItsLibrary()
    {
        IEnumerable<string> approved =
            RepositoryRoot.Files(Path.Combine("tests", "Ephemeral.Architecture.Tests", "PublicApi"), "*.approved.txt")
            .Select(path => Path.GetFileName(path)[..^".approved.txt".Length]);

        Breaches.AssertNone("An approved text belongs to a library", approved.Except(Libraries.Select(row => row.Data)));
    }

    [Fact]
    public void AListingShowsWhatACallerSees()
    {
        CSharpCompilation compilation = CoreCompilation.Of([("Sample.cs", Sample)]);
        using MemoryStream image = new();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        Assert.Equal(Listing, PublicApiListing.Of("Ephemeral", image.ToArray()));
    }

    [Fact]
    public void ADifferenceIsShownLineByLine() =>
        Assert.Equal(["  2 - b", "  2 + x", "  3 + c"], TextDifference.Between("a\nb\n", "a\nx\nc\n"));

    private const string Sample = """
        namespace Ephemeral;
        internal class Hidden { public int Value; }
        public sealed class Box<T>(T? first, string? name = null) : IDisposable where T : notnull
        {
            public const int Limit = 5;
            public T? First { get; init; } = first;
            public required string Name { get; set; } = name ?? "";
            public int Count { get; private set; }
            public event EventHandler? Changed { add { } remove { } }
            [Obsolete("Use PutAsync.")] public void Put(T item, int times = 3, CancellationToken token = default) { }
            public ValueTask<long> PutAsync(in T item, Dictionary<string, object?>? state, params string[] tags) => default;
            void IDisposable.Dispose() { }
            internal void Inner() { }
        }
        public abstract class Base { private protected Base() { } protected abstract Task RunAsync(); }
        public static class Boxes { public static void Shout(this string text) { } public delegate int Measure(string text); }
        public readonly record struct Pair(int Left, string? Right);
        [Flags] public enum Kind : byte { Two = 2, One = 1 }
        """;

    private const string Listing = """
        // What users of Ephemeral can reach.

        namespace Ephemeral
        public abstract class Base
        {
            protected abstract Task RunAsync();
        }

        namespace Ephemeral
        public sealed class Box<T> : IDisposable where T : notnull
        {
            public const int Limit = 5;
            public Box(T? first, string? name = null);
            public int Count { get; }
            public T? First { get; init; }
            public required string Name { get; set; }
            public event EventHandler? Changed;
            [Obsolete("Use PutAsync.")]
            public void Put(T item, int times = 3, CancellationToken token = default);
            public ValueTask<long> PutAsync(in T item, Dictionary<string, object?>? state, params string[] tags);
        }

        namespace Ephemeral
        public static class Boxes
        {
            public static void Shout(this string text);
        }

        namespace Ephemeral
        public delegate int Boxes.Measure(string text)

        namespace Ephemeral
        [Flags]
        public enum Kind : byte
        {
            One = 1,
            Two = 2,
        }

        namespace Ephemeral
        public readonly record struct Pair : IEquatable<Pair>
        {
            public Pair(int Left, string? Right);
            public int Left { get; init; }
            public string? Right { get; init; }
        }

        """;
}
