using NodaTime;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>
/// The claims about what must be kept that can matter to a question about the last days: those that speak of them, all
/// others about the same occurrences, and the general denials that may answer them. What lies wholly before tells those
/// who hear it of no incident in those days.
/// </summary>
/// <param name="claims">All claims about the provision.</param>
/// <param name="heard">The standpoints that hear a claim.</param>
/// <param name="apart">Claims about one occurrence this far apart may lie one wholly before those days and one after them.</param>
/// <param name="all">Whether what lies before matters too, because silence is read by what is on the table.</param>
internal sealed class RecentClaims(IReadOnlyList<StandingClaim> claims, Func<StandingClaim, ushort> heard, Duration apart, bool all)
{
    private readonly StandingClaim[] byEnd = [.. claims.OrderBy(c => c.Happened.Latest).ThenBy(c => c.Number)];
    private readonly ILookup<string, StandingClaim> byOccurrence = claims.Where(c => c.Occurrence is not null).ToLookup(c => c.Occurrence!, StringComparer.Ordinal);
    private readonly StandingClaim[] denials = [.. claims.Where(c => c.IsSummary && c.Claim is Claim.Assert or Claim.Deny && c.Says < 0)];

    // What speaks of a time up to now ends no later than this much after it.
    private readonly Duration longest = claims.Select(c => c.Happened.Latest - c.Happened.Earliest).DefaultIfEmpty(Duration.Zero).Max();

    // What is told of one occurrence so far apart is always looked at.
    private readonly StandingClaim[] scattered = [.. claims.Where(c => OccurrenceFold.IsOfIssue(c) && c.Occurrence is not null).GroupBy(c => c.Occurrence!, StringComparer.Ordinal).Where(g => IsScattered(g, apart)).SelectMany(g => g)];

    // By the end of the last claim about each occurrence, who hears of it and of every one before.
    private readonly List<(Instant End, ushort Heard)> ended = Ended(claims, heard, apart);

    private static bool IsScattered(IEnumerable<StandingClaim> claims, Duration apart) => claims.Max(c => c.Happened.Earliest) - claims.Min(c => c.Happened.Latest) > apart;

    private static List<(Instant, ushort)> Ended(IReadOnlyList<StandingClaim> claims, Func<StandingClaim, ushort> heard, Duration apart)
    {
        var each = claims.Where(OccurrenceFold.IsOfIssue).GroupBy(c => c.Occurrence ?? "#" + c.Claim.Id, StringComparer.Ordinal).Where(g => !IsScattered(g, apart))
            .Select(g => (End: g.Max(c => c.Happened.Latest), Heard: g.Where(c => c.Claim.Exception is null && c.Says != 0).Aggregate(0, (all, c) => all | heard(c))))
            .OrderBy(i => i.End);
        var (known, result) = (0xFFFF, new List<(Instant, ushort)>());
        foreach (var (end, by) in each)
        {
            known &= by;
            result.Add((end, (ushort)known));
        }
        return result;
    }

    /// <summary>Those who hear nothing of some occurrence that lies wholly before.</summary>
    public ushort UnheardBefore(Instant since)
    {
        var (low, high) = (0, all ? 0 : ended.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ended[middle].End < since ? (middle + 1, high) : (low, middle);
        }
        return low == 0 ? (ushort)0 : (ushort)~ended[low - 1].Heard;
    }

    public IEnumerable<StandingClaim> Between(Instant since, Instant now)
    {
        if (all)
        {
            return byEnd.OrderBy(c => c.Number);
        }
        var found = new HashSet<StandingClaim>(scattered);
        for (var i = FirstEnding(since); i < byEnd.Length && byEnd[i].Happened.Latest - longest <= now; i++)
        {
            found.Add(byEnd[i]);
            if (byEnd[i].Occurrence is { } occurrence)
            {
                found.UnionWith(byOccurrence[occurrence]);
            }
        }
        if (found.Any(c => c.IsSummary || c.Claim is Claim.Count))
        {
            found.UnionWith(denials);
        }
        return found.OrderBy(c => c.Number);
    }

    private int FirstEnding(Instant since)
    {
        var (low, high) = (0, byEnd.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = byEnd[middle].Happened.Latest < since ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
