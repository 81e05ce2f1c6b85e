using Servanda.Claims;

namespace Servanda.Status;

/// <summary>What one report leaves possible of a count, with the claims it rests on.</summary>
/// <param name="Bare">The same with presumptions withdrawn.</param>
public sealed record CountInterval(Extent Extent, Extent Bare, IReadOnlyList<StandingClaim> Claims);

/// <summary>Reports that can all be true together, and what they jointly leave possible.</summary>
public sealed record Account(Extent Extent, IReadOnlyList<StandingClaim> Claims)
{
    public IReadOnlyList<string> Speakers => [.. Claims.Select(c => c.Speaker).Distinct(StringComparer.Ordinal)];
}

/// <summary>How an account answers a yes/no question about a number.</summary>
public enum Answer { No, Maybe, Yes }

/// <summary>
/// The accounts of a count: the reports grouped into maximal sets that agree. Reports that agree sharpen each other;
/// reports that do not meet stand side by side.
/// </summary>
public sealed class Accounts
{
    private Accounts(IReadOnlyList<Account> each) => Each = each;

    public IReadOnlyList<Account> Each { get; }

    public static Accounts Of(Extent extent) => new([new Account(extent, [])]);

    public static Accounts Of(IReadOnlyList<CountInterval> intervals, bool bare)
    {
        var parts = new Extent[intervals.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = bare ? intervals[i].Bare : intervals[i].Extent;
        }
        var points = MeetingPoints(parts);
        return points.Count == 0 ? Of(Extent.Anything) : new([.. points.Select(point => AccountAt(point, parts, intervals))]);
    }

    /// <summary>What each account of some reports leaves possible: all that <see cref="Of(IReadOnlyList{CountInterval}, bool)"/> gives but the claims.</summary>
    internal static IReadOnlyList<Extent> ExtentsOf(Extent[] parts)
    {
        var points = MeetingPoints(parts);
        return points.Count == 0 ? [Extent.Anything] : [.. points.Select(point => CommonAt(point, parts))];
    }

    // A number in each of the largest sets of intervals that can all be true together.
    private static List<decimal> MeetingPoints(Extent[] parts)
    {
        var points = new List<decimal>(parts.Length);
        foreach (var part in parts)
        {
            // Half a thing, "about", admits no whole number.
            if (part.High is not { } high || high >= part.Low)
            {
                points.Add(part.Low);
            }
        }
        points.Sort();
        // On a line the intervals that pairwise meet have a common point, which may be taken at some lower end. From one
        // lower end to the next some begin; the set that meets here is in no other where one of it has ended by then.
        var each = new List<decimal>(points.Count);
        for (var n = 0; n < points.Count; n++)
        {
            var isLast = n == points.Count - 1;
            if (isLast || (points[n + 1] != points[n] && EndsBetween(parts, points[n], points[n + 1])))
            {
                each.Add(points[n]);
            }
        }
        return each;
    }

    private static bool EndsBetween(Extent[] parts, decimal point, decimal next)
    {
        foreach (var part in parts)
        {
            if (part.High is { } high && high >= point && high < next)
            {
                return true;
            }
        }
        return false;
    }

    private static Account AccountAt(decimal point, Extent[] parts, IReadOnlyList<CountInterval> intervals)
    {
        var claims = new List<StandingClaim>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (Has(parts[i], point))
            {
                claims.AddRange(intervals[i].Claims);
            }
        }
        return new Account(CommonAt(point, parts), claims.Count < 2 ? claims : [.. claims.Distinct()]);
    }

    private static Extent CommonAt(decimal point, Extent[] parts)
    {
        Extent? common = null;
        foreach (var part in parts)
        {
            common = !Has(part, point) ? common : common is { } so ? so.Meet(part) : part;
        }
        return common!.Value;
    }

    private static bool Has(Extent part, decimal point) => part.Low <= point && (part.High is not { } high || high >= point);

    /// <summary>The four bits of a question about the number: certain where every account says yes, possible where one leaves it open.</summary>
    public Told Ask(Func<Extent, Answer> question) => Ask(Each.Select(a => question(a.Extent)));

    public static Told Ask(IEnumerable<Answer> answers)
    {
        var all = answers.ToList();
        return Told.FromBits(
            lo: all.TrueForAll(a => a == Answer.Yes),
            p: all.Contains(Answer.Yes),
            q: !all.Contains(Answer.No),
            hi: all.Exists(a => a != Answer.No));
    }

    /// <summary>Whether a number within the extent stands in the comparison.</summary>
    public static Answer Compare(Extent extent, Agreements.Comparison comparison, decimal number) => comparison switch
    {
        Agreements.Comparison.AtLeast => Above(extent.Low >= number, extent.High is { } h && h < number),
        Agreements.Comparison.Greater => Above(extent.Low > number, extent.High is { } h && h <= number),
        Agreements.Comparison.AtMost => Above(extent.High is { } h && h <= number, extent.Low > number),
        Agreements.Comparison.Less => Above(extent.High is { } h && h < number, extent.Low >= number),
        Agreements.Comparison.Equal => Above(extent.Low == number && extent.High == number, extent.Low > number || (extent.High is { } h && h < number)),
    };

    private static Answer Above(bool yes, bool no) => yes ? Answer.Yes : no ? Answer.No : Answer.Maybe;
}
