using Ephemeral.TestKit.Stores;

namespace Ephemeral.Scheduling.Tests.Running;

public sealed class MemoryTaskStoreTests : DurableTaskStoreContract
{
    private readonly MemoryTaskStore _store = new();

    protected override ValueTask<IDurableTaskStore> OpenAsync() => new(_store);
}
