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
        var parts = intervals.Select(i => (Extent: bare ? i.Bare : i.Extent, i.Claims)).ToList();
        if (parts.Count == 0)
        {
            return Of(Extent.Anything);
        }
        // On a line a maximal set of intervals that pairwise meet has a common point, which may be taken at some lower end.
        var sets = parts.Select(p => p.Extent.Low).Distinct().Order()
            .Select(point => parts.Select((p, i) => (p.Extent, i)).Where(p => p.Extent.Low <= point && (p.Extent.High is not { } high || high >= point)).Select(p => p.i).ToHashSet())
            .ToList();
        var maximal = sets.Where((set, n) => !sets.Where((other, m) => m != n && set.IsSubsetOf(other) && (set.Count < other.Count || m < n)).Any());
        return new([.. maximal.Select(set => new Account(
            set.Select(i => parts[i].Extent).Aggregate((a, b) => a.Meet(b)!.Value),
            [.. set.Order().SelectMany(i => parts[i].Claims).Distinct()]))]);
    }

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
