using Ephemeral.TestKit.Stores;

namespace Ephemeral.Patterns.Tests.PersistentSignals;

public sealed class InMemorySignalWindowStoreTests : SignalWindowStoreContract
{
    private readonly InMemorySignalWindowStore _store = new();

    protected override ValueTask<ISignalWindowStore> OpenAsync() => new(_store);
}
