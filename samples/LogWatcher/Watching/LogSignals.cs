using System.Text;
using Ephemeral;
using Ephemeral.Logging;
using LogWatcher.Formats;

namespace LogWatcher.Watching;

/// <summary>Raises the errors of a log file as the signals that a logger would raise for them.</summary>
/// <remarks>
/// <para>Thread-safe. Events below error cost nothing here: they are counted by the reader and make no signal.</para>
/// <para>The name is <c>log.{level}.{category}.{format}[:{exceptionType}]</c>; the key is the file.</para>
/// </remarks>
internal sealed class LogSignals(SignalSink sink, ITemplateMiner miner, TimeProvider time)
{
    public const LogLevel LeastLevel = LogLevel.Error;

    private readonly TypedSignalSink<SignalLogPayload> _signals = new(sink);

    public void Raise(in LogEventView view)
    {
        if (view.Level < LeastLevel) return;
        LogEvent logEvent = view.ToEvent();
        string category = logEvent.Category ?? Path.GetFileName(logEvent.Source);
        SignalLogPayload payload = new(logEvent.Message, new EventId(0, logEvent.Format), category, logEvent.Level, logEvent.ExceptionType)
        {
            ExceptionMessage = logEvent.Details.Length == 0 ? null : logEvent.Details,
            MessageTemplate = miner.Mine(logEvent.Message).Text,
            Timestamp = time.GetUtcNow(),
        };
        _signals.Raise(new SignalEvent<SignalLogPayload>(NameOf(logEvent, category), 0, logEvent.Source, payload.Timestamp, payload));
    }

    private static string NameOf(LogEvent logEvent, string category)
    {
        StringBuilder name = new("log.", 64);
        AppendSlug(name, logEvent.Level.ToString());
        AppendSlug(name.Append('.'), category);
        AppendSlug(name.Append('.'), logEvent.Format);
        if (logEvent.ExceptionType is { } type) AppendSlug(name.Append(':'), type[(type.LastIndexOf('.') + 1)..]);
        return name.ToString();
    }

    /// <summary>Appends letters and digits in lower case, with one dash for whatever stands between them.</summary>
    private static void AppendSlug(StringBuilder name, string text)
    {
        int start = name.Length;
        foreach (char character in text)
        {
            if (char.IsLetterOrDigit(character)) name.Append(char.ToLowerInvariant(character));
            else if (name.Length > start && name[^1] != '-') name.Append('-');
        }

        if (name.Length > start && name[^1] == '-') name.Length--;
        if (name.Length == start) name.Append("none");
    }
}
