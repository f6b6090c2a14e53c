using System.Text;
using LogWatcher.Formats;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Formats;

public class LogEventReaderTests
{
    private readonly List<LogEvent> _events = [];
    private readonly LogEventReader _reader;

    public LogEventReaderTests()
    {
        _reader = new LogEventReader("app.log", (in LogEventView logEvent) => _events.Add(logEvent.ToEvent()));
    }

    [Fact]
    public void StackTrace_OfJava_JoinsTheEventBefore()
    {
        int errors = Read(
            "2026-03-01 10:00:00,1 ERROR [main] a.B: failed",
            "java.lang.IllegalStateException: no",
            "\tat a.B.run(B.java:1)",
            "Caused by: java.io.IOException: disk",
            "\t... 12 more",
            "... 3 more",
            "2026-03-01 10:00:01,1 INFO [main] a.B: on");

        Assert.Equal(1, errors);
        Assert.Equal(2, _events.Count);
        Assert.Equal("failed", _events[0].Message);
        Assert.Equal("java.lang.IllegalStateException", _events[0].ExceptionType);
        Assert.Equal(5, _events[0].Details.Split('\n').Length);
    }

    [Fact]
    public void StackTrace_OfDotNet_JoinsTheEventBefore()
    {
        int errors = Read(
            "[10:00:00 ERR] failed",
            "System.InvalidOperationException: ERROR in here",
            " ---> System.TimeoutException: late",
            "   at A.B()",
            "   --- End of inner exception stack trace ---",
            "--- End of stack trace from previous location ---",
            "   at C.D()");

        Assert.Equal(1, errors);
        LogEvent only = Assert.Single(_events);
        Assert.Equal("System.InvalidOperationException", only.ExceptionType);
        Assert.EndsWith("at C.D()", only.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void DotNetConsole_TakesItsMessageFromTheLineBelow()
    {
        Read("fail: Shop.Orders[7]", "      Order 7 failed", "      System.TimeoutException: late", "         at A.B()");

        LogEvent only = Assert.Single(_events);
        Assert.Equal("Order 7 failed", only.Message);
        Assert.Equal("System.TimeoutException", only.ExceptionType);
    }

    [Fact]
    public void Json_GivesExceptionAndDetails()
    {
        Read(
            """{"@l":"Error","@m":"no","@x":"System.TimeoutException: late\n   at A.B()"}""",
            """{"log.level":"ERROR","message":"no","error.type":"java.io.IOException","error":{"stack_trace":"s"}}""");

        Assert.Equal(["System.TimeoutException", "java.io.IOException"], _events.Select(logEvent => logEvent.ExceptionType));
        Assert.Contains("at A.B()", _events[0].Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Caused by: it broke")]
    [InlineData("Suppressed: it broke")]
    [InlineData("at shop.A.b(A.java:12)")]
    [InlineData("--- End of stack trace")]
    [InlineData("... 12 more")]
    [InlineData("\tERROR indented")]
    [InlineData(" 2026-03-01 10:00:00 ERROR indented")]
    public void ContinuationLine_JoinsEvenPlainText(string line)
    {
        int errors = Read("plain text", line);

        Assert.Equal(0, errors);
        Assert.Equal(line, Assert.Single(_events).Details);
    }

    [Theory]
    [InlineData("... more")]
    [InlineData("attention")]
    [InlineData("Caused it")]
    [InlineData("--- begin")]
    public void LineThatOnlyLooksAlike_IsAnEvent(string line)
    {
        Read("plain text", line);

        Assert.Equal(2, _events.Count);
    }

    [Fact]
    public void Message_ThatIsAnException_NamesItsType()
    {
        Read("2026-03-01 10:00:00 ERROR a.B - java.io.IOException: broken pipe");

        Assert.Equal("java.io.IOException", Assert.Single(_events).ExceptionType);
    }

    [Fact]
    public void Text_OfNoFormat_IsInformation()
    {
        int errors = Read("hello", "System.TimeoutException: alone");

        Assert.Equal(0, errors);
        Assert.All(_events, logEvent => Assert.Equal((LogLevel.Information, "text"), (logEvent.Level, logEvent.Format)));
        Assert.Equal(["hello", "System.TimeoutException: alone"], _events.Select(logEvent => logEvent.Message));
    }

    [Fact]
    public void IndentedFirstLine_IsAnEventOfItsOwn()
    {
        Read("", "   begins in the middle");

        Assert.Equal("begins in the middle", Assert.Single(_events).Message);
    }

    [Fact]
    public void Details_AreBounded()
    {
        Read(["ERROR big", .. Enumerable.Repeat("  " + new string('é', 100), 1_000)]);

        string details = Assert.Single(_events).Details;
        Assert.InRange(Encoding.UTF8.GetByteCount(details), 8_000, 8_192);
        Assert.DoesNotContain('\uFFFD', details);
    }

    [Fact]
    public void Flush_HandsOverOnce_AndLateLinesAreCounted()
    {
        Append("ERROR no");
        _reader.Flush();
        _reader.Flush();
        Append("   at A.B()");
        Append("INFO yes");
        _reader.Flush();

        Assert.Equal(["no", "yes"], _events.Select(logEvent => logEvent.Message));
        Assert.Equal(1, _reader.LateLines);
    }

    private int Read(params string[] lines)
    {
        int errors = lines.Count(line => Append(line) is LogLevel.Error or LogLevel.Critical);
        _reader.Flush();
        return errors;
    }

    private LogLevel Append(string line) => _reader.Append(Encoding.UTF8.GetBytes(line));
}
