namespace Ephemeral.Architecture.Tests;

/// <summary>Which folder of src/Ephemeral may know which. A sub-folder belongs to its top folder; a folder always knows itself.</summary>
internal static class FolderTable
{
    /// <summary>The files that lie in src/Ephemeral itself: the coordinators and their options.</summary>
    public const string Root = "root";

    private static readonly Dictionary<string, string[]> _rows = new()
    {
        [Root] = ["Operations", "Engine", "Signals", "Gates", "Jobs", "Concurrency", "Diagnostics", "Internal"],
        ["Operations"] = ["Signals", "Diagnostics", "Internal"],
        ["Engine"] = ["Operations", "Diagnostics", "Internal"],
        ["Signals"] = ["Diagnostics", "Internal"],
        ["Caching"] = ["Signals", "Diagnostics", "Internal"],
        ["Gates"] = ["Signals", "Engine", "Internal"],
        ["Jobs"] = [Root, "Signals", "Typed", "Operations", "Engine", "Diagnostics", "Internal"], // a front owns an engine
        ["Handlers"] = [Root, "Signals", "Operations", "Engine", "Diagnostics", "Internal"], // queued signals run on coordinators
        ["Orchestration"] = [Root, "Operations", "Signals", "Gates", "Internal"], // stages run on a coordinator, and obey its drain commands
        ["Responsibility"] = ["Signals", "Operations", "Diagnostics", "Internal"], // holds operations of whoever can pin them
        ["Echoes"] = [Root, "Signals", "Typed", "Operations", "Diagnostics", "Internal"], // typed last words; its atoms own a coordinator
        ["Durability"] = [], // what a task is that survives a restart, and where it is kept
        ["Typed"] = ["Signals", "Internal"],
        ["Scopes"] = ["Signals", "Diagnostics"],
        ["Concurrency"] = ["Internal"], // gates for users' own code
        ["Diagnostics"] = ["Internal"],
        ["Internal"] = [],
    };

    public static bool Has(string folder) => _rows.ContainsKey(folder);

    public static bool Allows(string folder, string known) =>
        folder == known || (_rows.TryGetValue(folder, out string[]? row) && row.Contains(known));

    /// <summary>The folder of a file, from its path below src/Ephemeral.</summary>
    public static string FolderOf(string relativePath)
    {
        int end = relativePath.IndexOf('/', StringComparison.Ordinal);
        return end < 0 ? Root : relativePath[..end];
    }
}
