using Ephemeral.Hosting.Configuration;

namespace Ephemeral.Hosting.Creation;

/// <summary>Lays configuration and container over what a maker has from code.</summary>
internal readonly struct OptionsOverlay(EffectiveOptions effective, CoordinatorRegistration registration)
{
    public EphemeralOptions Over(EphemeralOptions? coded) => effective.For(registration, new(coded)).Options!;

    public CodedOptions Over(CodedOptions coded) => effective.For(registration, coded);
}
