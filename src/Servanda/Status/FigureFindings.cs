using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

/// <summary>
/// What does not add up in the claims themselves: reported with the claims named, and never corrected. Published figures
/// often do not agree with each other, and a finding says so without saying which of them holds.
/// </summary>
public static class FigureFindings
{
    public static IReadOnlyList<Finding> Of(Record record)
    {
        var figures = record.Claims.Where(c => c.Claim is Claim.Count { Figure: not null }).Select(c => new Told(c, record.Agreement.Counter(((Claim.Count)c.Claim).Counter)!)).ToList();
        var counted = figures.FindAll(f => f.Claim.IsOfUnit);
        var series = counted.GroupBy(f => f.Series).Select(s => s.ToList()).ToList();
        return
        [
            .. record.Claims.Where(c => !c.IsOfUnit).Select(c => OtherUnit(c, record.Agreement)),
            .. series.SelectMany(s => Falls(s, record.Agreement).Concat(Differences(s))),
            .. OfSeveralParts(counted, series).GroupBy(f => new Period(f.Claim.Speaker, f.Counter.Id, f.From, f.To)).SelectMany(s => PartsAgainstTotals([.. s], record.Agreement)),
            .. TwoDates(record),
        ];
    }

    /// <summary>Whose figures of what: the figures of one series are meant to fit each other.</summary>
    private sealed record Series(string Speaker, string Counter, string? Zone, string? Actor);

    /// <summary>Whose figures of what, and of which time.</summary>
    private sealed record Period(string Speaker, string Counter, Stamp From, Stamp To);

    private sealed class Told(StandingClaim claim, Counter counter)
    {
        public StandingClaim Claim => claim;
        public Counter Counter => counter;
        public Figure Figure => claim.Claim.Figure!;
        public Extent Extent { get; } = claim.Claim.Figure!.Extent(counter.Universe, counter.Tolerance);
        public Series Series { get; } = new(claim.Speaker, counter.Id, claim.Claim.Zone, claim.Actor);
        public Stamp From => claim.Claim.Happened?.From ?? claim.Claim.Said;
        public Stamp To => claim.Claim.Happened?.To ?? claim.Claim.Said;
        public bool IsOfOneDay => From == To;
    }

    // Where a speaker gives all figures of a counter for one zone and one actor, none is of a part of another.
    private static IEnumerable<Told> OfSeveralParts(List<Told> counted, List<List<Told>> series)
    {
        var several = series.GroupBy(s => s[0].Series with { Zone = null, Actor = null }).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return several.Count == 0 ? [] : counted.Where(f => several.Contains(f.Series with { Zone = null, Actor = null }));
    }

    private static Finding OtherUnit(StandingClaim claim, Agreement agreement)
    {
        var counter = agreement.Counter(claim.Claim is Claim.Count count ? count.Counter : ((Provision.Quota)claim.Provision!).Counter)!;
        var unit = claim.Claim.Figure!.Unit;
        return Found("other-unit", Severity.Warning, [claim],
            $"{claim.Claim.Id} gives {Spelling.Quote(counter.Id)} in {Spelling.Quote(unit)}, and the agreement counts it in {Spelling.Quote(counter.Unit)}.",
            "The figure is shown and not counted. If it is of the same unit, write that; if not, it belongs to a counter of its own.", unit);
    }

