using LogWatcher.CommandLine;
using LogWatcher.Hosting;

if (CommandLineParser.TryParse(args, out CommandLineOptions? options, out UsageError? error)) return await Commands.RunAsync(options);

await Console.Error.WriteLineAsync(error.Message);
return ExitCode.Usage;
