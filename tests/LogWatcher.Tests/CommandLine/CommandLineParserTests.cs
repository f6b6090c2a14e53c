using Ephemeral.Logging;
using LogWatcher.CommandLine;

namespace LogWatcher.Tests.CommandLine;

public class CommandLineParserTests
{
    private const string Known = "--once, --tail, --url, --rules, --alertmanager, --webhook, --orders, --otlp, --store, --help, --version";

    [Fact]
    public void Nothing_RunsTheDemo_OnTheDefaultAddress()
    {
        CommandLineOptions options = Parse();

        Assert.Equal(LogWatcherCommand.Demo, options.Command);
        Assert.Equal("http://127.0.0.1:5080/", options.Url.ToString());
    }

    [Fact]
    public void Watch_TakesFilesAndOptions_InAnyOrder()
    {
        CommandLineOptions options = Parse("--once", "watch", "a.log", "--url", "http://localhost:1", "-", "b.log");

        Assert.Equal(LogWatcherCommand.Watch, options.Command);
        Assert.Equal(["a.log", "-", "b.log"], options.Sources);
        Assert.True(options.Once);
        Assert.False(options.FromEnd);
        Assert.Equal(1, options.Url.Port);
    }

    [Fact]
    public void AfterTwoDashes_EverythingIsAFile() => Assert.Equal(["--once"], Parse("watch", "--", "--once").Sources);

    [Fact]
    public void Rules_AreTaken_InTheirOrder()
    {
        CommandLineOptions options = Parse("--rules", "name=db, pattern=log.error.*db*,threshold=5,window=30s,cooldown=5m,resolve-after=2h,severity=critical; name=rest,window=1d");

        Assert.Equal(
            [
                new()
                {
                    Name = "db", Pattern = "log.error.*db*", Threshold = 5, Window = TimeSpan.FromSeconds(30), Cooldown = TimeSpan.FromMinutes(5),
                    ResolveAfter = TimeSpan.FromHours(2), Severity = IncidentSeverity.Critical,
                },
                new IncidentRule { Name = "rest", Window = TimeSpan.FromDays(1) },
            ],
            options.Incidents.Rules);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9")]
    [InlineData("http://127.0.0.2:9")]
    [InlineData("http://[::1]:9")]
    [InlineData("http://localhost:9/")]
    public void Url_OnLoopback_IsTaken(string url) => Assert.Equal(9, Parse($"--url={url}").Url.Port);

    [Theory]
    [InlineData("http://127.0.0.1:4318")]
    [InlineData("https://collector.example/otlp/")]
    public void Otlp_IsAnyHttpAddress(string url) => Assert.Equal(new Uri(url), Parse("--otlp", url).Otlp);

    [Theory]
    [InlineData("--help", "Help")]
    [InlineData("--version", "Version")]
    public void HelpAndVersion_Win(string option, string command) => Assert.Equal(command, Parse("watch", option).Command.ToString());

    [Theory]
    [InlineData("The option '--onec' is not known, did you mean --once? The options are " + Known + ".", "watch", "a", "--onec")]
    [InlineData("The option '-x' is not known; the options are " + Known + ".", "-x")]
    [InlineData("The command 'wach' is not known; use watch FILE..., or no command for the demo.", "wach")]
    [InlineData("The command watch needs at least one file; write watch FILE..., with - for standard input.", "watch")]
    [InlineData("The option --once has no meaning without a file; write watch FILE... --once.", "--once")]
    [InlineData("The option --once takes no value but was given 'yes'; write --once alone.", "watch", "a", "--once=yes")]
    [InlineData("The option --once is given twice; give it once.", "watch", "a", "--once", "--once")]
    [InlineData("The option --url needs a value; write --url URL.", "--url")]
    [InlineData("The option --url needs a value; write --url URL.", "--url", "--help")]
    [InlineData("The URL '5080' of --url is not of the form http://host:port; use for example http://127.0.0.1:5080.", "--url", "5080")]
    [InlineData("The URL 'https://localhost' of --url is not of the form http://host:port; use for example http://127.0.0.1:5080.", "--url", "https://localhost")]
    [InlineData("The URL 'http://0.0.0.0:1' of --url is not on this machine: only loopback addresses are served; use 127.0.0.1, [::1] or localhost.", "--url", "http://0.0.0.0:1")]
    [InlineData("The number '-3' of --orders is not a whole number; use for example --orders 100.", "--orders=-3")]
    [InlineData("The option --orders has no meaning for watch; leave it out.", "watch", "a", "--orders", "3")]
    [InlineData("The URL '4318' of --otlp is not of the form http://host:port; use for example http://127.0.0.1:4318.", "--otlp", "4318")]
    [InlineData("The URL 'ftp://a' of --otlp is not of the form http://host:port; use for example http://127.0.0.1:4318.", "--otlp=ftp://a")]
    [InlineData("The option --otlp has no meaning with --once, which measures nothing; leave one of them out.", "watch", "a", "--once", "--otlp", "http://a")]
    [InlineData("The URL 'alerts:9093' of --alertmanager is not of the form http://host:port; use for example http://127.0.0.1:9093.", "--alertmanager", "alerts:9093")]
    [InlineData("The URL 'hook' of --webhook is not of the form http://host:port; use for example http://127.0.0.1:8000/hook.", "--webhook=hook")]
    [InlineData("The options --alertmanager and --webhook have no meaning with --once, which tells at the end; leave them out.", "watch", "a", "--once", "--webhook=http://a")]
    [InlineData(
        "The rules of --rules will not do: 'wait=1' is no member of a rule; those are name, pattern, threshold, window, cooldown, resolve-after and severity, with times such as 30s, 5m, 2h or 1d; use for example --rules name=all,pattern=log.*,threshold=5,window=1m.",
        "--rules", "name=a,wait=1")]
    [InlineData(
        "The rules of --rules will not do: Rules[0] Threshold must be from 1 to 1000 but was 0. Rules[1] Name must be unique but 'errors' stands before it; use for example --rules name=all,pattern=log.*,threshold=5,window=1m.",
        "--rules", "threshold=0;window=5m")]
    [InlineData("The source '-' is given 2 times; give it once.", "watch", "-", "-")]
    [InlineData("The file name ' ' is blank; name a file, or - for standard input.", "watch", " ")]
    [InlineData("The options --once and --tail together would read nothing; leave one of them out.", "watch", "a", "--once", "--tail")]
    public void WrongArguments_AreExplainedInOneSentence(string message, params string[] arguments)
    {
        Assert.False(CommandLineParser.TryParse(arguments, out _, out UsageError? error));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Help_NamesEveryOption_AndWhereReadingStarts()
    {
        string help = HelpText.Create();

        Assert.All(OptionTable.All, option => Assert.Contains(option.Name, help, StringComparison.Ordinal));
        Assert.Contains("from their beginning", help, StringComparison.Ordinal);
    }

    private static CommandLineOptions Parse(params string[] arguments)
    {
        Assert.True(CommandLineParser.TryParse(arguments, out CommandLineOptions? options, out UsageError? error), error?.Message);
        return options;
    }
}
