namespace Ephemeral.Hosting.Creation;

/// <summary>Makes a coordinator; runs the user's own factories, so never under a lock.</summary>
/// <param name="services">The container, or the scope.</param>
/// <param name="overlay">Lays configuration and container over options from code.</param>
internal delegate TCoordinator CoordinatorMaker<out TCoordinator>(IServiceProvider services, OptionsOverlay overlay);
