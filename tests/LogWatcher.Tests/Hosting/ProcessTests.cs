using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LogWatcher.CommandLine;
using LogWatcher.Tests.Watching;

namespace LogWatcher.Tests.Hosting;

/// <summary>The whole program from its command line to its exit code.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int Lines = 120_000;
    private const int Seed = 20_260;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Once_CountsWhatGrepCounts_AndGroupsIt()
    {
        string path = _folder["app.log"];
        await File.WriteAllTextAsync(path, Generate(out Dictionary<string, int> faults)).Within();
        int errors = File.ReadLines(path).Count(line => line.Contains(" ERROR ", StringComparison.Ordinal));

        (int exitCode, string output, string error) = await ChildProcess.RunAsync(["watch", path, "--once"]);

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Empty(error);
        Assert.Contains(Invariant($"{path}: {Lines} lines, {errors} error lines"), output, StringComparison.Ordinal);
        Assert.Contains(Invariant($"Incidents: {faults.Count}, with {errors} errors."), output, StringComparison.Ordinal);
        Assert.All(faults, fault => Assert.Contains(Invariant($"{fault.Value,9}  error     {fault.Key}{Environment.NewLine}"), output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Store_KeepsTheCounts_AndAFileThatIsNoDatabaseIsNamed()
    {
        await File.WriteAllTextAsync(_folder["a.log"], "[10:00:00 ERR] disk 1 is full\n").Within();
        string store = _folder["incidents.db"];
        string output = "";
        for (int run = 0; run < 3; run++) (_, output, _) = await ChildProcess.RunAsync(["watch", _folder["a.log"], "--once", "--store", store]);
        (int exitCode, _, string error) = await ChildProcess.RunAsync(["watch", _folder["a.log"], "--once", "--store", _folder["a.log"]]);

        Assert.Contains("Incidents: 1, with 3 errors.", output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.StartsWith($"The file '{_folder["a.log"]}' is not a SQLite database", error, StringComparison.Ordinal);

        (exitCode, _, error) = await ChildProcess.RunAsync(["watch", _folder["a.log"], "--once", "--store", "file:/no-such-folder/x.db"]);
        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Contains("cannot be opened", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_NeedsNoPort()
    {
        using TcpListener occupant = Occupy(out string url);
        await File.WriteAllTextAsync(_folder["a.log"], "[10:00:00 ERR] no\n").Within();

        (int exitCode, string output, _) = await ChildProcess.RunAsync(["watch", _folder["a.log"], "--once", "--url", url]);

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("Incidents: 1, with 1 errors.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StandardInput_IsReadToItsEnd_WithIncidentsAsTheyOpen()
    {
        const string input = "[10:00:00 ERR] disk 1 is full\n[10:00:01 INF] fine\n[10:00:02 ERR] disk 2 is full\n";

        (int exitCode, string output, string error) = await ChildProcess.RunAsync(["watch", "-", "--url", $"http://127.0.0.1:{LoopbackPort.Next()}"], input);

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Empty(error);
        Assert.Contains("opened, seen once: \"disk 1 is full\"", output, StringComparison.Ordinal);
        Assert.Contains("standard input: 3 lines, 2 error lines", output, StringComparison.Ordinal);
        Assert.Contains("        2  error     disk <num> is full", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatGrows_IsServed_UntilCtrlC()
    {
        string path = _folder["grows.log"];
        await File.WriteAllTextAsync(path, "[10:00:00 INF] started\n").Within();
        string url = $"http://127.0.0.1:{LoopbackPort.Next()}";
        await using ChildProcess child = ChildProcess.Start("watch", path, "--url", url);
        await child.ReadUntilAsync("Incidents are on " + url);

        await File.AppendAllTextAsync(path, "[10:00:01 ERR] pump 7 stopped\n").Within();
        string opened = await child.ReadUntilAsync("opened");
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
        string incidents = await http.GetStringAsync(new Uri(url + "/api/incidents")).Within();
        (int exitCode, string rest) = await child.StopAsync();

        Assert.Contains("\"pump 7 stopped\"", opened, StringComparison.Ordinal);
        Assert.Contains("\"title\": \"pump <num> stopped\"", incidents, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("2 lines, 1 error lines", rest, StringComparison.Ordinal);
        Assert.Contains("nothing was left undone", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDemo_ShowsAnIncidentWithinSeconds_AndStopsOnCtrlC()
    {
        await using ChildProcess child = ChildProcess.Start("--url", $"http://127.0.0.1:{LoopbackPort.Next()}");

        await child.ReadUntilAsync("opened, seen once: \"Payment of order");
        await child.ReadUntilAsync("goes on, seen");
        (int exitCode, string rest) = await child.StopAsync();

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Contains("nothing was left undone", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("watch", "any.log")]
    public async Task APortInUse_IsOneSentence(params string[] command)
    {
        using TcpListener occupant = Occupy(out string url);

        (int exitCode, string output, string error) = await ChildProcess.RunAsync([.. command, "--url", url]);

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.StartsWith($"The page cannot be served on {url} (another program listens there); choose another port with --url", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(output);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "The option '--onec' is not known, did you mean --once?", "watch", "a.log", "--onec")]
    [InlineData(ExitCode.Failure, "The file '/no/such.log' does not exist", "watch", "/no/such.log", "--once")]
    [InlineData(ExitCode.Failure, "'/' is a directory", "watch", "/", "--once")]
    public async Task AMistake_IsOneSentence(int expected, string sentence, params string[] arguments)
    {
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(arguments);

        Assert.Equal(expected, exitCode);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(output);
    }

    private static TcpListener Occupy(out string url)
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        url = $"http://{listener.LocalEndpoint}";
        return listener;
    }

    private static string Generate(out Dictionary<string, int> faults)
    {
        Random random = new(Seed);
        string[] templates = ["Payment <num> failed", "Connection to <addr> refused", "User <str> is locked"];
        faults = templates.ToDictionary(template => template, _ => 0);
        StringBuilder text = new();
        for (int i = 0; i < Lines; i++)
        {
            bool isError = random.Next(20) == 0;
            string template = isError ? templates[random.Next(templates.Length)] : "Request <num> took <num> ms";
            if (isError) faults[template]++;
            string message = template.Replace("<num>", Invariant($"{random.Next(1_000_000)}"), StringComparison.Ordinal)
                .Replace("<addr>", Invariant($"10.0.0.{random.Next(256)}:5432"), StringComparison.Ordinal)
                .Replace("<str>", Invariant($"\"user {random.Next(100)}\""), StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"2026-03-04 10:00:00,{i % 1_000:000} {(isError ? "ERROR" : "INFO")} [Shop] {message}\n");
        }

        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
