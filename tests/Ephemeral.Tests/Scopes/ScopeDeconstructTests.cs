namespace Ephemeral.Tests.Scopes;

public sealed class ScopeDeconstructTests
{
    private readonly SignalContext _context = new("app", "orders", "mailer");

    [Fact]
    public void AContext_CanBeTakenApart()
    {
        (string sink, string coordinator, string atom) = _context;

        Assert.Equal(("app", "orders", "mailer"), (sink, coordinator, atom));
    }

    [Fact]
    public void AKey_CanBeTakenApart()
    {
        (string sink, string coordinator, string atom, string name) = ScopedSignalKey.ForCoordinator(_context, "mail.sent");

        Assert.Equal(("app", "orders", "*", "mail.sent"), (sink, coordinator, atom, name));
    }
}
