using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ephemeral.Telemetry.Prometheus.Tests.Format;

/// <summary>Reads a page strictly by the two specifications: whatever they forbid is an exception that names the line.</summary>
internal sealed partial class ExpositionParser
{
    private readonly bool _openMetrics;
    private readonly Dictionary<string, ParsedFamily> _families = new(StringComparer.Ordinal);
    private readonly HashSet<string> _series = new(StringComparer.Ordinal);
    private ParsedFamily? _current;
    private string _line = "";
    private int _at;

    private ExpositionParser(bool openMetrics) => _openMetrics = openMetrics;

    public static IReadOnlyDictionary<string, ParsedFamily> Text(string page) => new ExpositionParser(openMetrics: false).Parse(page);

    public static IReadOnlyDictionary<string, ParsedFamily> OpenMetrics(string page) => new ExpositionParser(openMetrics: true).Parse(page);

    private Dictionary<string, ParsedFamily> Parse(string page)
    {
        Require(page.EndsWith('\n'), "the last line must end in a line feed");
        Require(!page.Contains('\r'), "a carriage return is not allowed");
        Require(!page.Contains('\0'), "a zero byte ends no sensible line");
        string[] lines = page[..^1].Split('\n');
        if (_openMetrics) Require(lines[^1] == "# EOF", "the last line must be # EOF");
        foreach (string line in _openMetrics ? lines[..^1] : lines)
        {
            (_line, _at) = (line, 0);
            if (line.StartsWith('#')) ParseMetadata();
            else ParseSample();
        }
        foreach (ParsedFamily family in _families.Values) FamilyRules.Check(family, _openMetrics);
        return _families;
    }

    private void ParseMetadata()
    {
        string[] parts = _line.Split(' ', 4);
        bool isMetadata = parts.Length >= 3 && parts[1] is "HELP" or "TYPE" or "UNIT";
        if (!isMetadata)
        {
            Require(!_openMetrics, "comments are not allowed");
            return;
        }
        string name = parts[2];
        string rest = parts.Length > 3 ? parts[3] : "";
        Require(MetricName().IsMatch(name), "bad metric name");
        ParsedFamily family = FamilyFor(name);
        Require(family.Samples.Count == 0, "metadata after samples");
        switch (parts[1])
        {
            case "TYPE":
                Require(family.Type.Length == 0, "second TYPE");
                string[] types = _openMetrics
                    ? ["counter", "gauge", "histogram", "info", "unknown", "summary", "stateset", "gaugehistogram"]
                    : ["counter", "gauge", "histogram", "summary", "untyped"];
                Require(types.Contains(rest), "unknown type");
                family.Type = rest;
                break;
            case "HELP":
                Require(family.Help is null, "second HELP");
                family.Help = Unescape(rest, quoteAllowed: !_openMetrics);
                break;
            default:
                Require(_openMetrics && family.Unit is null, "UNIT is for OpenMetrics, once");
                Require(name.EndsWith("_" + rest, StringComparison.Ordinal), "the unit must be the suffix of the name");
                family.Unit = rest;
                break;
        }
    }

    private ParsedFamily FamilyFor(string name)
    {
        if (_current?.Name == name) return _current;
        Require(!_families.ContainsKey(name), "the family was left and came back");
        _current = new ParsedFamily(name);
        _families.Add(name, _current);
        return _current;
    }

    private void ParseSample()
    {
        string name = Match(MetricName(), "metric name");
        Dictionary<string, string> labels = Peek == '{' ? ParseLabels() : [];
        Expect(' ');
        double value = ParseNumber();
        ParsedExemplar? exemplar = null;
        if (_openMetrics && _at < _line.Length)
        {
            Expect(' ');
            Expect('#');
            Expect(' ');
            Dictionary<string, string> exemplarLabels = ParseLabels();
            Expect(' ');
            double exemplarValue = ParseNumber();
            double? timestamp = null;
            if (_at < _line.Length)
            {
                Expect(' ');
                timestamp = ParseNumber();
            }
            int characters = exemplarLabels.Sum(l => l.Key.EnumerateRunes().Count() + l.Value.EnumerateRunes().Count());
            Require(characters <= 128, "the exemplar's labels are longer than 128 characters");
            exemplar = new ParsedExemplar(exemplarLabels, exemplarValue, timestamp);
        }
        Require(_at == _line.Length, "something stands after the value");

        ParsedSample sample = new(name, labels, value, exemplar);
        Require(_current is not null && FamilyRules.Owns(_current, sample, _openMetrics), "the sample belongs to no family above it");
        Require(_series.Add(sample.Identity), "duplicate series");
        _current!.Samples.Add(sample);
    }

    private Dictionary<string, string> ParseLabels()
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        Expect('{');
        while (Peek != '}')
        {
            if (labels.Count > 0) Expect(',');
            string name = Match(LabelName(), "label name");
            Expect('=');
            Expect('"');
            int start = _at;
            while (Peek != '"') _at += Peek == '\\' ? 2 : 1;
            string value = Unescape(_line[start.._at], quoteAllowed: false);
            Expect('"');
            Require(labels.TryAdd(name, value), "the label stands twice");
        }
        Expect('}');
        return labels;
    }

    private double ParseNumber()
    {
        int end = _line.IndexOf(' ', _at);
        string text = end < 0 ? _line[_at..] : _line[_at..end];
        _at += text.Length;
        if (text is "+Inf") return double.PositiveInfinity;
        if (text is "-Inf") return double.NegativeInfinity;
        if (text is "NaN") return double.NaN;
        Require(Number().IsMatch(text), $"'{text}' is not a number");
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    private string Unescape(string text, bool quoteAllowed)
    {
        StringBuilder result = new();
        for (int i = 0; i < text.Length; i++)
        {
            Require(text[i] != '"' || quoteAllowed, "a bare quote");
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }
            Require(++i < text.Length, "a lone backslash");
            Require(text[i] is '\\' or 'n' || (text[i] == '"' && !quoteAllowed), $"unknown escape \\{text[i]}");
            result.Append(text[i] == 'n' ? '\n' : text[i]);
        }
        return result.ToString();
    }

    private char Peek
    {
        get
        {
            Require(_at < _line.Length, "the line ends too early");
            return _line[_at];
        }
    }

    private void Expect(char expected)
    {
        Require(Peek == expected, $"expected '{expected}' at {_at}");
        _at++;
    }

    private string Match(Regex regex, string what)
    {
        Match match = regex.Match(_line, _at, _line.Length - _at);
        Require(match.Success && match.Index == _at, $"expected a {what} at {_at}");
        _at += match.Length;
        return match.Value;
    }

    private void Require(bool condition, string what)
    {
        if (!condition) throw new FormatException($"{what}: {_line}");
    }

    [GeneratedRegex("[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex MetricName();

    [GeneratedRegex("[a-zA-Z_][a-zA-Z0-9_]*")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")]
    private static partial Regex Number();
}
