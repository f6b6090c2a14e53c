using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Capture;

/// <summary>Whatever is logged under a secret name, wherever: its value is in nothing that is kept, shown or sent.</summary>
public sealed class SecretsStayOutTests
{
    private const int Cases = 500;
    private static readonly string[] _before = ["", "Db", "old_", "@", "$", "The "];
    private static readonly string[] _after = ["", "Hash", "_2", " of it"];

    [Fact]
    public void SecretValues_AppearNowhere()
    {
        int seed = Environment.GetEnvironmentVariable("EPHEMERAL_MODEL_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        Random random = new(seed);
        for (int number = 0; number < Cases; number++)
        {
            string secret = $"s3cr3t{number}x{random.Next(1_000_000, 9_999_999)}";
            string[] texts = [.. Log(random, secret)];
            Assert.True(texts.Length > 5);
            foreach (string text in texts)
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"Seed {seed}, case {number}: {secret} is in {text}");
        }
    }

    private static IEnumerable<string> Log(Random random, string secret)
    {
        using Incidents.IncidentRig rig = new();
        SignalLogPayload? payload = null;
        string signal = "";
        rig.Sink.Subscribe("log.*", raised => (payload, signal) = ((SignalLogPayload)raised.Payload!, raised.Signal));
        ILogger logger = rig.Logger();
        using (Scope(logger, random, secret))
        using (Scope(logger, random, secret))
            Write(logger, random, secret);

        Assert.NotNull(payload);
        yield return signal;
        yield return payload.Message;
        yield return payload.ToString();
        foreach ((string name, object? value) in payload.Properties)
        {
            yield return $"{name}: {value}";
            yield return $"{payload.FindText(name)}";
        }

        foreach ((string name, string? value) in payload.ScopeProperties) yield return $"{name}: {value}";
        Incident incident = Assert.Single(rig.Tracker.GetIncidents());
        yield return JsonSerializer.Serialize(incident);
        IncidentAnnouncement announcement = new(IncidentSignals.Opened, incident);
        yield return Encoding.UTF8.GetString(IncidentJson.OfAnnouncement(announcement));
        yield return Encoding.UTF8.GetString(new AlertDocument("a", [], null, TimeProvider.System).Of(announcement));
    }

    private static void Write(ILogger logger, Random random, string secret)
    {
        Exception? error = random.Next(2) == 0 ? null : Incidents.Thrown.Here();
        if (error is not null)
        {
            error.Data[Name(random)] = Value(random, secret);
            error.Data[Name(random)] = secret;
        }

        string first = Name(random);
        string second = Name(random);
        switch (random.Next(4))
        {
            case 0:
#pragma warning disable CA2254 // the names are what is tested
                logger.LogError(error, $"with {{{first}}} and {{Id}} and {{{second}:x}}", Value(random, secret), 42, Value(random, secret));
                break;
            case 1:
                logger.LogError(error, $"with {{{first},10}} and {{Id}}", secret, 42);
#pragma warning restore CA2254
                break;
            case 2:
                Dictionary<string, object?> state = new() { [first] = Value(random, secret), ["Id"] = 42 };
                logger.Log(LogLevel.Error, default, state, error, static (state, _) => string.Join(',', state.Values));
                break;
            default:
                IEnumerable<KeyValuePair<string, object?>> sequence = Enumerable.Range(0, 2).Select(i => new KeyValuePair<string, object?>(i == 0 ? first : "Id", i == 0 ? secret : 42));
                logger.Log(LogLevel.Error, default, sequence, error, static (state, _) => string.Join(',', state.Select(static one => one.Value)));
                break;
        }
    }

    private static IDisposable? Scope(ILogger logger, Random random, string secret)
    {
        string name = Name(random);
        return random.Next(4) switch
        {
#pragma warning disable CA2254 // the name is what is tested
            0 => logger.BeginScope($"in {{{name}}}", secret),
#pragma warning restore CA2254
            1 => logger.BeginScope(new Dictionary<string, object?> { [name] = Value(random, secret), ["Tenant"] = 5 }),
            2 => logger.BeginScope((KeyValuePair<string, object?>[])[new(name, Value(random, secret)), new("Tenant", 5)]),
            _ => null,
        };
    }

    private static string Name(Random random)
    {
        string word = Redaction.DefaultNames[random.Next(Redaction.DefaultNames.Length)];
        string cased = random.Next(3) switch
        {
            0 => word.ToUpperInvariant(),
            1 => char.ToUpperInvariant(word[0]) + word[1..],
            _ => word,
        };
        return _before[random.Next(_before.Length)] + cased + _after[random.Next(_after.Length)];
    }

    private static object Value(Random random, string secret) => random.Next(4) switch
    {
        0 => secret,
        1 => new StringBuilder(secret),
        2 => new Uri($"http://host/{secret}"),
        _ => new { Inner = secret },
    };
}
