using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Signals;

/// <summary>Short names and patterns over a small alphabet, which makes matches, near misses and repeated runs frequent.</summary>
internal static class Texts
{
    public static Arbitrary<string> Names { get; } = Of("ab.:", 10);

    public static Arbitrary<string> Patterns { get; } = Of("ab.:**?", 8);

    /// <summary>Shrinks to fewer characters, and to the first ones of the alphabet.</summary>
    public static Arbitrary<string> Of(string alphabet, int longest)
    {
        Arbitrary<char> character = Arb.From(
            Gen.Elements(alphabet.ToCharArray()), drawn => alphabet.TakeWhile(simpler => simpler != drawn));
        Gen<char[]> characters = Gen.Choose(0, longest).SelectMany(character.Generator.ArrayOf);
        return Arb.From(characters, Arb.Array(character).Shrinker).Convert(static text => new string(text), static text => text.ToCharArray());
    }

    /// <summary>Some of them.</summary>
    public static Arbitrary<string[]> Some(this Arbitrary<string> texts, int count) =>
        Arb.From(texts.Generator.ArrayOf(count), Arb.Array(texts).Shrinker);
}
