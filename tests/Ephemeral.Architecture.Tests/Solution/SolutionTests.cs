using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ephemeral.Architecture.Tests;

public sealed partial class SolutionTests
{
    private static IEnumerable<string> Projects => RepositoryRoot.Projects("src", "tests", "samples", "benchmarks");

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        string solution = File.ReadAllText(RepositoryRoot.Combine(RepositoryRoot.SolutionName));

        Breaches.AssertNone($"A project is in {RepositoryRoot.SolutionName}", NotIn(solution, Projects.Select(RepositoryRoot.Relative)));
    }

    [Fact]
    public void NoProjectNamesAVersion()
    {
        IEnumerable<ProjectFile> files = Projects.Concat(RepositoryRoot.Files("eng", "*.props")).Select(path => new ProjectFile(path));

        Breaches.AssertNone("Versions stand in Directory.Packages.props", files.SelectMany(WithVersion));
    }

    [Fact]
    public void EveryVersionIsExact()
    {
        ProjectFile versions = new(RepositoryRoot.Combine("Directory.Packages.props"));

        Assert.NotEmpty(versions.PackageVersions);
        Breaches.AssertNone("A version is exact, so that two builds of one commit are the same", NotExact(versions));
    }

    [Fact]
    public void APlantedProjectIsFound() =>
        Assert.Equal(["src/B/B.csproj"], NotIn("""Project("{0}") = "A", "src\A\A.csproj", "{1}" """, ["src/A/A.csproj", "src/B/B.csproj"]));

    [Theory]
    [InlineData("Version=\"1.0.0\"")]
    [InlineData("VersionOverride=\"1.0.0\"")]
    public void APlantedVersionIsFound(string attribute) =>
        Assert.Contains("Planted", Assert.Single(WithVersion(Parse($"""<PackageReference Include="Planted" {attribute} />"""))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("1.*", false)]
    [InlineData("[1.0,2.0)", false)]
    [InlineData("", false)]
    [InlineData("$(Unknown)", false)]
    [InlineData("1.20.1-beta.1", true)]
    [InlineData("6.0", true)]
    public void OnlyAnExactVersionPasses(string version, bool passes) =>
        Assert.Equal(passes, !NotExact(Parse($"""<PackageVersion Include="Planted" Version="{version}" />""")).Any());

    private static IEnumerable<string> NotIn(string solution, IEnumerable<string> projects)
    {
        HashSet<string> listed = [.. SolutionLine().Matches(solution).Select(match => match.Groups["path"].Value.Replace('\\', '/'))];
        return projects.Where(project => !listed.Contains(project));
    }

    private static IEnumerable<string> WithVersion(ProjectFile project) => project.PackageReferences
        .Where(reference => reference.Attribute("Version") is not null
            || reference.Attribute("VersionOverride") is not null
            || reference.Element("Version") is not null)
        .Select(reference => $"{project.RelativePath}: {ProjectFile.Include(reference)}");

    private static IEnumerable<string> NotExact(ProjectFile project) => project.PackageVersions
        .Select(package => (Name: ProjectFile.Include(package), Version: project.Expand((string?)package.Attribute("Version") ?? "")))
        .Where(package => !ExactVersion().IsMatch(package.Version))
        .Select(package => $"{package.Name}: '{package.Version}'");

    private static ProjectFile Parse(string item) =>
        new("Planted.csproj", XDocument.Parse($"<Project><ItemGroup>{item}</ItemGroup></Project>"));

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "(?<path>[^"]+\.csproj)""", RegexOptions.Multiline)]
    private static partial Regex SolutionLine();

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex ExactVersion();
}
