using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

/// <summary>A character that counts how often one is compared on this thread.</summary>
internal readonly record struct CountedCharacter(char Value) : IWildcards<CountedCharacter>
{
    [ThreadStatic]
    private static long _comparisons;

    public static CountedCharacter AnyRun => new('*');

    public static CountedCharacter AnyOne => new('?');

    public static CountedCharacter[] Of(string text) => [.. text.Select(static character => new CountedCharacter(character))];

    public static long Comparisons(Action action)
    {
        _comparisons = 0;
        action();
        return _comparisons;
    }

    public bool Equals(CountedCharacter other)
    {
        _comparisons++;
        return Value == other.Value;
    }

    public override int GetHashCode() => Value;
}
