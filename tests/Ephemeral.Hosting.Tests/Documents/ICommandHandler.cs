namespace Ephemeral.Hosting.Tests.Documents;

/// <summary>A service that the body of the article's complete example asks for.</summary>
public interface ICommandHandler
{
    Task HandleAsync(UserCommand command, CancellationToken cancellationToken);
}
