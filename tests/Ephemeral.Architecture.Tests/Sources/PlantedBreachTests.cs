namespace Ephemeral.Architecture.Tests;

/// <summary>Proves that each source rule finds what it forbids, and lets pass what it allows.</summary>
public sealed class PlantedBreachTests
{
    [Theory]
    [InlineData("public class A; public class B;", "src/X/A.cs: one public type a file, but here are A, B")]
    [InlineData("public enum A; public delegate void B();", "src/X/A.cs: one public type a file, but here are A, B")]
    [InlineData("public class A; public class A<T>; class Helper;", null)]
    public void OnePublicType(string text, string? breach) => Expect(breach, FileRules.OnePublicType(new SourceFile("src/X/A.cs", text)));

    [Theory]
    [InlineData("src/X/B.cs", "public class A;", "src/X/B.cs: named B, but its type is A")]
    [InlineData("src/X/B.cs", "namespace N; internal class A;", "src/X/B.cs: named B, but its type is A")]
    [InlineData("src/X/B.cs", "public class A; class B;", "src/X/B.cs: named B, but its type is A")]
    [InlineData("src/X/A.Worker.cs", "partial class A<T>;", null)]
    [InlineData("src/X/A{T}.cs", "public class A<T>; class B;", null)]
    [InlineData("src/X/GlobalUsings.cs", "global using System;", null)]
    [InlineData("samples/X/Program.cs", "return; public partial class Entry;", null)]
    public void NamedAfterItsType(string path, string text, string? breach) =>
        Expect(breach, FileRules.NamedAfterItsType(new SourceFile(path, text)));

    [Theory]
    [InlineData("src/X/A.cs", 301, "src/X/A.cs: 301 lines, and the ceiling of src is 300")]
    [InlineData("src/X/A.cs", 300, null)]
    [InlineData("tests/X/A.cs", 401, "tests/X/A.cs: 401 lines, and the ceiling of tests is 400")]
    [InlineData("tests/X/A.cs", 400, null)]
    public void WithinItsCeiling(string path, int lines, string? breach) =>
        Expect(breach, FileRules.WithinItsCeiling(new SourceFile(path, string.Concat(Enumerable.Repeat("// line\n", lines)))));

    [Fact]
    public void NoRegion() =>
        Expect("src/X/A.cs(2): #region; split the file instead",
            FileRules.NoRegion(new SourceFile("src/X/A.cs", "class A {\n#region Fields\n#endregion\n}")));

    [Theory]
    [InlineData("\n#pragma warning disable CS0618", "src/X/A.cs(2): #pragma warning disable without a reason on its line")]
    [InlineData("#pragma warning disable CS0618 //", "src/X/A.cs(1): #pragma warning disable without a reason on its line")]
    [InlineData("#pragma warning disable CS0618 // the old name has to keep working\n#pragma warning restore CS0618", null)]
    public void PragmaWithAReason(string text, string? breach) =>
        Expect(breach, FileRules.PragmaWithAReason(new SourceFile("src/X/A.cs", text + "\nclass A;")));

    [Theory]
    [InlineData("async void M() { }", "src/X/A.cs(1): async void; nobody can observe how it ends")]
    [InlineData("void M() { async void Inner() { } }", "src/X/A.cs(1): async void; nobody can observe how it ends")]
    [InlineData("async System.Threading.Tasks.Task M() { } void N() { }", null)]
    public void NoAsyncVoid(string member, string? breach) => Expect(breach, AsyncRules.NoAsyncVoid(Class("src/X/A.cs", member)));

    [Theory]
    [InlineData("src/X/A.cs", "void M() { try { } catch { } }", "src/X/A.cs(1): an empty catch block; count and report what is swallowed")]
    [InlineData("src/X/A.cs", "void M() { try { } catch (Exception) { /* quiet */ } }",
        "src/X/A.cs(1): an empty catch block; count and report what is swallowed")]
    [InlineData("src/X/A.cs", "void M() { try { } catch (E) { } }",
        "src/X/A.cs(1): an empty catch block; count and report what is swallowed")]
    [InlineData("src/X/A.cs", "void M() { try { } catch (E) { /* the reader left; nobody is to be told */ } }", null)]
    [InlineData("src/X/A.cs", "void M() { try { } catch (Exception e) when (F(e)) { /* it was cancelled, which is no failure */ } }", null)]
    [InlineData("src/X/A.cs", "void M() { try { } catch { Count(); } }", null)]
    [InlineData("tests/X/A.cs", "void M() { try { } catch { } }", null)]
    public void NoEmptyCatch(string path, string member, string? breach) => Expect(breach, AsyncRules.NoEmptyCatch(Class(path, member)));

    [Theory]
    [InlineData("tests/X/A.cs", "Thread.Sleep(1)", "Thread.Sleep")]
    [InlineData("tests/X/A.cs", "System.Threading.Tasks.Task.Delay(1)", "System.Threading.Tasks.Task.Delay")]
    [InlineData("tests/X/A.cs", "Task.Delay(limit, token)", "Task.Delay")]
    [InlineData("tests/X/A.cs", "Task.Delay(limit, TimeProvider.System, token)", "Task.Delay")]
    [InlineData("tests/X/A.cs", "Task.Delay(limit, time, token)", null)]
    [InlineData("tests/X/A.cs", "Task.Delay(Timeout.Infinite, token)", null)]
    [InlineData("tests/Ephemeral.TestKit/Servers/Eventually.cs", "Task.Delay(1)", null)]
    [InlineData("samples/X/A.cs", "Task.Delay(1)", null)]
    public void NoSleepInTests(string path, string call, string? sleeper) => Expect(
        sleeper is null ? null : $"{path}(1): {sleeper} lets real time pass; meet at a Gate or advance a ManualTimeProvider",
        AsyncRules.NoSleepInTests(Class(path, $"void M() {{ {call}; }}")));

    [Theory]
    [InlineData("public class A;", "src/X/A.cs(1): A is public and neither sealed, static nor abstract")]
    [InlineData("public record A;", "src/X/A.cs(1): A is public and neither sealed, static nor abstract")]
    [InlineData("public sealed class Outer { public class A; }", "src/X/A.cs(1): A is public and neither sealed, static nor abstract")]
    [InlineData("public abstract class A;",
        "src/X/A.cs(1): A is abstract, and users can reach a constructor of it; make it private protected")]
    [InlineData("public abstract class A { protected A() { } }",
        "src/X/A.cs(1): A is abstract, and users can reach a constructor of it; make it private protected")]
    [InlineData("public abstract class A(int size);",
        "src/X/A.cs(1): A is abstract, and users can reach a constructor of it; make it private protected")]
    [InlineData("public abstract class A { private protected A() { } }", null)]
    [InlineData("public sealed partial class A; partial class A { }", null)]
    [InlineData("public class GateException : Exception;", null)]
    [InlineData("public abstract class EphemeralObserver;", null)]
    [InlineData("public readonly record struct A; public static class B; class C; internal class D { public class E; }", null)]
    public void PublicClassesAreClosed(string text, string? breach) =>
        Expect(breach, InheritanceRule.Breaches([new SourceFile("src/X/A.cs", text)]));

    private static SourceFile Class(string path, string member) => new(path, $"class A {{ {member} }}");

    private static void Expect(string? breach, IEnumerable<string> found) => Assert.Equal(breach is null ? [] : [breach], found);
}