    // Of a count that can only grow, a later total below an earlier one. A total of a day is one of "so far".
    private static IEnumerable<Finding> Falls(List<Told> series, Agreement agreement)
    {
        if (series.Count < 2 || !series[0].Counter.Monotone)
        {
            yield break;
        }
        foreach (var total in series.TrueForAll(f => f.IsOfOneDay) ? [series] : series.GroupBy(f => f.IsOfOneDay ? (Stamp?)null : f.From).Select(t => t.ToList()))
        {
            Told? highest = null;
            var inOrder = total.OrderBy(f => f.Claim.Happened.Latest).ToList();
            for (var (day, next) = (0, 0); day < inOrder.Count; day = next)
            {
                var most = inOrder[day];
                List<Told> lower = [];
                for (; next < inOrder.Count && inOrder[next].Claim.Happened.Latest == inOrder[day].Claim.Happened.Latest; next++)
                {
                    var figure = inOrder[next];
                    most = figure.Extent.Low > most.Extent.Low ? figure : most;
                    if (highest is not null && figure.Extent.High < highest.Extent.Low)
                    {
                        lower.Add(figure);
                    }
                }
                foreach (var later in lower.OrderBy(f => f.Claim.Claim.Id, StringComparer.Ordinal))
                {
                    yield return Found("falling-series", Severity.Warning, [highest!.Claim, later.Claim],
                        $"{agreement.NameOf(later.Claim.Speaker)} tells {Number(highest)} of {Spelling.Quote(later.Counter.Id)} until {highest.To} ({Named(highest)}) and {Number(later)} until {later.To} ({Named(later)}), though it can only grow.",
                        "Both stand as they were said. A reclassification or a slip in the source would explain it: say so in a note.", later.Counter.Id);
                }
                highest = highest is null || most.Extent.Low > highest.Extent.Low ? most : highest;
            }
        }
    }

    // Two totals that run from one day, and what is told of the time between their ends: the later total is of several days.
    private static IEnumerable<Finding> Differences(List<Told> series)
    {
        if (series.TrueForAll(f => f.IsOfOneDay))
        {
            yield break;
        }
        var all = series.FindAll(f => f.From.Day is not null && f.To.Day is not null);
        var ending = all.ToLookup(f => f.To.Day!.Value);
        foreach (var between in all)
        {
            var (from, to) = (between.From.Day!.Value, between.To.Day!.Value);
            var before = ending[from.PlusDays(-1)];
            foreach (var start in before.Select(f => f.From.Day!.Value).Where(s => s < from).Distinct().Order())
            {
                foreach (var (first, second) in before.Where(f => f.From.Day == start).SelectMany(a => ending[to].Where(f => f.From.Day == start).Select(b => (a, b))))
                {
                    var (low, high) = (second.Extent.Low - first.Extent.High, second.Extent.High - first.Extent.Low);
                    if (between.Extent.High < low || high < between.Extent.Low)
                    {
                        yield return Found("difference-disagrees", Severity.Warning, [first.Claim, second.Claim, between.Claim],
                            $"{Named(between)} tells {Number(between)} of {Spelling.Quote(between.Counter.Id)} from {between.From} to {between.To}; {Named(first)} and {Named(second)}, by the same speaker, leave {Range(low, high)} for that time.",
                            "All three stand as they were said.", between.Counter.Id);
                    }
                }
            }
        }
    }

    // What is told of parts that do not overlap cannot be more than what is told of the whole, by the same speaker of the same time.
    private static IEnumerable<Finding> PartsAgainstTotals(IReadOnlyList<Told> told, Agreement agreement)
    {
        foreach (var total in told)
        {
            foreach (var (kind, parts) in new[] { ("zones", ZonesWithin(total, told, agreement)), ("actors", ActorsWithin(total, told, agreement)) })
            {
                var sum = parts.Sum(p => p.Extent.Low);
                if (parts.Count > 0 && total.Extent.High < sum)
                {
                    yield return Found("parts-exceed-total", Severity.Warning, [total.Claim, .. parts.Select(p => p.Claim)],
                        $"The {kind} told by {agreement.NameOf(total.Claim.Speaker)} for {Spelling.Quote(total.Counter.Id)} come to at least {sum} ({string.Join(", ", parts.Select(Named))}), and its total to {Number(total)} ({Named(total)}).",
                        "All of them stand as they were said.", total.Counter.Id);
                }
            }
        }
    }

    private static List<Told> ZonesWithin(Told total, IReadOnlyList<Told> told, Agreement agreement)
    {
        var whole = total.Claim.Claim.Zone;
        var inside = told.Where(f => f.Claim.Actor == total.Claim.Actor && f.Claim.Claim.Zone is { } zone && zone != whole && (whole is null || agreement.IsZonePartOf(zone, whole))).ToList();
        return Largest(inside.Where(f => !inside.Exists(o => o.Claim.Claim.Zone != f.Claim.Claim.Zone && agreement.IsZonePartOf(f.Claim.Claim.Zone!, o.Claim.Claim.Zone!))), f => f.Claim.Claim.Zone!);
    }

