using BenchmarkDotNet.Running;
using Ephemeral.Benchmarks.Quick;

if (args is not ["quick", .. string[] rest])
{
    BenchmarkSwitcher.FromAssembly(typeof(QuickRunner).Assembly).Run(args);
    return 0;
}

try
{
    return await QuickRunner.RunAsync(QuickOptions.Parse(rest), Console.Out);
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
