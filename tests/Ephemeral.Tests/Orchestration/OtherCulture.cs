using System.Globalization;

namespace Ephemeral.Tests.Orchestration;

/// <summary>A culture that writes numbers in its own way, also where no cultures are installed.</summary>
internal static class OtherCulture
{
    public static void Run(Action action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "minus ");
        CultureInfo.CurrentCulture = other;
        try { action(); }
        finally { CultureInfo.CurrentCulture = before; }
    }
}
