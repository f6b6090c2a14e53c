using System.Diagnostics.CodeAnalysis;
using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>Groups the log signals of one fault into one incident, with an exact count, and announces when it opens, goes on and ends.</summary>
/// <remarks>
/// <para>Thread-safe. It counts signals whose payload is a <see cref="SignalLogPayload"/>, whoever raised them. The logging thread looks a
/// key up and counts; only for new faults, and for samples of those with exceptions, it computes the fingerprint.</para>
/// <para>A fault is category, event, message template, exception type and the topmost frame of the user's own code. A property or scope
/// named <c>IncidentKey</c> overrides that, and so does <see cref="IncidentOptions.Fingerprint"/>.</para>
/// <para>Announcements (<see cref="IncidentSignals"/>) are raised in order, never under a lock, on the thread that caused them or one that
/// is announcing already. After a match, an incident's snapshot is current when the log call returns.</para>
/// <para>With a store the incidents of an earlier run go on: they are read before anything opens, and what changes is stored within a second,
/// on a coordinator of its own. Where the store fails, the tracker goes on without.</para>
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
    private readonly AnchoredClock _clock;
    private readonly Redaction _redaction;
    private readonly IncidentAnnouncer _announcer;
    private readonly IncidentBook _book;
    private readonly IncidentKeeper? _keeper;
    private readonly Alarm _alarm;
    private readonly IDisposable[] _subscriptions;
    private long _alarmSetTo = IncidentBook.Never; // when the timer rings; a single word, only ever a reason to look again
    private long _fingerprintFailures;

    /// <summary>Begins to count the log signals of a sink, and to announce incidents on it.</summary>
    /// <param name="sink">The sink; borrowed.</param>
    /// <param name="options">Rules and limits; null: the defaults.</param>
    /// <param name="store">What keeps incidents over a restart; borrowed. Null: they live as long as the tracker. What the
    /// tracker announces of them comes at any time after this call, so subscribe before it.</param>
    /// <exception cref="ArgumentException">The options are not valid: the message has every fault.</exception>
    public IncidentTracker(SignalSink sink, IncidentOptions? options = null, IIncidentStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        options ??= new();
        IncidentOptionsValidator.Validate(options);
        _rules = [.. options.Rules];
        _fingerprint = options.Fingerprint;
        _clock = new(options.TimeProvider);
        _redaction = new(options.RedactedNames);
        _announcer = new(sink, _redaction);
        _book = new(options, _announcer, _clock, isStored: store is not null);
        _alarm = new(options.TimeProvider, ResolveQuiet);
        if (store is not null) _keeper = new(store, _book, options.TimeProvider, Finish, Settle);
        _subscriptions = [.. _rules.Select((rule, place) => sink.Subscribe(rule.Pattern, signal => Match(signal, place)))];
        LoggingMeter.Show(_book);
    }

    /// <summary>Gets how many faults were forgotten below their threshold because there were more than 10,000.</summary>
    public long ForgottenCandidates => _book.Forgotten;

    /// <summary>Gets how many announcements were lost because 10,000 were waiting for a slow subscriber, or their text could not be made.</summary>
    public long DroppedAnnouncements => _announcer.Dropped;

    /// <summary>Gets how often the options' fingerprint delegate threw.</summary>
    public long FingerprintFailures => Interlocked.Read(ref _fingerprintFailures);

    /// <summary>Gets how often the store failed or took longer than 10 seconds, and how many of its incidents could not be used.</summary>
    public long StoreFailures => _keeper is null ? 0 : _keeper.Failures + _book.LostRemovals;

    /// <summary>Returns snapshots of the incidents, the latest seen first; with a state, those in it.</summary>
    public IReadOnlyList<Incident> GetIncidents(IncidentState? state = null) =>
        [.. _book.Drafts(state).Select(Finish).OrderByDescending(static incident => incident.LastSeen)];

    /// <summary>Finds an incident, also a resolved one that is still remembered.</summary>
    public bool TryGet(string id, [MaybeNullWhen(false)] out Incident incident)
    {
        ArgumentNullException.ThrowIfNull(id);
        incident = _book.Draft(id) is { } draft ? Finish(draft) : null;
        return incident is not null;
    }

    /// <summary>Says that somebody looks at an open incident.</summary>
    /// <returns>Whether there was an open one with this id that nobody had acknowledged.</returns>
    public bool Acknowledge(string id, string? by = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        bool done = _book.Acknowledge(id, by);
        Settle();
        return done;
    }

    /// <summary>Says that an incident is over. The next match opens it again.</summary>
    /// <returns>Whether there was one with this id that was not resolved.</returns>
    public bool Resolve(string id, string? by = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        bool done = _book.Resolve(id, by);
        Settle();
        return done;
    }

    /// <summary>Waits until the incidents of the store are known, or the store failed. Until then faults are counted and nothing opens.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitUntilRestoredAsync(CancellationToken cancellationToken = default) =>
        _keeper is null ? Task.CompletedTask : _keeper.Restored.WaitAsync(cancellationToken);

    /// <summary>Stores now what changed, and waits for it. A store that fails is counted, and tried again later.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        _keeper is null ? Task.CompletedTask : _keeper.SaveNowAsync(cancellationToken);

    /// <summary>Does what <see cref="DisposeAsync"/> does without waiting. Calling it again is safe.</summary>
    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions) subscription.Dispose();
        _alarm.Stop();
        LoggingMeter.Hide(_book);
        _keeper?.Dispose();
    }

    /// <summary>Ends the counting, and stores what changed, for at most 10 seconds. What is known can still be read.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return _keeper?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private void Match(in SignalEvent signal, int place)
    {
        if (signal.Payload is not SignalLogPayload payload || IsAnEarlierRules(signal.Signal, place)) return;

        FaultMatch match = new(_rules[place], FaultOccurrence.Of(payload, signal, _redaction), _clock.Now());
        FaultKey key = NameOf(payload) is { } name ? FaultKey.Of(name) : FaultKey.Of(payload);
        if (!_book.TryCount(key, match)) _book.Count(key, key.Override ?? IncidentFingerprint.Of(payload), TitleOf(payload), match);
        Settle();
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

    private string TitleOf(SignalLogPayload payload) => SafeText.Cut(payload.MessageTemplate ?? FaultOccurrence.MessageOf(payload, _redaction), 1024);

    private Incident Finish(IncidentDraft draft) => draft.Finish(_redaction);

    private void ResolveQuiet()
    {
        Volatile.Write(ref _alarmSetTo, IncidentBook.Never);
        _book.ResolveQuiet();
        Settle();
    }

    /// <summary>Announces what was decided, and sees to it that it is stored and that somebody looks when the next incident may be quiet.</summary>
    private void Settle()
    {
        _announcer.Flush();
        _keeper?.Note();
        if (_book.NextDue < Volatile.Read(ref _alarmSetTo)) _alarm.Follow(_clock, this, static tracker => tracker.Due());
    }

    private long? Due()
    {
        long due = _book.NextDue;
        Volatile.Write(ref _alarmSetTo, due);
        return due == IncidentBook.Never ? null : due;
    }
}
