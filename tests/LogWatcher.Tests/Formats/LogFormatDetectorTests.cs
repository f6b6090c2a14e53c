using System.Text;
using LogWatcher.Formats;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Formats;

public class LogFormatDetectorTests
{
    [Theory]
    // log4j and relatives
    [InlineData("2026-03-01 10:00:00,123 ERROR [main] shop.Orders: no stock", "log4j", LogLevel.Error, "shop.Orders", "no stock")]
    [InlineData("2026-03-01 10:00:00,123 WARN  shop.Orders - slow", "log4j", LogLevel.Warning, "shop.Orders", "slow")]
    [InlineData("2026-03-01 10:00:00,123 - INFO  [Peer[id=1]/0:0:0:0:2181:Election@774] - timed out: 3", "log4j", LogLevel.Information, "Election", "timed out: 3")]
    [InlineData("260301 100000 148 FATAL dfs.Node$Packet: gone: all", "log4j", LogLevel.Critical, "dfs.Node$Packet", "gone: all")]
    [InlineData("[2026-03-01 10:00:00,123] ERROR cannot elect (kafka.server)", "log4j", LogLevel.Error, null, "cannot elect (kafka.server)")]
    [InlineData("2026-03-01T10:00:00.123Z ERROR 4711 --- [nio-1] s.o.Orders   : no stock", "log4j", LogLevel.Error, "s.o.Orders", "no stock")]
    [InlineData("01 Mar 2026 10:00:00,123 SEVERE broken", "log4j", LogLevel.Error, null, "broken")]
    [InlineData("2026-03-01 10:00:00,123 - shop.orders - ERROR - no stock", "log4j", LogLevel.Error, "shop.orders", "no stock")]
    [InlineData("ERROR timeout: no answer", "log4j", LogLevel.Error, null, "timeout: no answer")]
    [InlineData("[WARN] nearly full", "log4j", LogLevel.Warning, null, "nearly full")]
    // logback
    [InlineData("10:00:00.123 [main] DEBUG shop.Orders - begin", "log4j", LogLevel.Debug, "shop.Orders", "begin")]
    [InlineData("10:00:00.123 [pool-1-thread-2] TRACE Orders - deep", "log4j", LogLevel.Trace, "Orders", "deep")]
    [InlineData("2026-03-01 10:00:00.123 [main] ERROR shop.Orders - broke - twice", "log4j", LogLevel.Error, "shop.Orders", "broke - twice")]
    // Serilog
    [InlineData("[10:00:00 ERR] Order 7 failed", "serilog", LogLevel.Error, null, "Order 7 failed")]
    [InlineData("[10:00:00 FTL] The end", "serilog", LogLevel.Critical, null, "The end")]
    [InlineData("[10:00:00 VRB] [inner] text", "serilog", LogLevel.Trace, null, "[inner] text")]
    [InlineData("2026-03-01 10:00:00.123 +01:00 [WRN] Order 7 is late", "log4j", LogLevel.Warning, null, "Order 7 is late")]
    // Apache
    [InlineData("[Sun Mar 01 10:00:00 2026] [error] [client 10.0.0.1] no such file", "apache", LogLevel.Error, null, "[client 10.0.0.1] no such file")]
    [InlineData("[Sun Mar 01 10:00:00.123456 2026] [core:notice] [pid 7:tid 8] AH1: ready", "apache", LogLevel.Information, "core", "AH1: ready")]
    [InlineData("[Sun Mar 01 10:00:00.123456 2026] [ssl:emerg] [pid 7] no key", "apache", LogLevel.Critical, "ssl", "no key")]
    [InlineData("[Sun Mar 01 10:00:00.123456 2026] [http2:trace4] [pid 7] frame", "apache", LogLevel.Trace, "http2", "frame")]
    // syslog
    [InlineData("Mar  1 10:00:00 box sshd[12]: error: no route", "syslog", LogLevel.Error, "sshd", "error: no route")]
    [InlineData("Mar 11 10:00:00 box sshd[12]: fatal: no route", "syslog", LogLevel.Critical, "sshd", "fatal: no route")]
    [InlineData("Mar 11 10:00:00 box xinetd[12]: warning: no name", "syslog", LogLevel.Warning, "xinetd", "warning: no name")]
    [InlineData("Mar 11 10:00:00 box sshd(pam_unix)[12]: check pass", "syslog", LogLevel.Information, "sshd(pam_unix)", "check pass")]
    [InlineData("Mar 11 10:00:00 box kernel: an error: not ours", "syslog", LogLevel.Information, "kernel", "an error: not ours")]
    [InlineData("Mar 11 10:00:00 box syslogd 1.4.1: restart.", "syslog", LogLevel.Information, "syslogd", "restart.")]
    [InlineData("Mar 11 10:00:00 box last message repeated 3 times", "syslog", LogLevel.Information, null, "last message repeated 3 times")]
    [InlineData("<11>Mar 11 10:00:00 box app[1]: fatal: the priority wins", "syslog", LogLevel.Error, "app", "fatal: the priority wins")]
    [InlineData("<13>Mar 11 10:00:00 box app[1]: error: a notice", "syslog", LogLevel.Information, "app", "error: a notice")]
    [InlineData("<0>Mar 11 10:00:00 box app[1]: down", "syslog", LogLevel.Critical, "app", "down")]
    [InlineData("<12>1 2026-03-01T10:00:00Z box app 7 ID1 [a@1 k=\"[v]\"] late", "syslog", LogLevel.Warning, "app", "late")]
    [InlineData("<15>1 2026-03-01T10:00:00Z box - - - - quiet", "syslog", LogLevel.Debug, null, "quiet")]
    [InlineData("2026-03-01T10:00:00.123456+01:00 box app[7]: error: no disk", "syslog", LogLevel.Error, "app", "error: no disk")]
    // JSON
    [InlineData("""{"@t":"2026-03-01","@l":"Error","@mt":"Order {Id}","@m":"Order 7","SourceContext":"Shop"}""", "json", LogLevel.Error, "Shop", "Order 7")]
    [InlineData("""{"@t":"2026-03-01","@mt":"Order {Id}","Id":7}""", "json", LogLevel.Information, null, "Order {Id}")]
    [InlineData("""{"log.level":"WARN","message":"low \"disk\"","log.logger":"a.B"}""", "json", LogLevel.Warning, "a.B", "low \"disk\"")]
    [InlineData("""{"message":"down","log":{"level":"fatal","logger":"a.B","x":{"y":1}},"tags":["error"]}""", "json", LogLevel.Critical, "a.B", "down")]
    [InlineData("""{"level":50,"msg":"no","pid":3}""", "json", LogLevel.Error, null, "no")]
    // .NET console
    [InlineData("fail: Shop.Orders[0]", "dotnet", LogLevel.Error, "Shop.Orders", "")]
    public void Line_OfAKnownFormat_IsTakenApart(string line, string format, LogLevel level, string? category, string message)
    {
        bool recognised = new LogFormatDetector().TryParse(Encoding.UTF8.GetBytes(line), out ParsedLine parsed, out string name);

        Assert.True(recognised);
        Assert.Equal(format, name);
        Assert.Equal(level, parsed.Level);
        Assert.Equal(category ?? "", Encoding.UTF8.GetString(parsed.Category));
        Assert.Equal(message, Encoding.UTF8.GetString(parsed.Message));
    }

