using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Ephemeral;

/// <summary>Finds the jobs of objects.</summary>
public static class EphemeralJobScanner
{
    private const BindingFlags Methods = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Returns the jobs of an object: one for each <see cref="EphemeralJobAttribute"/> on its methods, public or not.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    /// <exception cref="ArgumentException">A method cannot be a job; the message names it and says what to change.</exception>
    [RequiresUnreferencedCode("Job methods are found by reflection.")]
    [RequiresDynamicCode("Job methods are called by reflection.")]
    public static IReadOnlyList<EphemeralJobDescriptor> Scan(object target)
    {
        ArgumentNullException.ThrowIfNull(target);
        EphemeralJobsAttribute defaults = target.GetType().GetCustomAttribute<EphemeralJobsAttribute>() ?? new();
        return
        [
            .. from method in target.GetType().GetMethods(Methods)
               from attribute in method.GetCustomAttributes<EphemeralJobAttribute>()
               select new EphemeralJobDescriptor(target, method, attribute, defaults),
        ];
    }

    /// <summary>Returns the jobs of several objects, in their order.</summary>
    /// <inheritdoc cref="Scan"/>
    [RequiresUnreferencedCode("Job methods are found by reflection.")]
    [RequiresDynamicCode("Job methods are called by reflection.")]
    public static IReadOnlyList<EphemeralJobDescriptor> ScanAll(IEnumerable<object> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        List<EphemeralJobDescriptor> jobs = [];
        foreach (object target in targets) jobs.AddRange(Scan(target));
        return jobs;
    }
}
