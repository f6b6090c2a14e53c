using BenchmarkDotNet.Running;
using Ephemeral.Benchmarks.Quick;

if (args is ["quick", .. string[] rest])
    return await QuickRunner.RunAsync(rest, Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(QuickRunner).Assembly).Run(args);
return 0;
