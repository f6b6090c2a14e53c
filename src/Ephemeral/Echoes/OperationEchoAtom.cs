namespace Ephemeral;

/// <summary>Writes down what operations left behind, in the background: one entry after the other and in order, unless the options say otherwise.</summary>
/// <inheritdoc cref="EchoAtomBase{TRecord}" path="/remarks"/>
/// <typeparam name="TPayload">What the captured signals carry.</typeparam>
public sealed class OperationEchoAtom<TPayload> : EchoAtomBase<OperationEchoEntry<TPayload>>
{
    /// <summary>Creates an atom that writes at once.</summary>
    /// <param name="persist">Writes one entry.</param>
    /// <param name="options">Limits and retention; null: one at a time, and a window of 64 entries for 30 seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="persist"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public OperationEchoAtom(Func<OperationEchoEntry<TPayload>, Task> persist, EphemeralOptions? options = null)
        : base(persist, options, nameof(OperationEchoAtom<TPayload>))
    {
    }

    /// <inheritdoc cref="OperationEchoAtom{TPayload}(Func{OperationEchoEntry{TPayload}, Task}, EphemeralOptions?)"/>
    /// <param name="persist">Writes one entry; its token is cancelled when <see cref="EphemeralOptions.DisposeTimeout"/> ends the wait for it.</param>
    /// <param name="options">Limits and retention; null: one at a time, and a window of 64 entries for 30 seconds.</param>
    public OperationEchoAtom(Func<OperationEchoEntry<TPayload>, CancellationToken, Task> persist, EphemeralOptions? options = null)
        : base(persist, options, nameof(OperationEchoAtom<TPayload>))
    {
    }
}
