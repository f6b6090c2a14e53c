using Ephemeral.Hosting.Configuration;

namespace Ephemeral.Hosting.Creation;

/// <summary>How priority coordinators are made.</summary>
internal static class PriorityMaker
{
    public static CoordinatorMaker<PriorityWorkCoordinator<T>> Of<T>(Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> optionsFactory)
    {
        ArgumentNullException.ThrowIfNull(optionsFactory);
        return (services, overlay) =>
        {
            PriorityWorkCoordinatorOptions<T> coded = optionsFactory(services);
            CodedOptions laid = overlay.Over(CodedOptions.WithLanes(coded.EphemeralOptions, coded.Lanes));
            return new(coded with { EphemeralOptions = laid.Options, Lanes = laid.Lanes });
        };
    }

    public static CoordinatorMaker<PriorityKeyedWorkCoordinator<T, TKey>> Of<T, TKey>(
        Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> optionsFactory)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(optionsFactory);
        return (services, overlay) =>
        {
            PriorityKeyedWorkCoordinatorOptions<T, TKey> coded = optionsFactory(services);
            CodedOptions laid = overlay.Over(CodedOptions.WithLanes(coded.EphemeralOptions, coded.Lanes));
            return new(coded with { EphemeralOptions = laid.Options, Lanes = laid.Lanes });
        };
    }

    /// <summary>Refuses, where it is registered, what no coordinator could be made of.</summary>
    public static CodedOptions Check<T>(PriorityWorkCoordinatorOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfNoBody(options.Body, options.BodyWithOperation);
        return CodedOptions.WithLanes(options.EphemeralOptions, options.Lanes);
    }

    /// <inheritdoc cref="Check{T}(PriorityWorkCoordinatorOptions{T})"/>
    public static CodedOptions Check<T, TKey>(PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfNoBody(options.Body, options.BodyWithOperation);
        ArgumentNullException.ThrowIfNull(options.KeySelector, "keySelector");
        return CodedOptions.WithLanes(options.EphemeralOptions, options.Lanes);
    }

    private static void ThrowIfNoBody(Delegate? body, Delegate? bodyWithOperation) => ArgumentNullException.ThrowIfNull(body ?? bodyWithOperation, nameof(body));
}
