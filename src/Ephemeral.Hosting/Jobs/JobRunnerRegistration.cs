namespace Ephemeral.Hosting.Jobs;

/// <summary>A runner that the host starts.</summary>
internal sealed record JobRunnerRegistration(Type RunnerType);
