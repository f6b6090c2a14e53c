using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Atoms.Molecules;

/// <summary>Runs the atoms of molecules, each run in a scope of its own.</summary>
internal sealed class MoleculeRuns
{
    private readonly SignalSink _sink;
    private readonly IServiceScopeFactory? _scopes;

    public MoleculeRuns(SignalSink sink, IServiceProvider? services)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        _scopes = services?.GetRequiredService<IServiceScopeFactory>();
    }

    public Action<MoleculeRun>? Started { get; set; } // set before there is a run, as the next two

    public Action<MoleculeRun>? Completed { get; set; }

    public Action<MoleculeRun>? Failed { get; set; }

    public async Task RunAsync(StartedMolecule molecule, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        MoleculeRun run = new(molecule.Blueprint.Name, molecule.Trigger, operation.Id);
        Started?.Invoke(run);
        try
        {
            if (_scopes is null) await RunAtomsAsync(molecule, operation, NoServices.Instance, cancellationToken).ConfigureAwait(false);
            else await RunInScopeAsync(_scopes, molecule, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Failed?.Invoke(run with { Error = error });
            throw;
        }

        Completed?.Invoke(run);
    }

    private async Task RunInScopeAsync(IServiceScopeFactory scopes, StartedMolecule molecule, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
            await RunAtomsAsync(molecule, operation, scope.ServiceProvider, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAtomsAsync(StartedMolecule molecule, EphemeralOperation operation, IServiceProvider services, CancellationToken cancellationToken)
    {
        MoleculeContext context = new(molecule.Trigger, _sink, services, operation, cancellationToken);
        foreach (Func<MoleculeContext, CancellationToken, Task> atom in molecule.Blueprint.Atoms)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await atom(context, cancellationToken).ConfigureAwait(false);
        }
    }
}
