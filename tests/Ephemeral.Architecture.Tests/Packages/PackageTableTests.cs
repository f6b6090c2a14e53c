using System.Xml.Linq;

namespace Ephemeral.Architecture.Tests;

public sealed class PackageTableTests
{
    public static TheoryData<string> Libraries => [.. Projects.Select(project => project.Name)];

    private static IEnumerable<ProjectFile> Projects => RepositoryRoot.Projects("src").Select(path => new ProjectFile(path));

    [Fact]
    public void EveryLibraryHasARow() =>
        Breaches.AssertNone("A library is in the package table",
            Projects.Select(project => PackageTable.MissingRow(project.Name)).OfType<string>());

    [Fact]
    public void EveryRowHasALibrary() =>
        Breaches.AssertNone("The package table names only libraries that exist",
            PackageTable.Rows.Keys.Except(Projects.Select(project => project.Name)));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void TheBuiltAssemblyRefersOnlyToWhatItsRowAllows(string library)
    {
        string[] breaches =
            [.. AssemblyReferences.Of(AssemblyReferences.PathOf(library)).Where(reference => !PackageTable.Allows(library, reference))];

        Breaches.AssertNone($"{library} knows only what its row in the package table allows", breaches);
    }

    [Fact]
    public void NoProjectAsksForMoreThanItsRowAllows() =>
        Breaches.AssertNone("A library's project file asks only for what its row allows", Projects.SelectMany(NotAllowed));

    [Fact]
    public void TheCoreHasNoPackageReference()
    {
        ProjectFile core = Projects.Single(project => project.Name == "Ephemeral");

        Breaches.AssertNone("The core has no dependency at all", core.PackageReferences.Select(ProjectFile.Include)
            .Concat(core.ProjectReferences)
            .Concat(core.FrameworkReferences));
    }

    [Fact]
    public void APlantedPackageIsFound()
    {
        ProjectFile planted = new("Ephemeral.csproj", XDocument.Parse("""
            <Project><ItemGroup><PackageReference Include="Newtonsoft.Json" /></ItemGroup></Project>
            """));

        Assert.Contains("Newtonsoft.Json", Assert.Single(NotAllowed(planted)), StringComparison.Ordinal);
    }

    [Fact]
    public void APlantedReferenceIsFound()
    {
        string ours = typeof(PackageTableTests).Assembly.Location;

        Assert.Contains(AssemblyReferences.Of(ours), reference => !PackageTable.Allows("Ephemeral", reference));
    }

    [Fact]
    public void ALibraryWithoutARowIsFound() =>
        Assert.Contains("Ephemeral.Dashboard has no row", PackageTable.MissingRow("Ephemeral.Dashboard"), StringComparison.Ordinal);

    private static IEnumerable<string> NotAllowed(ProjectFile project)
    {
        if (PackageTable.MissingRow(project.Name) is not null) return [];
        IEnumerable<string> asked = project.PackageReferences.Select(ProjectFile.Include)
            .Concat(project.ProjectReferences)
            .Concat(project.FrameworkReferences);
        return asked.Where(name => !PackageTable.Allows(project.Name, name)).Select(name => $"{project.RelativePath}: {name}");
    }
}
