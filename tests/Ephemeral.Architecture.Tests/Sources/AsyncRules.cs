using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ephemeral.Architecture.Tests;

/// <summary>Rules about what a method may do.</summary>
internal static class AsyncRules
{
    // Each has one wait loop or one real wait, and says why.
    private static readonly string[] _maySleep = ["tests/Ephemeral.TestKit/Servers/Eventually.cs"];

    public static IEnumerable<string> NoAsyncVoid(SourceFile file) => file.Root.DescendantNodes()
        .Where(node => node switch
        {
            MethodDeclarationSyntax method => IsAsyncVoid(method.Modifiers, method.ReturnType),
            LocalFunctionStatementSyntax function => IsAsyncVoid(function.Modifiers, function.ReturnType),
            _ => false,
        })
        .Select(node => file.Breach(node, "async void; nobody can observe how it ends"));

    /// <summary>Only an expected exception may end in an empty block: named or filtered, with a comment that says why.</summary>
    public static IEnumerable<string> NoEmptyCatch(SourceFile file) => file.TopFolder != "src"
        ? []
        : file.Root.DescendantNodes().OfType<CatchClauseSyntax>()
            .Where(clause => clause.Block.Statements.Count == 0 && !(IsExpected(clause) && HasComment(clause.Block)))
            .Select(clause => file.Breach(clause, "an empty catch block; count and report what is swallowed"));

    /// <summary>A test never lets real time pass. Waiting for cancellation, or on the clock of the test, is no sleep.</summary>
    public static IEnumerable<string> NoSleepInTests(SourceFile file) => file.TopFolder != "tests" || _maySleep.Contains(file.Path)
        ? []
        : file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(IsSleep)
            .Select(call => file.Breach(call, $"{call.Expression} lets real time pass; meet at a Gate or advance a ManualTimeProvider"));

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax returnType) =>
        modifiers.Any(SyntaxKind.AsyncKeyword) && returnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static bool IsExpected(CatchClauseSyntax clause) => clause.Filter is not null
        || clause.Declaration is { Type: var type } && type.ToString() is not ("Exception" or "System.Exception");

    private static bool HasComment(BlockSyntax block) => block.DescendantTrivia()
        .Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));

    private static bool IsSleep(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax member) return false;
        string owner = member.Expression.ToString().Split('.')[^1];
        return (owner, member.Name.Identifier.Text) switch
        {
            ("Thread", "Sleep") => true,
            ("Task", "Delay") => !WaitsForCancellation(call.ArgumentList) && !HasItsOwnClock(call.ArgumentList),
            _ => false,
        };
    }

    private static bool WaitsForCancellation(ArgumentListSyntax arguments) =>
        arguments.Arguments.FirstOrDefault()?.ToString() is "Timeout.Infinite" or "Timeout.InfiniteTimeSpan" or "-1";

    // Only the overload with a clock has three parameters.
    private static bool HasItsOwnClock(ArgumentListSyntax arguments) =>
        arguments.Arguments.Count == 3 && !arguments.ToString().Contains("TimeProvider.System", StringComparison.Ordinal);
}
