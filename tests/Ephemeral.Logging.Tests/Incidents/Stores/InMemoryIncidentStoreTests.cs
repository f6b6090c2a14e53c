namespace Ephemeral.Logging.Tests.Incidents;

public sealed class InMemoryIncidentStoreTests : IncidentStoreContract
{
    private readonly InMemoryIncidentStore _store = new();

    protected override ValueTask<IIncidentStore> OpenAsync() => new(_store);
}
