using System.Text;
using System.Threading.Channels;
using LogWatcher.Watching;

namespace LogWatcher.Tests.Watching;

/// <summary>Writes down what a source tells, for a test to await: lines as they are, all else in angle brackets.</summary>
internal sealed class RecordingSink : ILineSink
{
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private readonly LineSplitter _splitter;

    public RecordingSink()
    {
        _splitter = new LineSplitter(line => Tell(Encoding.UTF8.GetString(line)));
    }

    public void OnBytes(ReadOnlySpan<byte> bytes) => _splitter.Append(bytes);

    public void OnMidLine() => _splitter.SkipToNextLine();

    public void OnSettled() => Tell("<Settled>");

    public void OnNotice(SourceNotice notice) => Tell($"<{notice}>");

    public void OnEnd()
    {
        _splitter.Complete();
        Tell("<End>");
    }

    public async Task ExpectAsync(params string[] expected)
    {
        foreach (string text in expected) Assert.Equal(text, await _told.Reader.ReadAsync().Within());
    }

    public void ExpectNothingMore() => Assert.False(_told.Reader.TryPeek(out string? more), more);

    private void Tell(string text) => Assert.True(_told.Writer.TryWrite(text));
}
