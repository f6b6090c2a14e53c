namespace WorkApi;

/// <summary>Carries out commands; a body is made with it.</summary>
public interface ICommandHandler
{
    Task HandleAsync(UserCommand command, CancellationToken cancellationToken);
}
