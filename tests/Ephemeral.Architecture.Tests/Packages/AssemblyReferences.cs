using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ephemeral.Architecture.Tests;

/// <summary>Reads what a built library refers to, without loading it.</summary>
internal static class AssemblyReferences
{
    /// <summary>The file of a library, beside the tests because their project refers to it.</summary>
    /// <exception cref="InvalidOperationException">The test project does not refer to the library.</exception>
    public static string PathOf(string library)
    {
        string path = Path.Combine(AppContext.BaseDirectory, library + ".dll");
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException(
                $"{library} was not built with the tests: add a ProjectReference to Ephemeral.Architecture.Tests.csproj.");
    }

    public static IReadOnlyList<string> Of(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Order(StringComparer.Ordinal)];
    }
}
