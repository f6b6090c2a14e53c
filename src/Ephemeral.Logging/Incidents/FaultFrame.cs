using System.Diagnostics;
#if !NET9_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
#endif

namespace Ephemeral.Logging;

/// <summary>Finds where in the user's own code an exception was thrown.</summary>
internal static class FaultFrame
{
    /// <summary>Returns declaring type and method of the topmost frame that is not the platform's; null when there is none.</summary>
    public static string? Of(Exception? exception)
    {
        for (int depth = 0; exception is not null && depth < ExceptionText.MaxCauses; depth++, exception = ExceptionText.CauseOf(exception))
        {
            foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
                if (NameOf(frame) is var (type, method) && !IsPlatform(type)) return Demangle(type, method);
        }

        return null;
    }

    /// <summary>Removes what the compiler makes of lambdas, local functions, iterators and async methods.</summary>
    internal static string Demangle(string type, string method)
    {
        int generic = type.IndexOf('[');
        if (generic >= 0) type = type[..generic];
        int mangled = type.IndexOf("+<", StringComparison.Ordinal);
        if (mangled < 0) return $"{type}.{Plain(method)}";

        string made = type[(mangled + 1)..];
        int nested = made.LastIndexOf("+<", StringComparison.Ordinal);
        if (nested >= 0) made = made[(nested + 1)..];
        bool isStateMachine = method == "MoveNext" && !made.StartsWith("<>", StringComparison.Ordinal);
        return $"{type[..mangled]}.{Plain(isStateMachine ? made : method)}";
    }

    private static string Plain(string name)
    {
        while (name.StartsWith('<'))
        {
            int end = ClosingBracket(name);
            if (end < 0) break;
            string inside = name[1..end];
            string rest = name[(end + 1)..];
            if (inside.Length == 0) return rest;
            if (rest.StartsWith("g__", StringComparison.Ordinal))
            {
                int bar = rest.IndexOf('|');
                return $"{Plain(inside)}.{rest[3..(bar < 0 ? rest.Length : bar)]}";
            }

            name = inside;
        }

        return name;
    }

    private static int ClosingBracket(string name)
    {
        int depth = 0;
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == '<') depth++;
            if (name[i] == '>' && --depth == 0) return i;
        }

        return -1;
    }

    private static bool IsPlatform(string type) =>
        type.StartsWith("System.", StringComparison.Ordinal) || type.StartsWith("Microsoft.", StringComparison.Ordinal);

#if NET9_0_OR_GREATER
    private static (string Type, string Method)? NameOf(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame) is { DeclaringTypeName: { } type } method ? (type, method.Name) : null;
#else
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A frame without its method is skipped.")]
    private static (string Type, string Method)? NameOf(StackFrame frame) =>
        frame.GetMethod() is { DeclaringType.FullName: { } type } method ? (type, method.Name) : null;
#endif
}
