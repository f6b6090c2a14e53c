namespace Ephemeral.Tests.Documents;

/// <summary>What stands in for the console of a snippet: it keeps the lines, and a test can wait for them.</summary>
public sealed class ConsoleRecorder
{
    private readonly HeldWork _lines = HeldWork.Open();

    public ConsoleRecorder Out => this;

    public IReadOnlyList<string> Lines => _lines.Started;

    public void WriteLine(object? value) => _lines.RunAsync($"{value}");

    public Task WriteLineAsync(string value) => _lines.RunAsync(value);

    public Task Written(int count) => _lines.Reached(count);
}
