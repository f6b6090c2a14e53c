namespace WorkApi;

/// <summary>Prints commands.</summary>
internal sealed class CommandPrinter : ICommandHandler
{
    public Task HandleAsync(UserCommand command, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync($"{command.UserId}: {command.Name}".AsMemory(), cancellationToken);
}
