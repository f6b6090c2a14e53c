namespace Ephemeral.Architecture.Tests;

public sealed class SourceRulesTests
{
    private static readonly Lazy<SourceFile[]> _files = new(() =>
        [.. new[] { "src", "samples", "benchmarks", "tests" }.SelectMany(folder => RepositoryRoot.Files(folder, "*.cs"))
            .Select(SourceFile.Read)]);

    [Fact]
    public void AFileHasOnePublicType() => AssertEverywhere("A file has one public type", FileRules.OnePublicType);

    [Fact]
    public void AFileIsNamedAfterItsType() => AssertEverywhere("A file is named after its type", FileRules.NamedAfterItsType);

    [Fact]
    public void AFileStaysBelowItsCeiling() => AssertEverywhere("A file stays below its ceiling", FileRules.WithinItsCeiling);

    [Fact]
    public void NoFileHasARegion() => AssertEverywhere("No file has a region", FileRules.NoRegion);

    [Fact]
    public void ADisabledWarningHasAReason() =>
        AssertEverywhere("A disabled warning has a reason on its line", FileRules.PragmaWithAReason);

    [Fact]
    public void NoMethodIsAsyncVoid() => AssertEverywhere("No method is async void", AsyncRules.NoAsyncVoid);

    [Fact]
    public void NoLibraryHasAnEmptyCatch() => AssertEverywhere("No library swallows an exception in silence", AsyncRules.NoEmptyCatch);

    [Fact]
    public void NoTestSleeps() => AssertEverywhere("No test lets real time pass", AsyncRules.NoSleepInTests);

    [Fact]
    public void PublicClassesAreClosed() =>
        Breaches.AssertNone("A public class is sealed, static or closed to derivation", InheritanceRule.Breaches(_files.Value));

    [Fact]
    public void ThereAreFilesToLookAt() =>
        Assert.Contains(_files.Value, file => file.Path == "src/Ephemeral/Diagnostics/EphemeralObserver.cs");

    private static void AssertEverywhere(string rule, Func<SourceFile, IEnumerable<string>> breaches) =>
        Breaches.AssertNone(rule, _files.Value.SelectMany(breaches));
}
