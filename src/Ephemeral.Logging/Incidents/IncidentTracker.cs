using System.Diagnostics.CodeAnalysis;

namespace Ephemeral.Logging;

/// <summary>Groups the log signals of one fault into one incident, with an exact count, and announces when it opens, goes on and ends.</summary>
/// <remarks>
/// <para>Thread-safe. It counts signals whose payload is a <see cref="SignalLogPayload"/>, whoever raised them. The logging thread looks a
/// key up and counts; only for new faults, and for samples of those with exceptions, it computes the fingerprint.</para>
/// <para>A fault is category, event, message template, exception type and the topmost frame of the user's own code. A property or scope
/// named <c>IncidentKey</c> overrides that, and so does <see cref="IncidentOptions.Fingerprint"/>.</para>
/// <para>Announcements (<see cref="IncidentSignals"/>) are raised in order, never under a lock, on the thread that caused them or one that
/// is announcing already. After a match, an incident's snapshot is current when the log call returns.</para>
/// <para>Bounded: candidates, open incidents (then one overflow incident), resolved ones, occurrences and their text.</para>
/// </remarks>
/// <example><code>
/// await using IncidentTracker incidents = new(sink, new IncidentOptions { Rules = [new() { Threshold = 5 }] });
/// sink.Subscribe("incident.opened", signal => Page((Incident)signal.Payload!));
/// </code></example>
public sealed class IncidentTracker : IDisposable, IAsyncDisposable
{
    private const string OverrideName = "IncidentKey";

    private readonly IncidentRule[] _rules;
    private readonly Func<SignalLogPayload, string?>? _fingerprint;
    private readonly TimeProvider _time;
    private readonly Redaction _redaction;
    private readonly IncidentAnnouncer _announcer;
    private readonly IncidentBook _book;
    private readonly IncidentAlarm _alarm;
    private readonly IDisposable[] _subscriptions;
    private long _alarmSetTo = IncidentBook.Never; // when the timer rings; a single word, only ever a reason to look again
    private long _fingerprintFailures;
    private bool _isDisposed;

    /// <summary>Begins to count the log signals of a sink, and to announce incidents on it.</summary>
    /// <param name="sink">The sink; borrowed.</param>
    /// <param name="options">Rules and limits; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options are not valid: the message has every fault.</exception>
    public IncidentTracker(SignalSink sink, IncidentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        options ??= new();
        IncidentOptionsValidator.Validate(options);
        _rules = [.. options.Rules];
        _fingerprint = options.Fingerprint;
        _time = options.TimeProvider;
        _redaction = new(options.RedactedNames);
        _announcer = new(sink, _redaction);
        _book = new(options, _announcer);
        _alarm = new(_time, ResolveQuiet);
        _subscriptions = [.. _rules.Select((rule, place) => sink.Subscribe(rule.Pattern, signal => Match(signal, place)))];
    }

    /// <summary>Gets how many faults were forgotten below their threshold because there were more than 10,000.</summary>
    public long ForgottenCandidates => _book.Forgotten;

    /// <summary>Gets how many announcements were lost because 10,000 were waiting for a slow subscriber, or their text could not be made.</summary>
    public long DroppedAnnouncements => _announcer.Dropped;

    /// <summary>Gets how often the options' fingerprint delegate threw.</summary>
    public long FingerprintFailures => Interlocked.Read(ref _fingerprintFailures);

    /// <summary>Returns snapshots of the incidents, the latest seen first; with a state, those in it.</summary>
    public IReadOnlyList<Incident> GetIncidents(IncidentState? state = null) =>
        [.. _book.Drafts(state).Select(draft => draft.Finish(_redaction)).OrderByDescending(static incident => incident.LastSeen)];

    /// <summary>Finds an incident, also a resolved one that is still remembered.</summary>
    public bool TryGet(string id, [MaybeNullWhen(false)] out Incident incident)
    {
        ArgumentNullException.ThrowIfNull(id);
        incident = _book.Draft(id)?.Finish(_redaction);
        return incident is not null;
    }

    /// <summary>Says that somebody looks at an open incident.</summary>
    /// <returns>Whether there was an open one with this id that nobody had acknowledged.</returns>
    public bool Acknowledge(string id, string? by = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        bool done = _book.Acknowledge(id, by);
        _announcer.Flush();
        return done;
    }

    /// <summary>Says that an incident is over. The next match opens it again.</summary>
    /// <returns>Whether there was one with this id that was not resolved.</returns>
    public bool Resolve(string id, string? by = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        bool done = _book.Resolve(id, by);
        _announcer.Flush();
        return done;
    }

    /// <summary>Ends the counting. What is known can still be read.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        foreach (IDisposable subscription in _subscriptions) subscription.Dispose();
        _alarm.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Match(in SignalEvent signal, int place)
    {
        if (signal.Payload is not SignalLogPayload payload || IsAnEarlierRules(signal.Signal, place)) return;

        FaultMatch match = new(_rules[place], new(payload, signal.Timestamp, signal.Key, signal.OperationId), _time.GetTimestamp());
        FaultKey key = NameOf(payload) is { } name ? FaultKey.Of(name) : FaultKey.Of(payload);
        if (!_book.TryCount(key, match)) _book.Count(key, key.Override ?? IncidentFingerprint.Of(payload), TitleOf(payload), match);
        _announcer.Flush();
        SetAlarm();
    }

    private bool IsAnEarlierRules(string signal, int place)
    {
        for (int earlier = 0; earlier < place; earlier++)
            if (StringPatternMatcher.Matches(signal, _rules[earlier].Pattern)) return true;
        return false;
    }

    private string? NameOf(SignalLogPayload payload)
    {
        if (_fingerprint is not null)
        {
            try
            {
                if (_fingerprint(payload) is { Length: > 0 } given) return given;
            }
            catch (Exception)
            {
                Interlocked.Increment(ref _fingerprintFailures);
            }
        }

        return payload.FindText(OverrideName) is { Length: > 0 } found ? found : null;
    }

    private static string TitleOf(SignalLogPayload payload) => SafeText.Cut(payload.MessageTemplate ?? payload.Message, 1024);

    private void ResolveQuiet()
    {
        Volatile.Write(ref _alarmSetTo, IncidentBook.Never);
        _book.ResolveQuiet();
        _announcer.Flush();
        SetAlarm();
    }

    /// <summary>Sets the timer when somebody is due before it rings. Early is right: ringing looks again.</summary>
    private void SetAlarm()
    {
        long due = _book.NextDue;
        if (due >= Volatile.Read(ref _alarmSetTo)) return;

        // Another thread may set it to something later last, so every thread looks again after it has set it.
        for (long set = IncidentBook.Never; due < set && !Volatile.Read(ref _isDisposed); due = _book.NextDue)
        {
            _alarm.Set(_time.GetElapsedTime(_time.GetTimestamp(), due));
            Volatile.Write(ref _alarmSetTo, due);
            set = due;
        }
    }
}
