namespace Ephemeral.Patterns.Tests.Contracts;

/// <summary>An entry under test: work that calls a user's callback, a wait, an end.</summary>
internal interface IPatternSubject : IAsyncDisposable, IDisposable
{
    /// <summary>Gets how many callbacks have failed, as the entry counts them.</summary>
    long Failures { get; }

    /// <summary>Asks for one call of the callback; does not wait for it.</summary>
    Task StartAsync();

    /// <summary>Waits for the calls that were asked for.</summary>
    Task WaitAsync(CancellationToken cancellationToken);
}
