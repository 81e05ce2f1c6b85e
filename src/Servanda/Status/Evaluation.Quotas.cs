using System.Globalization;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>Whether the count reaches the target in the window, by the accounts that the reports form.</summary>
    private Node Reached(Provision.Quota quota, string? holder) => Reached(quota, holder, WindowsOf(quota));

    private Node Reached(Provision.Quota quota, string? holder, IReadOnlyList<CandidateWindow> windows) =>
        Node.OverCandidates($"{quota.Id}: {Number(quota.Target)} {Units.Of(Agreement.Counter(quota.Counter)!.Unit, quota.Target)} reached{By(holder)}", [.. windows.Select(w => ReachedIn(quota, holder, w))])
            with
        { Fact = $"done({FactRef(quota, holder)})" };

    private Node ReachedIn(Provision.Quota quota, string? holder, CandidateWindow window)
    {
        Phrase question = $"{quota.Id}: {Number(quota.Target)} {Units.Of(Agreement.Counter(quota.Counter)!.Unit, quota.Target)} reached{By(holder)}";
        if (window.FromUndated)
        {
            return Node.Given(question, Told.N, "the window has not begun: no account dates its start");
        }
        var counter = Agreement.Counter(quota.Counter)!;
        var intervals = Intervals(counter, TargetReports(quota, counter, holder, window), window);
        var items = Items(quota, holder, window);
        if (intervals.Count == 0)
        {
            return Itemised(quota, question, items);
        }
        var joined = WithItems(intervals, items);
        return OfAccounts(question, joined, extent => Accounts.Compare(extent, Comparison.AtLeast, quota.Target));
    }

    private static Node OfAccounts(Phrase question, IReadOnlyList<CountInterval> intervals, Func<Extent, Answer> answer)
    {
        var accounts = Accounts.Of(intervals, bare: false);
        return new Node
        {
            Kind = NodeKind.Count,
            Value = accounts.Ask(answer),
            Bare = Accounts.Of(intervals, bare: true).Ask(answer),
            Asked = question,
            Accounts = accounts.Each,
            For = [.. accounts.Each.Where(a => answer(a.Extent) == Answer.Yes).SelectMany(a => a.Claims).Distinct()],
            Against = [.. accounts.Each.Where(a => answer(a.Extent) == Answer.No).SelectMany(a => a.Claims).Distinct()],
        };
    }

    /// <summary>What a claim reports of a count, at the end of the time it speaks of.</summary>
    private sealed record Report(StandingClaim Claim, Extent Extent, TimeRange At)
    {
        /// <summary>Whose reports of what: a later one takes the place of an earlier one, and not of one of another place or of what another did.</summary>
        public (string Speaker, string? Zone, string? Actor) Series => (Claim.Speaker, Claim.Claim.Zone, Claim.Claim.Actor);
    }

    /// <summary>
    /// What a report leaves possible of the count in some places: one of a part of them is a lower bound, one of more than
    /// them an upper one, and one of elsewhere says nothing (null). One that names no place is of the places that a
    /// provision is about, and of everywhere where a condition asks about a place.
    /// </summary>
    internal static Extent? Placed(StandingClaim claim, Extent extent, IReadOnlyList<string> zones, bool isAsked, Agreement agreement)
    {
        if (claim.Claim.Zone is not { } zone)
        {
            return isAsked && zones.Count > 0 ? new Extent(0, extent.High) : extent;
        }
        return zones.Count == 0 || zones.Any(z => z != zone && agreement.IsZonePartOf(zone, z)) ? new Extent(extent.Low, null)
            : zones.Contains(zone, StringComparer.Ordinal) ? zones.Count == 1 ? extent : new Extent(extent.Low, null)
            : zones.All(z => agreement.IsZonePartOf(z, zone)) ? new Extent(0, extent.High)
            : null;
    }

    /// <summary>Where several owe a count together, what one of them did is part of it.</summary>
    internal static Extent Shared(StandingClaim claim, Extent extent, Provision? of) =>
        of is { By.Count: > 1 } && !IsSeveral(of) && claim.Claim.Actor is not (null or Claim.UnknownActor) ? new Extent(extent.Low, null) : extent;

    private List<Report> TargetReports(Provision.Quota quota, Counter counter, string? holder, CandidateWindow window)
    {
        var reports = Reports(counter, holder, quota).ToList();
        var items = OccurrencesOf(quota).SelectMany(o => o.Claims).ToHashSet();
        foreach (var claim in Admitted(Record.Of(quota)).Where(c => IsHolders(c, holder) && !items.Contains(c)))
        {
            if (TargetTold(claim, quota) is { } reported)
            {
                reports.Add(new Report(claim, reported, EndOf(claim, Rules.Zone)));
            }
        }
        // Totals are told of the time the window runs; a total from before it began tells nothing of it.
        return [.. reports.Where(r => window.From is not { } from || r.At.Latest >= from.Earliest)];
    }

    /// <summary>What a claim without an item of its own tells of the target: that it is reached, or not.</summary>
    internal static Extent? TargetTold(StandingClaim claim, Provision.Quota quota) => claim.Claim switch
    {
        _ when !claim.IsOfUnit => null,
        Claim.Assert or Claim.Deny when claim.Claim.Figure is null =>
            claim.Says > 0 ? new Extent(quota.Target, null) : claim.Says < 0 ? new Extent(0, quota.Target - 1) : null,
        Claim.Deny { Figure: { } figure } => Denied(figure, quota.Target),
        Claim.NotDone => new Extent(0, quota.Target - 1),
        _ => null,
    };

    // Denying a bound says exactly that it does not hold; denying one exact number speaks only of that number.
    private static Extent? Denied(Figure figure, decimal target) => figure.Bound switch
    {
        Bound.AtLeast => new Extent(0, Math.Max(0, figure.Value - 1)),
        Bound.MoreThan => new Extent(0, figure.Value),
        Bound.AtMost => new Extent(figure.Value + 1, null),
        Bound.Exact when figure.Value == target => new Extent(0, Math.Max(0, target - 1)),
        _ => null,
    };

    private IEnumerable<Report> Reports(Counter counter, string? holder, Provision? of = null, IReadOnlyList<string>? zones = null) =>
        Admitted(Record.OfCounter(counter.Id))
            .Where(c => c.Claim is Claim.Count { Figure: not null } && IsHolders(c, holder) && c.IsOfUnit && (of is null || c.Claim.Provision is null || c.Claim.Provision == of.Id))
            .Select(c => (Claim: c, Extent: Placed(c, c.Claim.Figure!.Extent(counter.Universe, counter.Tolerance), zones ?? of?.Zones ?? [], isAsked: zones is not null, Agreement)))
            .Where(r => r.Extent is not null)
            .Select(r => new Report(r.Claim, Shared(r.Claim, r.Extent!.Value, of), EndOf(r.Claim, Rules.Zone)));

    // Of a leg, those that name somebody else as the one who delivered are not of it, whoever reports them.
    private IEnumerable<Report> ReportsOf(Counter counter, IReadOnlyList<string> holders, IReadOnlyList<string>? zones = null) =>
        Reports(counter, null, zones: zones).Where(r => holders.Count == 0 || r.Claim.Actor is not { } actor || holders.Any(h => Agreement.IsPartOf(actor, h)));

    // A figure in another unit (a daily mean, say) is shown and not counted; "rifles" are of the unit "rifle".
    internal static bool IsOfUnit(Figure figure, Counter counter) =>
        figure.Unit.AsSpan().TrimEnd('s').Equals(counter.Unit.AsSpan().TrimEnd('s'), StringComparison.OrdinalIgnoreCase);

    internal static TimeRange EndOf(StandingClaim claim, DateTimeZone zone) =>
        claim.Claim.Happened is not { } happened || happened.From == happened.To ? claim.Happened : happened.To.In(zone);

    /// <summary>
    /// What each speaker's report leaves possible: as of now while the window runs; after its end, only reports from
    /// before the end give a lower bound, and a later report of a count that can only grow still caps it.
    /// </summary>
    private List<CountInterval> Intervals(Counter counter, List<Report> reports, CandidateWindow window)
    {
        var told = reports.Where(r => r.At.Latest <= AsOf).ToList();
        if (window.To is not { } deadline || AsOf <= deadline.Earliest)
        {
            return Carried(counter, told, AsOf);
        }
        var inTime = told.Where(r => r.At.Latest <= deadline.Earliest).ToList();
        var intervals = Carried(counter, inTime, deadline.Earliest);
        if (counter.Monotone)
        {
            intervals.AddRange(Latest(told.Where(r => r.At.Latest > deadline.Earliest)).Where(r => r.Extent.High is not null)
                .Select(r => new CountInterval(new Extent(0, r.Extent.High), new Extent(0, r.Extent.High), [r.Claim])));
        }
        return intervals;
    }

    // The latest report of each speaker, by the day it speaks of, then by when it was said; equal ones all stand.
    private IEnumerable<Report> Latest(IEnumerable<Report> reports) => reports.GroupBy(r => r.Series).SelectMany(speaker =>
    {
        var last = speaker.Max(r => (r.At.Latest, Record.Moment(r.Claim)));
        return speaker.Where(r => (r.At.Latest, Record.Moment(r.Claim)).CompareTo(last) == 0);
    });

    private List<CountInterval> Carried(Counter counter, List<Report> told, Instant to)
    {
        var latest = Latest(told).ToList();
        if (!counter.Monotone)
        {
            // A count that may fall says nothing of another day: the most recent reports stand.
            var day = latest.Count == 0 ? default : latest.Max(r => r.At.Latest);
            return [.. latest.Where(r => r.At.Latest == day).Select(r => Presumed(counter, r, to, r.Extent, Extent.Anything))];
        }
        return
        [
            .. latest.Select(r =>
            {
                var open = new Extent(r.Extent.Low, null);
                var outrun = r.Extent.High is { } high && told.Exists(o => o.At.Latest > r.At.Latest && o.Extent.Low > high);
                return outrun ? new CountInterval(open, open, [r.Claim]) : Presumed(counter, r, to, r.Extent, open);
            }),
        ];
    }

    // An upper bound carries forward only as a presumption, which ends when it is stale.
    private CountInterval Presumed(Counter counter, Report report, Instant to, Extent carried, Extent bare)
    {
        if (report.At.Latest >= to || carried == bare)
        {
            return new CountInterval(carried, carried, [report.Claim]);
        }
        var stale = counter.StaleAfter is { } after && Rules.Shift(report.At.Latest, after, back: false) < to;
        return new CountInterval(stale ? bare : carried, bare, [report.Claim]);
    }

    /// <summary>Single deliveries told one by one, each with its own weight and its own value.</summary>
    private sealed record Item(Node Told, Extent Weight, string? Speaker, Instant? After);

    private List<Item> Items(Provision.Quota quota, string? holder, CandidateWindow window) =>
    [
        .. OccurrencesOf(quota, holder).Select(o =>
        {
            var counter = Agreement.Counter(quota.Counter)!;
            var figure = o.Claims.Where(c => c.Says > 0 && c.IsOfUnit).Select(c => c.Claim.Figure).FirstOrDefault(f => f is not null);
            var happened = Happened(quota, o, holder, [window], []);
            return new Item(happened, figure?.Extent(counter.Universe, counter.Tolerance) ?? new Extent(1, 1),
                happened.For.Select(c => c.Speaker).FirstOrDefault(), happened.For.Select(c => (Instant?)c.Happened.Earliest).Min());
        }),
    ];

    private Node Itemised(Provision.Quota quota, Phrase question, List<Item> items)
    {
        decimal Low(Func<Told, bool> which) => items.Where(i => which(i.Told.Value)).Sum(i => i.Weight.Low);
        // A delivery of "at least five" has no upper number.
        decimal? High(Func<Told, bool> which) => items.Where(i => which(i.Told.Value)).Aggregate((decimal?)0, (sum, i) => sum + i.Weight.High);
        bool IsReachable(Func<Told, bool> which) => High(which) is not { } high || high >= quota.Target;
        var policy = SilenceOf(quota);
        if (items.Count == 0 && policy != SilencePolicy.PresumeNone)
        {
            return Node.Given(question, Told.N, "no account") with { Fact = $"done({quota.Id})" };
        }
        var open = policy == SilencePolicy.Unknown || (policy == SilencePolicy.PresumeNone && !Standpoint.Presumes);
        Told Bits(bool unbounded) => Told.FromBits(
            Low(v => v.Lo) >= quota.Target,
            Low(v => v.P) >= quota.Target,
            unbounded || IsReachable(v => v.Q),
            unbounded || IsReachable(v => v.Hi));
        var extent = new Extent(Low(v => v.Lo), open ? null : High(v => v.Hi));
        return new Node
        {
            Kind = NodeKind.Count,
            Value = Bits(open),
            Bare = Bits(open || policy == SilencePolicy.PresumeNone),
            Asked = question,
            Parts = [.. items.Select(i => i.Told)],
            Accounts = items.Count == 0 ? [] : [new Account(extent, [.. items.SelectMany(i => i.Told.For).Distinct()])],
            Because = policy == SilencePolicy.PresumeNone && !open ? (Phrase?)"presumed: the agreement takes silence to mean there are no more" : null,
        };
    }

    // A speaker's later items add to its own report; items of those who report no total are a lower bound.
    private static List<CountInterval> WithItems(List<CountInterval> intervals, List<Item> items)
    {
        if (items.Count == 0)
        {
            return intervals;
        }
        var joined = intervals.Select(interval =>
        {
            var report = interval.Claims[0];
            var later = items.Where(i => i.Told.Value.IsTrue && i.Speaker == report.Speaker && i.After > report.Happened.Latest).ToList();
            return later.Aggregate(interval, (sum, item) => new CountInterval(sum.Extent + item.Weight, sum.Bare + item.Weight, [.. sum.Claims, .. item.Told.For]));
        }).ToList();
        var reporters = intervals.SelectMany(i => i.Claims).Select(c => c.Speaker).ToHashSet(StringComparer.Ordinal);
        foreach (var speaker in items.Where(i => i.Told.Value.IsTrue && i.Speaker is not null && !reporters.Contains(i.Speaker)).GroupBy(i => i.Speaker))
        {
            var low = new Extent(speaker.Sum(i => i.Weight.Low), null);
            joined.Add(new CountInterval(low, low, [.. speaker.SelectMany(i => i.Told.For)]));
        }
        return joined;
    }

    /// <summary>The count as of now, by every admitted account; null where nothing is reported.</summary>
    public IReadOnlyList<Account>? CountOf(Provision provision, string? holder = null)
    {
        if (AsRead(provision) is not Provision.Quota quota)
        {
            return null;
        }
        var window = WindowsOf(quota)[0] with { To = null, FromUndated = false };
        var counter = Agreement.Counter(quota.Counter)!;
        var intervals = Intervals(counter, TargetReports(quota, counter, holder, window), window);
        var items = Items(quota, holder, window);
        if (intervals.Count > 0)
        {
            return Accounts.Of(WithItems(intervals, items), bare: false).Each;
        }
        return items.Count > 0 ? Itemised(quota, "", items).Accounts : null;
    }

    /// <summary>The accounts of a counter as of a time, whatever provision asks.</summary>
    private List<CountInterval> CounterIntervals(Counter counter, IReadOnlyList<string> holders, string? zone = null) =>
        Intervals(counter, [.. ReportsOf(counter, holders, zone is null ? null : [zone])], CandidateWindow.Unbounded);

    /// <summary>Whether the stated share of closed windows reaches the target, each window a quota of its own.</summary>
    private Node RateReached(Provision.Rate rate, string? holder) =>
        Node.OverCandidates($"{rate.Id}: at least {Number(rate.Target)} in {Share(rate)} of the {Periods(rate.Per)} closed so far{By(holder)}",
            [.. WhileBinding(rate, WindowsOf(rate)).Select(w => RateReachedIn(rate, holder, w, openReached: false))]) with
        { Fact = $"done({FactRef(rate, holder)})" };

    private Node RateReachedIn(Provision.Rate rate, string? holder, CandidateWindow window, bool openReached)
    {
        Phrase question = $"{rate.Id}: at least {Number(rate.Target)} in {Share(rate)} of the {Periods(rate.Per)}";
        var closed = ClosedWindows(rate, window);
        var all = Due(rate, closed).Select(w => RateWindow(rate, holder, w)).ToList();
        if (openReached)
        {
            all.AddRange(Enumerable.Repeat(Node.Given("an open window, taken as reached", Told.T), OpenWindows(rate, window, closed)));
        }
        if (all.Count == 0)
        {
            return Node.Given(question, Told.N, "no window has closed yet");
        }
        return Node.AtLeast(question, Needed(rate.Share, all.Count), all);
    }

    // The ceiling of the share in exact arithmetic.
    internal static int Needed(decimal share, int windows) => (int)Math.Ceiling(share * windows);

    private Node RateWindow(Provision.Rate rate, string? holder, (LocalDate First, LocalDate Last) days)
    {
        var counter = Agreement.Counter(rate.Counter)!;
        var start = TimeRange.OfDay(days.First, Rules.Zone).Earliest;
        var end = TimeRange.OfDay(days.Last, Rules.Zone).Latest;
        var touching = Reports(counter, holder, rate).Where(r => r.Claim.Happened.Earliest <= end && r.Claim.Happened.Latest >= start && r.Claim.Happened.Latest <= AsOf).ToList();
        var latest = touching.GroupBy(r => (r.Series, r.Claim.Happened)).SelectMany(g =>
        {
            var last = g.Max(r => Record.Moment(r.Claim));
            return g.Where(r => Record.Moment(r.Claim).CompareTo(last) == 0);
        });
        var intervals = latest.Select(r =>
        {
            var inside = r.Claim.Happened.Earliest >= start && r.Claim.Happened.Latest <= end;
            var outside = r.Claim.Happened.Earliest <= start && r.Claim.Happened.Latest >= end;
            // A report of part of the window is a lower bound of it, a report of more than it an upper one.
            var extent = (inside, outside) switch
            {
                (true, true) => r.Extent,
                (true, false) => new Extent(r.Extent.Low, null),
                (false, true) => new Extent(0, r.Extent.High),
                (false, false) => Extent.Anything,
            };
            return new CountInterval(extent, extent, [r.Claim]);
        }).ToList();
        Phrase name = days.First == days.Last ? (Phrase)$"{Iso(days.First)}" : (Phrase)$"{Iso(days.First)} to {Iso(days.Last)}";
        if (intervals.Count == 0 && SilenceOf(rate) == SilencePolicy.PresumeNone && Standpoint.Presumes)
        {
            return Node.Presume($"{Number(rate.Target)} on {name}", Told.F, Told.N, "presumed: the agreement takes silence to mean there is none");
        }
        return OfAccounts($"{Number(rate.Target)} {Units.Of(counter.Unit, rate.Target)} in {name}", intervals, e => Accounts.Compare(e, Comparison.AtLeast, rate.Target))
            with
        { Provision = rate.Id, Holder = holder, Fact = $"rate({rate.Id}, {name})" };
    }

    private List<(LocalDate First, LocalDate Last)> ClosedWindows(Provision.Rate rate, CandidateWindow window)
    {
        var closed = new List<(LocalDate, LocalDate)>();
        if (window.FromUndated || window.From is not { } from)
        {
            return closed;
        }
        var until = window.To is { } to ? Instant.Min(AsOf, to.Latest) : AsOf;
        var first = Rules.DayOf(from.Earliest);
        while (true)
        {
            var last = LastDay(rate, first);
            if (TimeRange.OfDay(last, Rules.Zone).Latest > until)
            {
                return closed;
            }
            closed.Add((first, last));
            first = last.PlusDays(1);
        }
    }

    // What was suspended on any of its days is not asked for.
    private IEnumerable<(LocalDate First, LocalDate Last)> Due(Provision.Rate rate, List<(LocalDate First, LocalDate Last)> closed) => SuspensionsOf(rate) is { Count: > 0 } suspensions
        ? closed.Where(w => !IsSuspendedIn(suspensions, TimeRange.OfDay(w.First, Rules.Zone).Earliest, TimeRange.OfDay(w.Last, Rules.Zone).Latest))
        : closed;

    internal static bool IsSuspendedIn(IReadOnlyList<Suspension> suspensions, Instant start, Instant end) => suspensions.Any(s => s.From <= end && s.Until > start);

    // All that are left until the end; without an end, the current one.
    private int OpenWindows(Provision.Rate rate, CandidateWindow window, List<(LocalDate First, LocalDate Last)> closed)
    {
        if (window.To is not { } to || window.FromUndated || window.From is null)
        {
            return 1;
        }
        var all = At(to.Latest).ClosedWindows(rate, window).Count;
        return all - closed.Count;
    }

    /// <summary>The last day of the window of a rate that begins on a day.</summary>
    internal static LocalDate LastDay(Provision.Rate rate, LocalDate first) => rate.Per switch
    {
        RatePeriod.Day => first,
        RatePeriod.Week => first.PlusDays(6),
        RatePeriod.Calendar => first.DayOfWeek == IsoDayOfWeek.Sunday ? first : first.Next(IsoDayOfWeek.Sunday),
    };

    private static string Number(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
    private static string Share(Provision.Rate rate) => $"{Number(rate.Share * 100)} %";
    private static Phrase Periods(RatePeriod per) => per == RatePeriod.Day ? "days" : "weeks";
}
