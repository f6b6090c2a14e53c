namespace Ephemeral.Hosting.Creation;

/// <summary>What is being created on this thread, so that a circle is an error and not a stack overflow.</summary>
internal static class CreationPath
{
    [ThreadStatic]
    private static Stack<CoordinatorRegistration>? _current;

    /// <summary>Enters the creation of a coordinator until the returned step is disposed.</summary>
    /// <exception cref="InvalidOperationException">It is being created already.</exception>
    public static Step Of(CoordinatorRegistration registration)
    {
        Stack<CoordinatorRegistration> current = _current ??= new();
        if (current.Contains(registration))
        {
            IEnumerable<string> circle = current.Reverse().Append(registration).Select(static step => $"'{step.Name}'");
            throw new InvalidOperationException(
                $"The coordinator '{registration.Name}' needs itself to be created ({string.Join(" -> ", circle)}). Ask for it inside the body, not where the body is made.");
        }

        current.Push(registration);
        return new(current);
    }

    internal readonly struct Step(Stack<CoordinatorRegistration> current) : IDisposable
    {
        public void Dispose() => current.Pop();
    }
}
