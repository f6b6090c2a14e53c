using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Ephemeral.Jobs;

/// <summary>What fills one parameter of a job's method.</summary>
[RequiresUnreferencedCode("Typed events are built for the type of the parameter.")]
[RequiresDynamicCode("Typed events are built for the type of the parameter.")]
internal sealed class JobParameter
{
    private readonly ParameterInfo _parameter;
    private readonly Func<JobCall, object?> _value;

    /// <param name="parameter">The parameter.</param>
    /// <param name="isService">Tells which types the container provides; null without one.</param>
    public JobParameter(ParameterInfo parameter, Func<Type, bool>? isService)
    {
        _parameter = parameter;
        Type type = parameter.ParameterType;
        if (type == typeof(SignalEvent))
        {
            _value = static call => call.Signal;
        }
        else if (type == typeof(EphemeralOperation))
        {
            _value = static call => call.Operation;
        }
        else if (type == typeof(CancellationToken))
        {
            _value = static call => call.CancellationToken;
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SignalEvent<>))
        {
            PayloadType = type.GetGenericArguments()[0];
            MethodInfo typed = typeof(JobParameter).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!;
            _value = typed.MakeGenericMethod(PayloadType).CreateDelegate<Func<JobCall, object?>>();
        }
        else if (isService?.Invoke(type) ?? false)
        {
            _value = call => call.Scope!.GetService(type);
        }
        else
        {
            IsPayload = true;
            PayloadType = Nullable.GetUnderlyingType(type) ?? type;
            _value = static call => call.Signal.Payload;
        }

        TakesNull = !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        ExpectsNull = Nullable.GetUnderlyingType(type) is not null
            || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
    }

    public string Name => _parameter.Name ?? "";

    /// <summary>Gets whether the parameter is the payload itself.</summary>
    public bool IsPayload { get; }

    /// <summary>Gets the type that the payload must have; null for a parameter that needs none.</summary>
    public Type? PayloadType { get; }

    /// <summary>Gets whether it can do without.</summary>
    public bool HasDefault => _parameter.HasDefaultValue;

    public KeySourceAttribute? KeySource => _parameter.GetCustomAttribute<KeySourceAttribute>();

    private bool TakesNull { get; }

    private bool ExpectsNull { get; }

    /// <summary>Returns the argument for one run.</summary>
    /// <param name="call">The attempt.</param>
    /// <param name="isMissed">Whether the parameter wanted a payload that the signal does not carry.</param>
    /// <exception cref="InvalidOperationException">The payload is missing and the parameter cannot be null.</exception>
    public object? ValueOf(in JobCall call, ref bool isMissed)
    {
        if (PayloadType is null || PayloadType.IsInstanceOfType(call.Signal.Payload)) return _value(call);
        if (HasDefault) return _parameter.DefaultValue;
        isMissed |= !ExpectsNull;
        if (!TakesNull)
            throw new InvalidOperationException($"The parameter '{Name}' needs a payload of type {PayloadType.Name}, but the signal '{call.Signal.Signal}' carries {call.Signal.Payload?.GetType().Name ?? "none"}. Raise it through a TypedSignalSink<{PayloadType.Name}>, or make the parameter nullable.");

        return null;
    }

    private static object? Typed<TPayload>(JobCall call) => SignalEvent<TPayload>.Of(call.Signal, (TPayload)call.Signal.Payload!);
}
