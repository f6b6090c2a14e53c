namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Loops over what a sink does.</summary>
internal static class SignalWorkloads
{
    /// <summary>The name that is raised where one name is enough.</summary>
    public const string Name = "order.saved";

    private static long _seen;

    /// <summary>The floor of a raise.</summary>
    public static Workload Floor()
    {
        SignalFloor floor = new(Name);
        return new LoopWorkload(items =>
        {
            for (int i = 0; i < items; i++) floor.Raise(Name);
        });
    }

    /// <summary>A raise with nobody listening, or to those whom <paramref name="subscribe"/> adds.</summary>
    public static Workload Raise(Action<SignalSink>? subscribe = null)
    {
        SignalSink sink = new();
        subscribe?.Invoke(sink);
        return new LoopWorkload(items =>
        {
            for (int i = 0; i < items; i++) sink.Raise(Name);
        });
    }

    /// <summary>A subscriber as a user has it.</summary>
    public static void OneHandler(SignalSink sink) => sink.Subscribe(Name, static _ => _seen++);

    /// <summary>A subscriber as gates, mirrors and queues have it: nothing that it does has a cause.</summary>
    public static void OnePassive(SignalSink sink) => sink.Subscribe(Name, static _ => _seen++, passive: true);

    /// <summary>So many subscribers with patterns of their own, of which one matches.</summary>
    public static Action<SignalSink> Patterns(int count) => sink =>
    {
        sink.Subscribe("order.*", static _ => _seen++);
        for (int i = 1; i < count; i++) sink.Subscribe($"service{i}.*", static _ => _seen++);
    };

    /// <summary>Names that are always new to a sink, for it has forgotten them when they come round again.</summary>
    public static Workload DistinctNames(int names, int patterns)
    {
        SignalSink sink = new();
        Patterns(patterns)(sink);
        string[] distinct = [.. Enumerable.Range(0, names).Select(i => $"request.{i}.seen")];
        int next = 0;
        return new LoopWorkload(items =>
        {
            for (int i = 0; i < items; i++)
            {
                sink.Raise(distinct[next]);
                if (++next == distinct.Length) next = 0;
            }
        });
    }

    /// <summary>Subscribes and disposes again, while so many others listen.</summary>
    public static Workload SubscribeAndDispose(int live)
    {
        SignalSink sink = new();
        Patterns(live)(sink);
        return new LoopWorkload(items =>
        {
            for (int i = 0; i < items; i++) sink.Subscribe("payment.*", static _ => _seen++).Dispose();
        });
    }

    /// <summary>Asks a sink with so many signals of different names for one of them, or for one that nobody raised.</summary>
    public static Workload Detect(string name, int present)
    {
        SignalSink sink = new(maxCapacity: present, maxAge: TimeSpan.FromDays(1));
        for (int i = 0; i < present; i++) sink.Raise($"order.{i}");
        return new LoopWorkload(items =>
        {
            bool found = false;
            for (int i = 0; i < items; i++) found ^= sink.Detect(name);
            if (found) _seen++;
        });
    }

    /// <summary>Asks a dictionary with so many names.</summary>
    public static Workload LookUp(string name, int present)
    {
        Dictionary<string, int> names = Enumerable.Range(0, present).ToDictionary(i => $"order.{i}");
        return new LoopWorkload(items =>
        {
            bool found = false;
            for (int i = 0; i < items; i++) found ^= names.ContainsKey(name);
            if (found) _seen++;
        });
    }
}
