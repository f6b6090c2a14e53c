using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Signals;

internal enum SinkAction
{
    Raise,
    Retract,
    RetractOfKey,
    RetractMatching,
    ClearOperation,
    ClearKey,
    ClearMatching,
    SetCapacity,
    SetAge,
    Advance,
    Watch,
}

/// <summary>What may be done to a sink. The number is an operation, a capacity, or seconds.</summary>
internal readonly record struct SinkCommand(SinkAction Action, string Text = "", string? Key = null, int Number = 0)
{
    /// <summary>Gets commands that raise signals and take some away.</summary>
    public static Gen<SinkCommand> Changes(string[] names, string[] patterns, string[] keys, int[] operations)
    {
        Gen<string> name = Gen.Elements(names);
        Gen<string?> key = Gen.Elements<string?>([null, .. keys]);
        Gen<int> operation = Gen.Elements(operations);
        return Gen.Frequency(
            (9, from text in name from of in key from who in operation select new SinkCommand(SinkAction.Raise, text, of, who)),
            (1, from text in name select new SinkCommand(SinkAction.Retract, text)),
            (1, from text in name from of in key select new SinkCommand(SinkAction.RetractOfKey, text, of)),
            (1, from text in Gen.Elements(patterns) select new SinkCommand(SinkAction.RetractMatching, text)),
            (1, from who in operation select new SinkCommand(SinkAction.ClearOperation, Number: who)),
            (1, from of in Gen.Elements(keys) select new SinkCommand(SinkAction.ClearKey, Key: of)),
            (1, from text in name select new SinkCommand(SinkAction.ClearMatching, text)));
    }

    /// <summary>Gets commands that resize the sink and let time pass.</summary>
    public static Gen<SinkCommand> Conditions(int leastCapacity) => Gen.Frequency(
        (1, from number in Gen.Choose(leastCapacity, leastCapacity + 10) select new SinkCommand(SinkAction.SetCapacity, Number: number)),
        (1, from number in Gen.Choose(2, 19) select new SinkCommand(SinkAction.SetAge, Number: number)),
        (4, from number in Gen.Choose(0, 3) select new SinkCommand(SinkAction.Advance, Number: number)));

    /// <summary>Returns how many signals it took away.</summary>
    public int DoTo(SignalSink sink, ManualTimeProvider time)
    {
        string text = Text;
        switch (Action)
        {
            case SinkAction.Raise: sink.Raise(new SignalEvent(text, Number, Key, default)); return 0;
            case SinkAction.Retract: return sink.Retract(text);
            case SinkAction.RetractOfKey: return sink.Retract(text, Key);
            case SinkAction.RetractMatching: return sink.RetractMatching(text);
            case SinkAction.ClearOperation: return sink.ClearOperation(Number);
            case SinkAction.ClearKey: return sink.ClearKey(Key!);
            case SinkAction.ClearMatching: return sink.ClearMatching(signal => signal.Is(text));
            case SinkAction.SetCapacity: sink.UpdateWindowSize(Number); return 0;
            case SinkAction.SetAge: sink.UpdateWindowSize(maxAge: TimeSpan.FromSeconds(Number)); return 0;
            case SinkAction.Advance: time.Advance(TimeSpan.FromSeconds(Number)); return 0;
            default: return 0;
        }
    }

    public bool TakesAway(string name, long operation, string? key) => Action switch
    {
        SinkAction.Retract or SinkAction.ClearMatching => name == Text,
        SinkAction.RetractOfKey => name == Text && key == Key,
        SinkAction.RetractMatching => StringPatternMatcher.Matches(name, Text),
        SinkAction.ClearOperation => operation == Number,
        SinkAction.ClearKey => key == Key,
        _ => false,
    };

    public override string ToString() =>
        $"new(SinkAction.{Action}, \"{Text}\"{(Key is null ? "" : $", Key: \"{Key}\"")}{(Number == 0 ? "" : $", Number: {Number}")})";
}
