using System.Diagnostics.Metrics;
using System.Text;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly string[] _pieces =
        ["a", "B", "_", ".", "-", "/", "total", "_total", "sum", "count", "bucket", "created", "info", "le", "seconds", "9", ":", "target"];

    private static readonly string[] _wild = ["\"", "\\", "\n", "\r", "{", "}", ",", "=", "#", " ", "é", "漢", "🙂", "\ud83d", "\t", "\u0085", "%", "/"];

    private static readonly string?[] _units = [null, "", "1", "s", "ms", "By", "%", "{x}", "By/s", "{r}/s", "furlong", "}{", "\"\n", "/", "1/", "º"];

    [Fact]
    public async Task AnyNamesUnitsAndTags_MakeAParsablePage()
    {
        int seed = Environment.GetEnvironmentVariable("EPHEMERAL_SEED") is { } fixedSeed
            ? int.Parse(fixedSeed, System.Globalization.CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"seed {seed}: set EPHEMERAL_SEED to repeat");
        Random random = new(seed);
        for (int round = 0; round < 60; round++) await RoundAsync(random);
    }

    private static async Task RoundAsync(Random random)
    {
        using Harness harness = Harness.Create(
            options =>
            {
                options.EnableScopeLabels = random.Next(2) == 0;
                options.EnableSelfMetrics = random.Next(2) == 0;
                options.EnableCreated = random.Next(2) == 0;
                options.AppendTotal = random.Next(4) > 0;
                options.AppendUnit = random.Next(4) > 0;
                options.MaxExponentialScale = random.Next(-4, 9);
            },
            builder => builder
                .SetExemplarFilter(random.Next(2) == 0 ? ExemplarFilterType.AlwaysOn : ExemplarFilterType.AlwaysOff)
                .AddView(instrument => instrument.GetType().GetGenericTypeDefinition() == typeof(Histogram<>) && random.Next(2) == 0
                    ? new Base2ExponentialBucketHistogramConfiguration()
                    : random.Next(3) == 0 ? new MetricStreamConfiguration { TagKeys = [Key(random), Key(random)] } : null));

        int instruments = random.Next(1, 12);
        for (int i = 0; i < instruments; i++) Record(harness.Meter, random);
        for (int scrape = 0; scrape < 2; scrape++)
        {
            await harness.TextAsync();
            await harness.OpenMetricsAsync();
            Record(harness.Meter, random);
        }
    }

    private static void Record(Meter meter, Random random)
    {
        string name = "n" + Some(random, _pieces, 4);
        string? unit = _units[random.Next(_units.Length)];
        string help = Some(random, _wild, 6);
        int points = random.Next(1, 20);
        switch (random.Next(5))
        {
            case 0:
                Counter<long> counter = meter.CreateCounter<long>(name, unit, help);
                for (int i = 0; i < points; i++) counter.Add(random.Next(5), Tags(random));
                break;
            case 1:
                Counter<double> inexact = meter.CreateCounter<double>(name, unit, help);
                for (int i = 0; i < points; i++) inexact.Add(Number(random), Tags(random));
                break;
            case 2:
                Gauge<double> gauge = meter.CreateGauge<double>(name, unit, help);
                for (int i = 0; i < points; i++) gauge.Record(Number(random), Tags(random));
                break;
            case 3:
                UpDownCounter<int> upDown = meter.CreateUpDownCounter<int>(name, unit, help);
                for (int i = 0; i < points; i++) upDown.Add(random.Next(-5, 5), Tags(random));
                break;
            default:
                Histogram<double> histogram = meter.CreateHistogram<double>(name, unit, help);
                for (int i = 0; i < points; i++) histogram.Record(Number(random), Tags(random));
                break;
        }
    }

    private static KeyValuePair<string, object?>[] Tags(Random random) =>
        [.. Enumerable.Range(0, random.Next(5)).Select(_ => new KeyValuePair<string, object?>(Key(random), Value(random)))];

    private static string Key(Random random) => random.Next(3) == 0 ? Some(random, _wild, 3) : Some(random, _pieces, 3);

    private static object? Value(Random random) => random.Next(8) switch
    {
        0 => null,
        1 => random.Next(),
        2 => Number(random),
        3 => random.Next(2) == 0,
        4 => new[] { Some(random, _wild, 3), null },
        5 => new[] { Number(random) },
        _ => Some(random, _wild, 5),
    };

    private static double Number(Random random) => random.Next(12) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => double.Epsilon,
        4 => double.MaxValue,
        5 => 0,
        6 => -random.NextDouble(),
        _ => random.NextDouble() * Math.Pow(10, random.Next(-12, 12)),
    };

    private static string Some(Random random, string[] pieces, int most)
    {
        StringBuilder text = new();
        for (int i = random.Next(most + 1); i > 0; i--) text.Append(pieces[random.Next(pieces.Length)]);
        return text.ToString();
    }
}