    [Theory]
    [InlineData("the error rate is low")]
    [InlineData("Error while reading")]
    [InlineData("error: lower case, no time")]
    [InlineData("2026-03-01 10:00:00 error rate is low")]
    [InlineData("2026-03-01 no time here ERROR")]
    [InlineData("[client] [error] no time")]
    [InlineData("{\"level\":\"error\"")]
    [InlineData("{\"a\":1}")]
    [InlineData("{not json}")]
    [InlineData("[[[[")]
    [InlineData("<999>Mar 11 10:00:00 box app: x")]
    [InlineData("<")]
    [InlineData("Mar")]
    [InlineData("10.0.0.1 - - [01/Mar/2026:10:00:00 +0000] \"GET /error HTTP/1.1\" 500 7")]
    [InlineData("ünïcode – text")]
    public void Line_OfNoFormat_IsRefused(string line)
    {
        Assert.False(new LogFormatDetector().TryParse(Encoding.UTF8.GetBytes(line), out _, out string format));
        Assert.Equal("text", format);
    }

    [Fact]
    public void EveryPrefix_OfEveryLine_IsReadWithoutFault()
    {
        LogFormatDetector detector = new();
        string[] lines =
        [
            "<12>1 2026-03-01T10:00:00Z box app 7 ID1 [a@1 k=\"v\"] late", "Mar  1 10:00:00 box sshd[12]: error: no",
            "[Sun Mar 01 10:00:00.1 2026] [a:error] [pid 7:tid 8] x", "2026-03-01 10:00:00,1 - INFO  [P[i=1]/0:E@7] - t",
            "2026-03-01T10:00:00.1Z ERROR 1 --- [n] s.O  : n", """{"log":{"level":"error"},"error":{"type":"T"},"m":"\u00e9"}""",
        ];

        foreach (byte[] line in lines.Select(Encoding.UTF8.GetBytes))
        {
            for (int length = 0; length <= line.Length; length++) _ = detector.TryParse(line.AsSpan(0, length), out _, out _);
        }
    }
}
