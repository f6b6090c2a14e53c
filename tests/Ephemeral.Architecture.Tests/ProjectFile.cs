using System.Xml.Linq;

namespace Ephemeral.Architecture.Tests;

/// <summary>What a .csproj or .props file says about packages and projects.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _document;

    public ProjectFile(string path) : this(path, XDocument.Load(path))
    {
    }

    public ProjectFile(string path, XDocument document) => (Path, _document) = (path, document);

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string RelativePath => RepositoryRoot.Relative(Path);

    public IEnumerable<XElement> PackageReferences => Elements("PackageReference");

    public IEnumerable<XElement> PackageVersions => Elements("PackageVersion");

    public IEnumerable<string> FrameworkReferences => Elements("FrameworkReference").Select(Include);

    /// <summary>The names of the referenced projects.</summary>
    public IEnumerable<string> ProjectReferences => Elements("ProjectReference")
        .Select(reference => System.IO.Path.GetFileNameWithoutExtension(Include(reference).Replace('\\', '/')));

    public static string Include(XElement item) => ((string?)item.Attribute("Include") ?? (string?)item.Attribute("Update") ?? "").Trim();

    /// <summary>The value of a property of the same file, with the properties that it names filled in.</summary>
    public string Expand(string value)
    {
        foreach (XElement property in _document.Descendants("PropertyGroup").Elements())
            value = value.Replace($"$({property.Name.LocalName})", property.Value, StringComparison.Ordinal);
        return value;
    }

    private IEnumerable<XElement> Elements(string name) => _document.Descendants(name);
}
