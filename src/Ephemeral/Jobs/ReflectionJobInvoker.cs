using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Ephemeral.Jobs;

/// <summary>Calls a job's method by reflection; everything about its signature is decided, and refused, when it is scanned.</summary>
[RequiresUnreferencedCode("Job methods are called by reflection.")]
[RequiresDynamicCode("Job methods are called by reflection.")]
internal sealed class ReflectionJobInvoker : IEphemeralJobInvoker
{
    private const int Inline = 8;

    private readonly JobTarget _target;
    private readonly MethodInvoker _method;
    private readonly string _name;
    private readonly JobParameter[] _parameters;
    private readonly PayloadPath? _keySource;
    private readonly bool _returnsValueTask;

    private ReflectionJobInvoker(in JobTarget target, MethodInfo method, JobParameter[] parameters)
    {
        _target = target;
        _name = method.Name;
        _method = MethodInvoker.Create(method);
        _parameters = parameters;
        _returnsValueTask = method.ReturnType == typeof(ValueTask);
        _keySource = Array.Find(parameters, static parameter => parameter.KeySource is not null) is { } source
            ? new(source.KeySource!.PropertyPath)
            : null;
    }

    /// <summary>Prepares the calls of a method.</summary>
    /// <exception cref="ArgumentException">The method cannot be a job; the message says why.</exception>
    public static ReflectionJobInvoker Create(in JobTarget target, MethodInfo method)
    {
        string name = $"{method.DeclaringType?.Name}.{method.Name}";
        if (method.IsStatic) throw new ArgumentException($"The job {name} is static. Make it an instance method.");
        if (method.ContainsGenericParameters) throw new ArgumentException($"The job {name} is generic. A job has no type parameters.");
        if (!typeof(Task).IsAssignableFrom(method.ReturnType) && method.ReturnType != typeof(ValueTask))
            throw new ArgumentException($"The job {name} returns {method.ReturnType.Name}. A job returns Task or ValueTask.");

        ParameterInfo[] infos = method.GetParameters();
        if (Array.Find(infos, static info => info.ParameterType.IsByRef) is { } byRef)
            throw new ArgumentException($"The parameter '{byRef.Name}' of the job {name} is ref, in or out. Take it by value.");

        if (Array.Find(infos, static info => info.ParameterType.IsByRefLike || info.ParameterType.IsPointer) is { } stackOnly)
            throw new ArgumentException($"The parameter '{stackOnly.Name}' of the job {name} is a {stackOnly.ParameterType.Name}, which no payload can be. Take an ordinary type.");

        Func<Type, bool>? isService = target.Activator is null ? null : target.Activator.IsService;
        JobParameter[] parameters = [.. infos.Select(info => new JobParameter(info, isService))];
        string[] payloads = [.. parameters.Where(static parameter => parameter is { IsPayload: true, HasDefault: false }).Select(static parameter => parameter.Name)];
        if (payloads.Length > 1) throw new ArgumentException($"The job {name} has more than one payload parameter ({string.Join(", ", payloads)}). A signal carries one payload.");

        JobParameter[] keySources = Array.FindAll(parameters, static parameter => parameter.KeySource is not null);
        if (keySources.Length > 1)
            throw new ArgumentException($"The job {name} has more than one [KeySource] ({string.Join(", ", keySources.Select(static parameter => parameter.Name))}). A run has one key.");

        if (Array.Find(keySources, static parameter => parameter.PayloadType is null) is { } stray)
            throw new ArgumentException($"The parameter '{stray.Name}' of the job {name} has a [KeySource] but receives no payload. Put it on the payload's parameter.");

        return new(target, method, parameters);
    }

    public string? KeyOf(object? payload) => _keySource?.Read(payload);

    public Task InvokeAsync(SignalEvent signal, EphemeralOperation operation, CancellationToken cancellationToken) =>
        _target.Activator is null
            ? Call(_target.Instance!, new(signal, operation, null, cancellationToken))
            : CallInScopeAsync(_target.Activator, signal, operation, cancellationToken);

    private async Task CallInScopeAsync(
        IEphemeralJobActivator activator, SignalEvent signal, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        IEphemeralJobScope scope = activator.OpenScope(_target.Type);
        await using (scope.ConfigureAwait(false)) await Call(scope.Target, new(signal, operation, scope, cancellationToken)).ConfigureAwait(false);
    }

    private Task Call(object target, in JobCall call)
    {
        Arguments arguments = default;
        Span<object?> filled = ((Span<object?>)arguments)[..Math.Min(_parameters.Length, Inline)];
        if (_parameters.Length > Inline) filled = new object?[_parameters.Length];
        bool isMissed = false;
        try
        {
            for (int i = 0; i < filled.Length; i++) filled[i] = _parameters[i].ValueOf(call, ref isMissed);
        }
        finally
        {
            if (isMissed) call.Operation.Emit($"job.payload.missing:{_name}", call.Signal.Key);
        }

        object? returned = _method.Invoke(target, filled);
        return _returnsValueTask ? ((ValueTask)returned!).AsTask() : (Task)returned!;
    }

    /// <summary>Room for the arguments of most jobs, on the stack.</summary>
    [InlineArray(Inline)]
    private struct Arguments
    {
        private object? _first;
    }
}
