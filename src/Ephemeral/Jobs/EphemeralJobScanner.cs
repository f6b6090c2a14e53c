using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Ephemeral.Jobs;

namespace Ephemeral;

/// <summary>Finds jobs: one for each <see cref="EphemeralJobAttribute"/> on an instance method, public or not.</summary>
/// <remarks>Everything about a job is checked here. What is wrong is an <see cref="ArgumentException"/> that names the method and says what to change.</remarks>
[RequiresUnreferencedCode("Job methods are found by reflection.")]
[RequiresDynamicCode("Job methods are called by reflection.")]
public static class EphemeralJobScanner
{
    private const BindingFlags Methods = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Returns the jobs of an object.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    /// <exception cref="ArgumentException">A method cannot be a job.</exception>
    public static IReadOnlyList<EphemeralJobDescriptor> Scan(object target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Scan(new JobTarget(target.GetType(), target, null));
    }

    /// <summary>Returns the jobs of several objects, in their order.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="targets"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">A method cannot be a job.</exception>
    public static IReadOnlyList<EphemeralJobDescriptor> ScanAll(IEnumerable<object> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return [.. targets.SelectMany(Scan)];
    }

    /// <summary>Returns the jobs of the classes with <see cref="EphemeralJobsAttribute"/> in some assemblies.</summary>
    /// <param name="assemblies">The assemblies.</param>
    /// <param name="factory">Makes the one object of a class.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A method cannot be a job.</exception>
    public static IReadOnlyList<EphemeralJobDescriptor> ScanAssemblies(IEnumerable<Assembly> assemblies, Func<Type, object> factory)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        ArgumentNullException.ThrowIfNull(factory);
        return ScanAll(
            from type in ClassesOf(assemblies)
            where type.IsDefined(typeof(EphemeralJobsAttribute))
            select factory(type));
    }

    /// <summary>Returns the jobs of types whose objects an activator makes, one for each attempt.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A method cannot be a job.</exception>
    public static IReadOnlyList<EphemeralJobDescriptor> ScanTypes(IEnumerable<Type> types, IEphemeralJobActivator activator)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(activator);
        return [.. types.SelectMany(type => Scan(new JobTarget(type, null, activator)))];
    }

    /// <summary>Returns the classes of some assemblies that have jobs, with or without <see cref="EphemeralJobsAttribute"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="assemblies"/> is null.</exception>
    public static IReadOnlyList<Type> FindTypes(IEnumerable<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        return [.. ClassesOf(assemblies).Where(static type => MethodsOf(type).Any(static method => method.IsDefined(typeof(EphemeralJobAttribute))))];
    }

    private static IEnumerable<Type> ClassesOf(IEnumerable<Assembly> assemblies) =>
        assemblies.SelectMany(static assembly => assembly.GetTypes()).Where(static type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false });

    private static IReadOnlyList<EphemeralJobDescriptor> Scan(JobTarget target)
    {
        EphemeralJobsAttribute defaults = target.Type.GetCustomAttribute<EphemeralJobsAttribute>() ?? new();
        EphemeralLaneAttribute[] lanes = [.. target.Type.GetCustomAttributes<EphemeralLaneAttribute>()];
        return
        [
            .. from method in MethodsOf(target.Type)
               from attribute in method.GetCustomAttributes<EphemeralJobAttribute>()
               select new EphemeralJobDescriptor(
                   method.DeclaringType!, method.Name, ReflectionJobInvoker.Create(target, method), attribute, defaults, lanes, KeyOf(attribute)),
        ];
    }

    /// <summary>Returns the methods of a class, those that only its base classes see included.</summary>
    private static IEnumerable<MethodInfo> MethodsOf(Type? type) =>
        type is null ? [] : type.GetMethods(Methods).Concat(MethodsOf(type.BaseType).Where(static method => method.IsPrivate));

    private static Func<object?, string?>? KeyOf(EphemeralJobAttribute attribute) => attribute.KeyFromPayload is { } path ? new PayloadPath(path).Read : null;
}
