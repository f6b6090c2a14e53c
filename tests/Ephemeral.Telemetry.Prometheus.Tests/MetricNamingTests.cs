using Ephemeral.Telemetry.Prometheus.Exposition;

namespace Ephemeral.Telemetry.Prometheus.Tests;

public sealed class MetricNamingTests
{
    [Theory]
    [InlineData("http.requests", null, "http_requests", "http_requests_total", "")]
    [InlineData("http.requests", "{request}", "http_requests", "http_requests_total", "")]
    [InlineData("http.requests.total", "1", "http_requests", "http_requests_total", "")]
    [InlineData("cpu.time", "s", "cpu_time_seconds", "cpu_time_seconds_total", "seconds")]
    [InlineData("cpu.time.total", "s", "cpu_time_seconds", "cpu_time_seconds_total", "seconds")]
    [InlineData("cpu_seconds_total", "s", "cpu_seconds", "cpu_seconds_total", "seconds")]
    [InlineData("sent", "By", "sent_bytes", "sent_bytes_total", "bytes")]
    [InlineData("a..b--c", null, "a_b_c", "a_b_c_total", "")]
    [InlineData("trailing_", "ms", "trailing_milliseconds", "trailing_milliseconds_total", "milliseconds")]
    [InlineData("trailing.", null, "trailing", "trailing_total", "")]
    [InlineData("total", null, "total", "total_total", "")]
    public void Counter_NamesFollowTheRules(string name, string? unit, string family, string sample, string suffix)
    {
        FamilyName actual = MetricNaming.Name(name, unit, FamilyKind.Counter, appendUnit: true, appendTotal: true);

        Assert.Equal(sample, actual.Sample);
        Assert.Equal(suffix, actual.Unit);
        Assert.Equal(family, actual.Base);
        Assert.Equal(actual.Base + "_total", actual.Sample);
    }

    [Theory]
    [InlineData("memory.usage", "By", "memory_usage_bytes", "bytes")]
    [InlineData("utilization", "%", "utilization_percent", "percent")]
    [InlineData("utilization", "1", "utilization", "")]
    [InlineData("queue.age", "s", "queue_age_seconds", "seconds")]
    [InlineData("rate", "By/s", "rate_bytes_per_second", "bytes_per_second")]
    [InlineData("rate", "{request}/s", "rate_per_second", "per_second")]
    [InlineData("used.bytes.max", "By", "used_bytes_max", "")]
    [InlineData("kilobytes", "By", "kilobytes_bytes", "bytes")]
    [InlineData("x", "furlong", "x_furlong", "furlong")]
    [InlineData("x", "m\"\n{}", "x_m", "m")]
    [InlineData("x", "{open", "x", "")]
    [InlineData("2xx", null, "_2xx", "")]
    [InlineData("x.total", null, "x_total", "")]
    [InlineData("größe", null, "gr_e", "")]
    [InlineData("", null, "_", "")]
    public void Gauge_NamesFollowTheRules(string name, string? unit, string expected, string suffix)
    {
        FamilyName actual = MetricNaming.Name(name, unit, FamilyKind.Gauge, appendUnit: true, appendTotal: true);

        Assert.Equal(new FamilyName(expected, expected, suffix), actual);
    }

    [Fact]
    public void Suffixes_CanBeSwitchedOff()
    {
        Assert.Equal(new FamilyName("a", "a", ""), MetricNaming.Name("a", "s", FamilyKind.Counter, appendUnit: false, appendTotal: false));
        Assert.Equal(
            new FamilyName("a_total", "a_total", ""),
            MetricNaming.Name("a.total", "s", FamilyKind.Counter, appendUnit: false, appendTotal: false));
    }

    [Theory]
    [InlineData("http.method", "http_method")]
    [InlineData("a:b", "a_b")]
    [InlineData("__name__", "_name_")]
    [InlineData("1st", "_1st")]
    [InlineData("", "_")]
    public void Labels_AreSanitized(string key, string expected) => Assert.Equal(expected, MetricNaming.SanitizeLabel(key));

    [Theory]
    [InlineData(0.0, "0.0", "0")]
    [InlineData(0.001, "0.001", "0.001")]
    [InlineData(0.0001, "0.0001", "0.0001")]
    [InlineData(1e-5, "1e-05", "1e-05")]
    [InlineData(1e-10, "1e-10", "1e-10")]
    [InlineData(0.999, "0.999", "0.999")]
    [InlineData(1.0, "1.0", "1")]
    [InlineData(1.7, "1.7", "1.7")]
    [InlineData(10.0, "10.0", "10")]
    [InlineData(2500.0, "2500.0", "2500")]
    [InlineData(100_000.0, "100000.0", "100000")]
    [InlineData(1e6, "1e+06", "1e+06")]
    [InlineData(1234567.5, "1.2345675e+06", "1.2345675e+06")]
    [InlineData(1e10, "1e+10", "1e+10")]
    [InlineData(1e300, "1e+300", "1e+300")]
    [InlineData(9.999999999999998, "9.999999999999998", "9.999999999999998")]
    [InlineData(-12.5, "-12.5", "-12.5")]
    [InlineData(double.Epsilon, "5e-324", "5e-324")]
    [InlineData(double.PositiveInfinity, "+Inf", "+Inf")]
    public void Bounds_AreSpelledCanonically(double bound, string openMetrics, string text)
    {
        Assert.Equal(openMetrics, Spell(bound, markFloat: true));
        Assert.Equal(text, Spell(bound, markFloat: false));

        static string Spell(double bound, bool markFloat)
        {
            ExpositionBuffer buffer = new(1_024);
            BucketBounds.Write(buffer, bound, markFloat);
            return System.Text.Encoding.ASCII.GetString(buffer.Written);
        }
    }
}
