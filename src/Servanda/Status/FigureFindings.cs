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
        var counted = figures.Where(f => Evaluation.IsOfUnit(f.Figure, f.Counter)).ToList();
        return
        [
            .. figures.Where(f => !Evaluation.IsOfUnit(f.Figure, f.Counter)).Select(OtherUnit),
            .. counted.GroupBy(f => f.Series with { Zone = f.Claim.Claim.Zone, Actor = f.Claim.Actor }).SelectMany(s => Falls(s, record.Agreement).Concat(Differences(s))),
            .. counted.GroupBy(f => (f.Series, f.From, f.To)).SelectMany(s => PartsAgainstTotals([.. s], record.Agreement)),
            .. TwoDates(record),
        ];
    }

    /// <summary>Whose figures of what: the figures of one series are meant to fit each other.</summary>
    private sealed record Series(string Speaker, string Counter, string? Zone = null, string? Actor = null);

    private sealed record Told(StandingClaim Claim, Counter Counter)
    {
        public Figure Figure => Claim.Claim.Figure!;
        public Extent Extent => Figure.Extent(Counter.Universe, Counter.Tolerance);
        public Series Series => new(Claim.Speaker, Counter.Id);
        public Stamp From => Claim.Claim.Happened?.From ?? Claim.Claim.Said;
        public Stamp To => Claim.Claim.Happened?.To ?? Claim.Claim.Said;
    }

    private static Finding OtherUnit(Told figure) => Found("other-unit", Severity.Warning, [figure.Claim],
        $"{Named(figure)} gives {Spelling.Quote(figure.Counter.Id)} in {Spelling.Quote(figure.Figure.Unit)}, and the agreement counts it in {Spelling.Quote(figure.Counter.Unit)}.",
        "The figure is shown and not counted. If it is of the same unit, write that; if not, it belongs to a counter of its own.", figure.Figure.Unit);

    // Of a count that can only grow, a later total below an earlier one. A total of a day is one of "so far".
    private static IEnumerable<Finding> Falls(IEnumerable<Told> series, Agreement agreement)
    {
        var totals = series.Where(f => f.Counter.Monotone).GroupBy(f => f.From == f.To ? (Stamp?)null : f.From);
        foreach (var total in totals)
        {
            Told? highest = null;
            foreach (var day in total.GroupBy(f => f.Claim.Happened.Latest).OrderBy(d => d.Key))
            {
                foreach (var later in day.Where(f => highest is not null && f.Extent.High < highest.Extent.Low).OrderBy(f => f.Claim.Claim.Id, StringComparer.Ordinal))
                {
                    yield return Found("falling-series", Severity.Warning, [highest!.Claim, later.Claim],
                        $"{agreement.NameOf(later.Claim.Speaker)} tells {Number(highest)} of {Spelling.Quote(later.Counter.Id)} until {highest.To} ({Named(highest)}) and {Number(later)} until {later.To} ({Named(later)}), though it can only grow.",
                        "Both stand as they were said. A reclassification or a slip in the source would explain it: say so in a note.", later.Counter.Id);
                }
                var most = day.MaxBy(f => f.Extent.Low)!;
                highest = highest is null || most.Extent.Low > highest.Extent.Low ? most : highest;
            }
        }
    }

    // Two totals that run from one day, and what is told of the time between their ends.
    private static IEnumerable<Finding> Differences(IEnumerable<Told> series)
    {
        var all = series.Where(f => f.From.Day is not null && f.To.Day is not null).ToList();
        var ending = all.ToLookup(f => (f.From, f.To));
        var starts = all.Select(f => f.From).Distinct().OrderBy(s => s.Day).ToList();
        foreach (var between in all)
        {
            var before = Stamp.On(between.From.Day!.Value.PlusDays(-1));
            foreach (var start in starts.TakeWhile(s => s.Day < between.From.Day))
            {
                foreach (var (first, second) in ending[(start, before)].SelectMany(a => ending[(start, between.To)].Select(b => (a, b))))
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
                var dated = occurrence.Claims.Where(c => c is { Says: > 0, Superseded: false } && c.Claim is { Exception: null, Happened: not null }).OrderBy(c => c.Happened.Earliest).ThenBy(c => c.Claim.Id, StringComparer.Ordinal).ToList();
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
        Provisions = [.. claims.Select(c => c.Provision?.Id).OfType<string>().Distinct(StringComparer.Ordinal)],
    };
}
