using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Ephemeral.TestKit.Stores;

/// <summary>What every <see cref="IDurableTaskStore"/> has to pass.</summary>
public abstract class DurableTaskStoreContract
{
    private static readonly DateTimeOffset _time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(7);
    private static readonly Dictionary<string, DateTimeOffset> _none = [];

    [Fact]
    public async Task AnEmptyStore_HasNothing()
    {
        IDurableTaskStore store = await OpenAsync();
        Assert.Empty(await store.ReadUnfinishedAsync().Within());
        Assert.Empty(await store.ReadProgressAsync().Within());
    }

    [Fact]
    public async Task WhatWasAdded_IsThereAfterARestart_Whole_AndByItsTime()
    {
        using JsonDocument payload = JsonDocument.Parse("""{ "url": "http://x/?a='b'", "n": [1, null, "ü"] }""");
        DurableTask full = new("full", "a.b", _time.AddHours(1), "key 'x'", payload.RootElement, "d\"e;scription") { Id = "own id" };
        DurableTask plain = new("plain", "c", _time);
        await (await OpenAsync()).AddAsync([full, plain], new Dictionary<string, DateTimeOffset> { ["full"] = _time }).Within();

        IDurableTaskStore later = await OpenAsync();
        IReadOnlyList<DurableTask> tasks = await later.ReadUnfinishedAsync().Within();

        Assert.Equal([plain.Id, "own id"], tasks.Select(task => task.Id));
        Assert.Equal(full with { Payload = null }, tasks[1] with { Payload = null });
        Assert.True(JsonNode.DeepEquals(JsonObject.Create(payload.RootElement), JsonObject.Create(tasks[1].Payload!.Value)));
        Assert.Null(tasks[0].Payload);
        Assert.Equal(_time, (await later.ReadProgressAsync().Within())["full"]);
    }

    [Fact]
    public async Task AnIdThatIsThere_IsLeftAsItIs_AndProgressIsReplaced()
    {
        IDurableTaskStore store = await OpenAsync();
        DurableTask task = new("a", "first", _time);
        await store.AddAsync([task], new Dictionary<string, DateTimeOffset> { ["a"] = _time, ["b"] = _time }).Within();
        await store.AddAsync([task with { Signal = "second" }], new Dictionary<string, DateTimeOffset> { ["a"] = _time.AddDays(1) }).Within();

        Assert.Equal("first", Assert.Single(await store.ReadUnfinishedAsync().Within()).Signal);
        IReadOnlyDictionary<string, DateTimeOffset> progress = await store.ReadProgressAsync().Within();
        Assert.Equal((_time.AddDays(1), _time), (progress["a"], progress["b"]));
    }

    [Fact]
    public async Task WhatWasRemoved_IsGone_AndAnUnknownIdIsNoError()
    {
        IDurableTaskStore store = await OpenAsync();
        DurableTask task = new("a", "s", _time);
        await store.AddAsync([task, new("b", "s", _time)], _none).Within();

        await store.RemoveAsync(task.Id).Within();
        await store.RemoveAsync(task.Id).Within();

        Assert.Equal("b", Assert.Single(await (await OpenAsync()).ReadUnfinishedAsync().Within()).Name);
    }

    [Fact]
    public async Task ACancelledCall_DoesNothing()
    {
        IDurableTaskStore store = await OpenAsync();
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AddAsync([new("a", "s", _time)], _none, cancelled).Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadUnfinishedAsync(cancelled).Within());

        Assert.Empty(await store.ReadUnfinishedAsync().Within());
    }

    /// <summary>Opens the store of this test: empty at first, and later as a process would that has been restarted.</summary>
    protected abstract ValueTask<IDurableTaskStore> OpenAsync();
}
