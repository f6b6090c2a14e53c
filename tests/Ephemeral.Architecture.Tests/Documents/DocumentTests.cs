namespace Ephemeral.Architecture.Tests;

public sealed class DocumentTests
{
    // Assembled, so that this file has no marker of its own.
    private const string Mark = "// " + "snippet: ";
    private const string End = "// " + "end snippet";

    private static IEnumerable<(string Path, string Text)> Documents => Directory.EnumerateFiles(RepositoryRoot.Folder, "*.md")
        .Concat(RepositoryRoot.Files("docs", "*.md"))
        .Concat(RepositoryRoot.Files("src", "README.md"))
        .Concat(RepositoryRoot.Files("samples", "*.md"))
        .Select(Read);

    [Fact]
    public void MarkedCodeBlocksAreCodeThatTheBuildCompiles()
    {
        IReadOnlyDictionary<string, string> code =
            Snippets.InCode(RepositoryRoot.Files("samples", "*.cs").Concat(RepositoryRoot.Files("tests", "*.cs")).Select(Read));

        Breaches.AssertNone("A marked code block equals its snippet",
            Documents.SelectMany(document => Snippets.Differences(document.Path, document.Text, code)));
    }

    [Fact]
    public void CodeBlocksAreMarked() => Breaches.AssertNone("A block of C# comes from code that the build compiles",
        Documents.Where(static document => document.Path != "CONTRIBUTING.md").SelectMany(document => Snippets.Unmarked(document.Path, document.Text)));

    [Fact]
    public void DocumentsHaveNoPlaceholders() => Breaches.AssertNone("A document has no placeholder", Documents.SelectMany(document =>
        document.Text.Split('\n').Index().Where(static line => line.Item.Length >= 6 && line.Item.All(static letter => char.IsAsciiLetterUpper(letter) || letter == '_'))
            .Select(line => $"{document.Path}({line.Index + 1}): {line.Item}")));

    [Fact]
    public void AnUnmarkedBlockIsFound() =>
        Assert.Equal(["README.md(3): a block of C# without a snippet marker right above it"], Snippets.Unmarked("README.md", "# Title\n\n```csharp\nint sum;\n```\n"));

    [Fact]
    public void LocalLinksLeadSomewhere() => Breaches.AssertNone("A local link leads to a file", Documents.SelectMany(document =>
        Links.Broken(document.Path, document.Text, target => Path.Exists(RepositoryRoot.Combine(target)))));

    [Fact]
    public void ADocumentThatSaysWhatTheCodeSaysPasses()
    {
        IReadOnlyDictionary<string, string> code = Code("Sum", "        int sum = 1;\n\n        if (sum > 0)\n            sum++;");

        Assert.Empty(Snippets.Differences("README.md", Marked("Sum", "int sum = 1;\n\nif (sum > 0)\n    sum++;"), code));
    }

    [Fact]
    public void APlantedDifferenceIsFound()
    {
        IReadOnlyDictionary<string, string> code = Code("Sum", "int sum = 1;\nsum++;");

        string breach = Assert.Single(Snippets.Differences("README.md", "# Title\n\n" + Marked("Sum", "int sum = 2;\nsum++;"), code));

        Assert.Equal("README.md(3): snippet Sum is not what the code says:\n      1 - int sum = 2;\n      1 + int sum = 1;", breach);
    }

    [Theory]
    [InlineData("Sum", "no block", "README.md(1): snippet Sum has no ```csharp block right below its marker")]
    [InlineData("Other", "```csharp\nint sum;\n```", "README.md(1): snippet Other is in no file below samples or tests")]
    public void AMarkerThatLeadsNowhereIsFound(string name, string below, string breach) =>
        Assert.Equal([breach], Snippets.Differences("README.md", $"<!-- snippet: {name} -->\n{below}", Code("Sum", "int sum;")));

    [Fact]
    public void AQuotedMarkerIsNoMarker()
    {
        IReadOnlyDictionary<string, string> code = Code("Sum", "int sum;");
        string quoted = $"````\n{Marked("Name", "...")}````\n";

        Assert.Empty(Snippets.Differences("README.md", quoted, code));
        Assert.Single(Snippets.Differences("README.md", quoted + Marked("Sum", "int other;"), code));
    }

    [Fact]
    public void ASnippetWithoutEndOrWithATwinIsRefused()
    {
        string region = $"{Mark}Sum\nint sum;\n";

        Assert.Throws<InvalidOperationException>(() => Snippets.InCode([("A.cs", region)]));
        Assert.Throws<InvalidOperationException>(() => Snippets.InCode([("A.cs", region + End), ("B.cs", region + End)]));
    }

    [Theory]
    [InlineData("See [the tour](tour.md).", null)]
    [InlineData("See [the tour](tour.md#start), [below](#below), [there](https://example.org/x.md), [mail](mailto:a@example.org).", null)]
    [InlineData("In code `[a](gone.md)`:\n\n```csharp\n_ = list[0](gone.md);\n```\n", null)]
    [InlineData("See\n[it](gone.md#start).", "docs/guide.md(2): gone.md does not exist")]
    [InlineData("![a picture](img/gone.png \"title\")", "docs/guide.md(1): img/gone.png does not exist")]
    [InlineData("[tour]: ../gone.md", "docs/guide.md(1): ../gone.md does not exist")]
    public void ABrokenLinkIsFound(string text, string? breach) =>
        Assert.Equal(
            breach is null ? [] : [breach],
            Links.Broken("docs/guide.md", text, target => target == Path.Combine("docs", "tour.md")));

    private static IReadOnlyDictionary<string, string> Code(string name, string body) =>
        Snippets.InCode([("samples/Quick.cs", $"class Quick\n{{\n    {Mark}{name}\n{body}\n    {End}\n}}\n")]);

    private static string Marked(string name, string body) => $"<!-- snippet: {name} -->\n```csharp\n{body}\n```\n";

    private static (string Path, string Text) Read(string path) => (RepositoryRoot.Relative(path), File.ReadAllText(path));
}
