namespace Ephemeral.Logging.Tests.Notifiers;

public sealed class IncidentDeliveryTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink = new();
    private readonly ScriptedNotifier _notifier = new();
    private IncidentDelivery? _delivery;

    public async ValueTask DisposeAsync()
    {
        if (_delivery is null) return;
        await _time.PassUntilAsync(_delivery.DisposeAsync().AsTask(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Announcements_AreDeliveredOnce_InOrder()
    {
        IncidentDelivery delivery = Begin();

        for (int i = 1; i <= 100; i++) Announce(IncidentSignals.Updated, i);
        _sink.Raise("incident.opened"); // somebody else's, without an incident
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(Enumerable.Range(1, 100).Select(static i => (long)i), _notifier.Attempts.Select(static one => one.Incident.Announcements));
        Assert.Equal((100, 0, 0, 0), (delivery.Delivered, delivery.Undelivered, delivery.Waiting, delivery.FailedAttempts));
        Assert.Equal("incidents.test", delivery.Name);
        Assert.Equal("a-1735689600000-7", new IncidentAnnouncement("x", Sample(7)).Id);
    }

    [Fact]
    public async Task FailedAttempt_ComesAgainWithTheSameId_AfterAVaryingWait()
    {
        IncidentDelivery delivery = Begin();
        _notifier.On = static (_, _) => throw new HttpRequestException("down");
        Announce(IncidentSignals.Opened, 1);
        Announce(IncidentSignals.Resolved, 2);
        await _notifier.UntilAsync(1);
        await _time.TimerArmedAsync();
        _time.Advance(TimeSpan.FromSeconds(0.49));
        Assert.Single(_notifier.Attempts);

        _notifier.On = null;
        _time.Advance(TimeSpan.FromSeconds(0.52));
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal([1, 1, 2], _notifier.Attempts.Select(static one => one.Incident.Announcements));
        Assert.Equal(_notifier.Attempts[0].Id, _notifier.Attempts[1].Id);
        Assert.Equal((2, 0, 1), (delivery.Delivered, delivery.Undelivered, delivery.FailedAttempts));
        Assert.IsType<HttpRequestException>(delivery.LastFailure);
    }

    [Fact]
    public async Task TargetThatIsDownForAMinute_GetsEverythingOnceItIsUp()
    {
        IncidentDelivery delivery = Begin();
        DateTimeOffset up = _time.GetUtcNow().AddMinutes(1);
        DateTimeOffset? delivered = null;
        _notifier.On = (_, _) =>
        {
            if (_time.GetUtcNow() < up) throw new HttpRequestException("down");
            delivered ??= _time.GetUtcNow();
            return Task.CompletedTask;
        };

        for (int i = 1; i <= 50; i++) Announce(IncidentSignals.Opened, i);
        await _time.PassUntilAsync(delivery.FlushAsync(TestContext.Current.CancellationToken), TimeSpan.FromSeconds(1));

        Assert.True(delivered >= up); // how much later is not said: the clock goes on while the worker takes its time
        Assert.Equal(Enumerable.Range(1, 50).Select(static i => (long)i), _notifier.Attempts.Skip((int)delivery.FailedAttempts).Select(static one => one.Incident.Announcements));
        Assert.Equal((50, 0), (delivery.Delivered, delivery.Undelivered));
        Assert.InRange(delivery.FailedAttempts, 1, 9); // 1, 2, 4, 8 seconds, then a try every 30
    }

    [Fact]
    public async Task Circuit_OpensAfterSomeFailures_AndClosesWithTheFirstSuccess()
    {
        IncidentDelivery delivery = Begin(new() { FailuresToOpen = 3, FirstDelay = TimeSpan.FromSeconds(1), LongestDelay = TimeSpan.FromMinutes(1) });
        _notifier.On = static (_, _) => throw new HttpRequestException("down");
        Announce(IncidentSignals.Opened, 1);
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await _notifier.UntilAsync(attempt);
            await _time.TimerArmedAsync();
            Assert.Equal(attempt >= 3, delivery.IsCircuitOpen);
            if (attempt < 3) _time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.True(delivery.IsCircuitOpen);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(3, _notifier.Attempts.Count);
        _notifier.On = null;
        _time.Advance(TimeSpan.FromSeconds(32));
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.False(delivery.IsCircuitOpen);
        Assert.Equal(4, _notifier.Attempts.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AttemptThatHangs_IsEndedAndMadeAgain(bool obeysItsToken)
    {
        IncidentDelivery delivery = Begin();
        Gate hung = new();
        _notifier.On = (_, token) => hung.WaitAsync(obeysItsToken ? token : CancellationToken.None);
        Announce(IncidentSignals.Opened, 1);
        await hung.Reached;

        _time.Advance(TimeSpan.FromSeconds(10));
        await _time.TimerArmedAsync();
        _notifier.On = null;
        _time.Advance(TimeSpan.FromSeconds(2));
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.IsType<TimeoutException>(delivery.LastFailure);
        Assert.Equal((1, 1), (delivery.Delivered, delivery.FailedAttempts));
        hung.Open();
    }

    [Fact]
    public async Task RefusedAnnouncement_IsNotTriedAgain_AndHoldsNothingUp()
    {
        IncidentDelivery delivery = Begin();
        _notifier.On = static (one, _) => one.Incident.Announcements == 1 ? throw new IncidentRefusedException("no") : Task.CompletedTask;

        Announce(IncidentSignals.Opened, 1);
        Announce(IncidentSignals.Opened, 2);
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal((1, 1, 2), (delivery.Delivered, delivery.Undelivered, _notifier.Attempts.Count));
        Assert.False(delivery.IsCircuitOpen);
    }

    [Fact]
    public async Task AnnouncementThatAlwaysFails_HoldsUpItsOwnIncidentOnly()
    {
        IncidentDelivery delivery = Begin();
        _notifier.On = static (one, _) => one.Incident.Id == "bad" ? throw new HttpRequestException("500") : Task.CompletedTask;
        Announce(IncidentSignals.Opened, 1, "bad");
        Announce(IncidentSignals.Resolved, 2, "bad");

        for (int i = 1; i <= 10; i++) Announce(IncidentSignals.Opened, i, $"good{i}");
        await _notifier.UntilAsync(11);

        Assert.Equal(["bad", .. Enumerable.Range(1, 10).Select(static i => $"good{i}")], _notifier.Attempts.Select(static one => one.Incident.Id));
        await _time.PassUntilAsync(delivery.FlushAsync(TestContext.Current.CancellationToken), TimeSpan.FromSeconds(31));
        Assert.Equal((10, 2), (delivery.Delivered, delivery.Undelivered)); // each of the two was tried for an hour
        IEnumerable<long> bad = _notifier.Attempts.Where(static one => one.Incident.Id == "bad").Select(static one => one.Incident.Announcements);
        Assert.Equal(bad.Order(), bad); // an incident's announcements stay in order
    }

    [Fact]
    public async Task AnnouncementThatAlwaysFails_AndHasOpenedTheCircuit_LetsOthersPass()
    {
        IncidentDelivery delivery = Begin();
        _notifier.On = static (one, _) => one.Incident.Id == "bad" ? throw new HttpRequestException("500") : Task.CompletedTask;
        Announce(IncidentSignals.Opened, 1, "bad");
        for (int attempt = 1; attempt <= 5; attempt++)
        {
            await _notifier.UntilAsync(attempt);
            await _time.TimerArmedAsync();
            if (attempt < 5) _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.True(delivery.IsCircuitOpen);
        Announce(IncidentSignals.Opened, 1, "good");
        DateTimeOffset from = _time.GetUtcNow();
        Task delivered = UntilDeliveredAsync("good");
        await _time.PassUntilAsync(delivered, TimeSpan.FromSeconds(1));

        Assert.InRange(_time.GetUtcNow() - from, TimeSpan.Zero, TimeSpan.FromSeconds(62)); // an open circuit lets one by every 30 seconds, and incidents take turns
    }

    [Fact]
    public async Task AnnouncementThatFailsForTooLong_IsGivenUpAndCounted()
    {
        IncidentDelivery delivery = Begin(new() { GiveUpAfter = TimeSpan.FromSeconds(5), LongestDelay = TimeSpan.FromSeconds(10) });
        _notifier.On = static (one, _) => one.Incident.Announcements == 1 ? throw new HttpRequestException("500") : Task.CompletedTask;
        Announce(IncidentSignals.Opened, 1);
        Announce(IncidentSignals.Opened, 2);

        await _time.PassUntilAsync(delivery.FlushAsync(TestContext.Current.CancellationToken), TimeSpan.FromSeconds(12));

        Assert.Equal((1, 1), (delivery.Delivered, delivery.Undelivered));
    }

    [Fact]
    public async Task TooManyWait_TheOldestGo_AndAreCounted()
    {
        IncidentDelivery delivery = Begin(new() { QueueCapacity = 10 });
        Gate busy = new();
        _notifier.On = (_, token) => busy.WaitAsync(token);
        Announce(IncidentSignals.Opened, 0);
        await busy.Reached;
        for (int i = 1; i <= 30; i++) Announce(IncidentSignals.Opened, i);
        Assert.Equal((20, 11), (delivery.Undelivered, delivery.Waiting));

        busy.Open();
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(Enumerable.Range(21, 10).Prepend(0).Select(static i => (long)i), _notifier.Attempts.Select(static one => one.Incident.Announcements));
    }

    [Fact]
    public async Task DisposedWhileItWaitsToTryAgain_EndsInTime_AndCountsWhatIsLeft()
    {
        IncidentDelivery delivery = Begin();
        _notifier.On = static (_, _) => throw new HttpRequestException("down");
        Announce(IncidentSignals.Opened, 1);
        Announce(IncidentSignals.Opened, 2);
        for (int attempt = 1; attempt <= 4; attempt++)
        {
            await _notifier.UntilAsync(attempt);
            await _time.TimerArmedAsync();
            if (attempt < 4) _time.Advance(TimeSpan.FromSeconds(5));
        }

        Task disposing = delivery.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        await _time.PassUntilAsync(disposing, TimeSpan.FromSeconds(5));
        await delivery.DisposeAsync().Within();
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within(); // what was cancelled has ended
        Announce(IncidentSignals.Opened, 3);

        Assert.Equal((0, 2, 0), (delivery.Delivered, delivery.Undelivered, delivery.Waiting));
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task Disposing_DeliversWhatWaits()
    {
        IncidentDelivery delivery = Begin();
        for (int i = 1; i <= 100; i++) Announce(IncidentSignals.Opened, i);

        await delivery.DisposeAsync().Within();

        Assert.Equal(100, delivery.Delivered);
    }

    [Fact]
    public void InvalidOptions_AreRefusedWithEveryFault()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Begin(new()
        {
            QueueCapacity = 0,
            Timeout = TimeSpan.FromSeconds(-1),
            FirstDelay = TimeSpan.FromMinutes(2),
            LongestDelay = TimeSpan.FromMinutes(1),
            FailuresToOpen = 0,
            GiveUpAfter = TimeSpan.Zero,
            DisposeTimeout = TimeSpan.FromSeconds(-1),
            TimeProvider = null!,
        }));

        foreach (string member in (string[])["QueueCapacity", "Timeout", "LongestDelay", "FailuresToOpen", "GiveUpAfter", "DisposeTimeout", "TimeProvider"])
            Assert.Contains($"\n  {member} must", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new IncidentDelivery(_sink, null!));
        Assert.Throws<ArgumentNullException>(() => new IncidentDelivery(null!, _notifier));
    }

    private static Incident Sample(long number) => new()
    {
        Id = "a",
        Fingerprint = "f",
        Rule = "errors",
        Title = "t",
        Announcements = number,
        OpenedAt = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private IncidentDelivery Begin(IncidentDeliveryOptions? options = null)
    {
        options ??= new();
        if (options.TimeProvider == TimeProvider.System) options.TimeProvider = _time;
        return _delivery = new(_sink, _notifier, options);
    }

    private Task UntilDeliveredAsync(string id)
    {
        TaskCompletionSource delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<IncidentAnnouncement, CancellationToken, Task>? before = _notifier.On;
        _notifier.On = (one, token) =>
        {
            if (one.Incident.Id == id) delivered.TrySetResult();
            return before?.Invoke(one, token) ?? Task.CompletedTask;
        };
        return delivered.Task;
    }

    private void Announce(string signal, long number, string id = "a") =>
        _sink.Raise(new SignalEvent(signal, EphemeralIdGenerator.NextId(), id, default) { Payload = Sample(number) with { Id = id } });
}
