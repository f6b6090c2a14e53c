namespace Ephemeral.Architecture.Tests;

/// <summary>The folder of the solution, found from where the tests run.</summary>
internal static class RepositoryRoot
{
    public const string SolutionName = "Ephemeral.sln";

    private static readonly string[] _notSource = ["bin", "obj", "artifacts"];

    public static string Folder { get; } = Find();

    public static string Combine(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    /// <summary>A path as the messages show it: from the root, with forward slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Folder, path).Replace('\\', '/');

    /// <summary>Every file of a top folder that a person wrote, in a fixed order; none when the folder does not exist.</summary>
    public static IEnumerable<string> Files(string topFolder, string pattern)
    {
        string folder = Combine(topFolder);
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Intersect(_notSource).Any())
            .Order(StringComparer.Ordinal);
    }

    public static IEnumerable<string> Projects(params ReadOnlySpan<string> topFolders)
    {
        List<string> projects = [];
        foreach (string topFolder in topFolders) projects.AddRange(Files(topFolder, "*.csproj"));
        return projects;
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionName))) return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds {SolutionName}; run the tests from their build output.");
    }
}
