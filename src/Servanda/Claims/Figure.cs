using System.Globalization;

namespace Servanda.Claims;

public enum Bound { Exact, AtLeast, MoreThan, About, AtMost, AllBut, Between }

/// <summary>What is known of a number: between <see cref="Low"/> and <see cref="High"/>, both included; a null High is unbounded.</summary>
public readonly record struct Extent(decimal Low, decimal? High)
{
    public static Extent Anything => new(0, null);

    /// <summary>What is left when both hold; null when they do not meet.</summary>
    public Extent? Meet(Extent other)
    {
        var low = Math.Max(Low, other.Low);
        var high = High is { } a && other.High is { } b ? Math.Min(a, b) : High ?? other.High;
        return high is { } h && h < low ? null : new Extent(low, high);
    }

    public static Extent operator +(Extent a, Extent b) => new(a.Low + b.Low, a.High + b.High);

    public override string ToString() => High is { } high
        ? high == Low ? Low.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Low}–{high}")
        : string.Create(CultureInfo.InvariantCulture, $"{Low}+");
}

/// <summary>A number as its speaker gives it: with its bound and unit. Never added to another speaker's.</summary>
/// <param name="Value">The number said, not negative.</param>
/// <param name="High">The upper number of "between".</param>
/// <param name="Of">The whole that "all but" leaves from.</param>
public sealed record Figure(decimal Value, Bound Bound, string Unit, decimal? High = null, decimal? Of = null)
{
    /// <summary>The numbers this figure admits. Counts are whole, so "more than 5" begins at 6.</summary>
    /// <param name="universe">How many there are in all, used by "all but" when the figure names no whole.</param>
    /// <param name="tolerance">What "about" means, as a share of the value.</param>
    public Extent Extent(decimal? universe, decimal tolerance) => Bound switch
    {
        Bound.Exact => new Extent(Value, Value),
        Bound.AtLeast => new Extent(Value, null),
        Bound.MoreThan => new Extent(Math.Floor(Value) + 1, null),
        Bound.About => new Extent(Math.Ceiling(Value * (1 - tolerance)), Math.Floor(Value * (1 + tolerance))),
        Bound.AtMost => new Extent(0, Value),
        Bound.AllBut when (Of ?? universe) is { } whole => new Extent(Math.Max(0, whole - Value), Math.Max(0, whole - Value)),
        Bound.AllBut => Claims.Extent.Anything,
        Bound.Between => new Extent(Value, High ?? Value),
    };
}
