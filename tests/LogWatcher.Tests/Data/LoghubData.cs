namespace LogWatcher.Tests.Data;

/// <summary>Real logs with the level and template of each line, from https://github.com/logpai/loghub. They are not part of this repository.</summary>
internal static class LoghubData
{
    private const string Variable = "LOGHUB_DATA";

    /// <summary>Gives the log's path and its rows, or skips the test where the data is absent.</summary>
    public static (string Path, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows) Load(string system)
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        if (folder is null) Assert.Skip($"The variable {Variable} is not set; set it to the folder of {system}_2k.log and its CSV file.");
        string path = Path.Combine(folder, $"{system}_2k.log");
        if (!File.Exists(path)) Assert.Skip($"There is no {path}.");
        return (path, CsvTable.Parse(File.ReadAllText(path + "_structured.csv")));
    }
}
