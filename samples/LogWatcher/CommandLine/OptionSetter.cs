namespace LogWatcher.CommandLine;

/// <summary>Sets one option, or explains in <paramref name="error"/> why its value will not do.</summary>
internal delegate CommandLineOptions OptionSetter(CommandLineOptions options, string? value, out UsageError? error);