    private static List<Told> ActorsWithin(Told total, IReadOnlyList<Told> told, Agreement agreement)
    {
        var whole = total.Claim.Actor;
        var inside = told.Where(f => f.Claim.Claim.Zone == total.Claim.Claim.Zone && f.Claim.Actor is { } actor && actor != whole && (whole is null || agreement.IsPartOf(actor, whole))).ToList();
        return Largest(inside.Where(f => !inside.Exists(o => o.Claim.Actor != f.Claim.Actor && agreement.IsPartOf(f.Claim.Actor!, o.Claim.Actor!))), f => f.Claim.Actor!);
    }

    // Of a part told twice, the least that it is told to be.
    private static List<Told> Largest(IEnumerable<Told> parts, Func<Told, string> part) =>
        [.. parts.GroupBy(part, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.OrderBy(f => f.Extent.Low).ThenBy(f => f.Claim.Claim.Id, StringComparer.Ordinal).First())];

    // One occurrence that its claims date to times that do not meet.
    private static IEnumerable<Finding> TwoDates(Record record)
    {
        foreach (var provision in record.Agreement.Provisions)
        {
            foreach (var occurrence in record.IssuesOf(provision).Where(o => o.Named))
            {
                if (MeetInTime(occurrence.Claims))
                {
                    continue;
                }
                var dated = occurrence.Claims.Where(DatesIt).OrderBy(c => c.Happened.Earliest).ThenBy(c => c.Claim.Id, StringComparer.Ordinal).ToList();
                if (dated.Count > 1 && dated.MaxBy(c => c.Happened.Earliest) is { } last && dated.MinBy(c => c.Happened.Latest) is { } first && last.Happened.Earliest > first.Happened.Latest)
                {
                    yield return Found("two-dates", Severity.Note, dated,
                        $"{Spelling.Quote(occurrence.Id)} under {Spelling.Quote(provision.Id)} is told of {first.Claim.Happened!.From} ({first.Claim.Id}) and of {last.Claim.Happened!.From} ({last.Claim.Id}).",
                        "Either two occurrences share an id, or the accounts differ on when it was. Both dates stand.", occurrence.Id) with
                    { Provisions = [provision.Id] };
                }
            }
        }
    }

    private static bool DatesIt(StandingClaim claim) => claim is { Says: > 0, Superseded: false, Claim: { Exception: null, Happened: not null } };

    private static bool MeetInTime(IReadOnlyList<StandingClaim> claims)
    {
        var (latestStart, earliestEnd) = (Instant.MinValue, Instant.MaxValue);
        foreach (var claim in claims)
        {
            if (DatesIt(claim))
            {
                latestStart = Instant.Max(latestStart, claim.Happened.Earliest);
                earliestEnd = Instant.Min(earliestEnd, claim.Happened.Latest);
            }
        }
        return latestStart <= earliestEnd;
    }

    private static string Named(Told figure) => figure.Claim.Claim.Id;
    private static string Number(Told figure) => figure.Extent.ToString();
    private static string Range(decimal? low, decimal? high) => (low, high) switch
    {
        ({ } l, { } h) => new Extent(l, h).ToString(),
        ({ } l, null) => $"at least {l}",
        (null, { } h) => $"at most {h}",
        (null, null) => "anything",
    };

    private static Finding Found(string code, Severity severity, IReadOnlyList<StandingClaim> claims, string message, string hint, string text) => new()
    {
        Code = code,
        Severity = severity,
        Message = message,
        Hint = hint,
        File = claims[^1].Claim.WrittenIn,
        Position = claims[^1].Claim.WrittenAt,
        Text = text,
        Provisions = ProvisionsOf(claims),
    };

    private static List<string> ProvisionsOf(IReadOnlyList<StandingClaim> claims)
    {
        var provisions = new List<string>();
        foreach (var claim in claims)
        {
            if (claim.Provision is { Id: var id } && !provisions.Contains(id))
            {
                provisions.Add(id);
            }
        }
        return provisions;
    }
}
