using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>
    /// kept = no incident without an exception: none that is claimed, none that a summary or a toll tells of, and none that
    /// nobody has reported. So silence alone never shows "kept".
    /// </summary>
    private Node Kept(Provision provision, string? holder, TimeLength? last)
    {
        var windows = WhileBinding(provision, WindowsOf(provision));
        if (last is { } length)
        {
            return KeptLately(provision, holder, windows, length);
        }
        return KeptOver(provision, holder, windows);
    }

    private Node KeptOver(Provision provision, string? holder, IReadOnlyList<CandidateWindow> windows)
    {
        windows = WhileHeld(provision, holder, windows);
        var reports = ReportsFor(provision, holder).ToList();
        var clear = ClearReports(provision, holder);
        var onTable = OccurrencesOf(provision, holder).ToList();
        var parts = onTable.Select(o => Violation(provision, o, holder, windows, clear)).ToList();
        parts.AddRange(Summaries(provision, holder, windows, clear));
        var settling = reports.Where(r => Settles((Claim.Coverage)r.Claim)).ToList();
        var share = CoverageShare(provision, settling, windows);
        if (Unreported(provision, share >= 1 ? settling : [], onTable.Count > 0) is { } rest)
        {
            parts.Add(rest);
        }
        var who = By(holder);
        var some = provision is Provision.Continuing ? (Phrase)$"a lapse under {provision.Id}{who}" : (Phrase)$"an incident under {provision.Id}{who}";
        return Node.Not($"{provision.Id}: kept{who}", Node.Any(some, parts)) with { Fact = $"kept({FactRef(provision, holder)})" };
    }

    // While fewer days have run than are asked about, only an incident in them answers the question.
    private Node KeptLately(Provision provision, string? holder, IReadOnlyList<CandidateWindow> windows, TimeLength length)
    {
        var since = Rules.Shift(AsOf, length, back: true) + Duration.Epsilon;
        var lately = windows.Select(w => w with { From = TimeRange.Exactly(w.From is { } f ? Instant.Max(f.Earliest, since) : since) }).ToList();
        var kept = KeptOver(provision, holder, lately);
        var tooSoon = windows.Any(w => w.FromUndated || (w.From is { } from && from.Earliest > since));
        Phrase question = $"{provision.Id}: kept over the last {length}";
        return tooSoon ? Node.All(question, [kept, Node.Given($"{length} have run", Told.N, (Phrase)$"fewer than {length} have run")]) : kept with { Asked = question };
    }

    // A report about one of several holders answers for that holder alone, and one about a part of a holder not for the whole of it.
    private IEnumerable<StandingClaim> ReportsFor(Provision provision, string? holder) => CoverageReports(provision)
        .Where(r => NamesNobody(r) || (holder is null ? provision.By.Count <= 1 : Agreement.IsPartOf(holder, r.Actor!)));

    // For the whole, those about one of several too: they answer what is told of that one.
    private List<StandingClaim> ClearReports(Provision provision, string? holder) =>
        [.. (holder is null ? CoverageReports(provision) : ReportsFor(provision, holder)).Where(FoundNothing)];

    private static bool NamesNobody(StandingClaim report) => report.Claim.Actor is null or Claim.UnknownActor;

    private static bool FoundNothing(StandingClaim report) => report.Claim is Claim.Coverage { FoundSome: false, Complete: not false };

    // The reports of nothing found that an occurrence lies inside.
    private IEnumerable<StandingClaim> Denying(IReadOnlyList<StandingClaim> clear, Occurrence occurrence, Provision provision, string? holder) => clear.Count == 0 ? []
        : clear.Where(r => occurrence.Claims.All(c => c.Says <= 0 || (IsInside(c, r, provision) && SpeaksOfIts(r, c, provision, holder))) && occurrence.Claims.Any(c => c.Says > 0));

    private bool SpeaksOfIts(StandingClaim report, StandingClaim incident, Provision provision, string? holder) =>
        holder is not null || provision.By.Count <= 1 || NamesNobody(report) || IsHolders(incident, report.Actor);

    private Node Violation(Provision provision, Occurrence occurrence, string? holder, IReadOnlyList<CandidateWindow> windows, List<StandingClaim> clear)
    {
        var happened = Happened(provision, occurrence, holder, windows, Denying(clear, occurrence, provision, holder));
        if (provision.Exceptions.Count == 0)
        {
            return happened;
        }
        var raised = provision.Exceptions.Where(e => occurrence.Claims.Any(c => c.Claim.Exception == e.Id)).ToList();
        if (raised.Count == 0)
        {
            return happened;
        }
        var exceptions = raised.Select(e =>
        {
            var speaking = Admitted(occurrence.Claims).Where(c => c.Claim.Exception == e.Id).ToList();
            return Node.OfFact($"the exception {e.Id} holds for {occurrence.Id}", [.. speaking.Where(c => c.Claim is Claim.Assert)], [.. speaking.Where(c => c.Claim is Claim.Deny)])
                with
            { Provision = provision.Id, Occurrence = occurrence.Id, Fact = $"exception({provision.Id}, {occurrence.Id}, {e.Id})" };
        }).ToList();
        return Node.All($"{occurrence.Id} happened and no exception covers it", [happened, Node.Not("no exception covers it", Node.Any("an exception covers it", exceptions))])
            with
        { Provision = provision.Id, Occurrence = occurrence.Id, Holder = holder };
    }

    // A report of nothing found denies what is dated and placed inside it.
    private bool IsInside(StandingClaim incident, StandingClaim report, Provision provision)
    {
        if (incident.Happened.Earliest < report.Happened.Earliest || incident.Happened.Latest > report.Happened.Latest)
        {
            return false;
        }
        var covered = CoveredZones(report, provision);
        return incident.Claim.Zone is { } zone
            ? covered.Any(z => z is null || Agreement.IsZonePartOf(zone, z)) || (report.Claim.Zone is { } whole && Agreement.IsZonePartOf(zone, whole))
            : covered.Count == ZonesOf(provision).Count;
    }

    /// <summary>
    /// Claims of violation over a period that name no occurrence, and tolls with an actor: each tells of at least one
    /// incident by that actor in that period. General denials answer these, never a named occurrence; a report of nothing
    /// found answers those it covers.
    /// </summary>
    private IEnumerable<Node> Summaries(Provision provision, string? holder, IReadOnlyList<CandidateWindow> windows, List<StandingClaim> clear)
    {
        var speaking = Admitted(Record.SummariesOf(provision)).Where(OnTable).ToList();
        var denials = speaking.Where(c => c.Says < 0).ToList();
        // A speaker's later general denial takes the place of its own summary, at whatever grade; one of the same moment stands against it.
        var general = Record.SummariesOf(provision).Where(c => c.Says < 0 && OnTable(c)).ToLookup(c => c.Speaker, StringComparer.Ordinal);
        bool IsReplaced(StandingClaim summary) => general[summary.Speaker].Any(d => Record.Moment(d).CompareTo(Record.Moment(summary)) > 0 && Answers(d, summary, Agreement));
        var summaries = speaking.Where(c => c.Says > 0 && !IsReplaced(c)).Concat(Admitted(Record.TollsOfOne(provision)).Where(c => c.Happened.Latest <= AsOf));
        foreach (var summary in summaries.Where(c => IsHolders(c, holder)))
        {
            var answering = denials.Where(d => (d.Speaker != summary.Speaker || Record.Moment(d) == Record.Moment(summary)) && Answers(d, summary, Agreement))
                .Concat(clear.Where(r => IsInside(summary, r, provision) && SpeaksOfIts(r, summary, provision, holder))).ToList();
            var fits = windows.Select(w => SummaryFit(summary, w)).Append(SuspensionFit(provision, summary.Happened) is Fit.Outside ? Fit.Outside : Fit.Straddling).ToList();
            yield return Node.OfFact($"at least one incident{By(summary.Actor)}, {PeriodText(summary.Happened)}, as {Agreement.NameOf(summary.Speaker)} tells it",
                fits.Contains(Fit.Inside) && SuspensionFit(provision, summary.Happened) != Fit.Outside ? [summary] : [], fits.Contains(Fit.Outside) ? [.. answering, summary] : answering)
                with
            { Provision = provision.Id, Holder = holder, Fact = $"some({FactRef(provision, summary.Actor)}, {summary.Claim.Id})" };
        }
        var lone = denials.Where(d => IsHolders(d, holder) || d.Actor is null).ToList();
        if (lone.Count > 0)
        {
            yield return Node.OfFact("an incident that a general denial answers", [], lone) with { Provision = provision.Id, Holder = holder };
        }
    }

    private Phrase By(string? actor) => actor is null ? (Phrase)"" : (Phrase)$" by {Agreement.NameOf(actor)}";

    private Phrase PeriodText(TimeRange range)
    {
        var (from, to) = (Rules.DayOf(range.Earliest), Rules.DayOf(range.Latest));
        return from == to ? (Phrase)$"on {Iso(from)}" : (Phrase)$"between {Iso(from)} and {Iso(to)}";
    }

    private static string Iso(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);

    /// <summary>A toll with an actor and a lower bound of one or more tells of at least one incident; one without an actor is only shown.</summary>
    internal bool TellsOfOne(StandingClaim claim, Provision provision) => IsTollOfOne(claim, provision, Agreement) && claim.Happened.Latest <= AsOf;

    internal static bool IsTollOfOne(StandingClaim claim, Provision provision, Agreement agreement) =>
        claim.Claim is Claim.Count { Figure: { } figure } count && claim.Actor is not null
        && agreement.Counter(count.Counter) is { Measures: { } measured } counter && measured == provision.Id
        && figure.Extent(counter.Universe, counter.Tolerance).Low >= 1;

    // A period is told by its days: "since the tenth" begins with the truce of the tenth.
    private Fit SummaryFit(StandingClaim summary, CandidateWindow window)
    {
        if (summary.Happened.Latest > AsOf)
        {
            return Fit.Straddling;
        }
        var days = window.From is { } from ? window with { From = TimeRange.OfDay(Rules.DayOf(from.Earliest), Rules.Zone) } : window;
        return FitOf(summary.Happened, days);
    }

    // A denial that names a period answers what that period touches; one that names none, everything up to when it was said.
    internal static bool Answers(StandingClaim denial, StandingClaim summary, Agreement agreement) =>
        (denial.Actor is null || summary.Actor is null || agreement.IsPartOf(summary.Actor, denial.Actor))
        && (denial.Claim.Happened is null || denial.Happened.Latest >= summary.Happened.Earliest && denial.Happened.Earliest <= summary.Happened.Latest)
        && denial.Happened.Latest >= summary.Happened.Earliest;

    private IEnumerable<StandingClaim> CoverageReports(Provision provision) =>
        Admitted(Record.CoverageOf(provision)).Where(OnTable);

    internal static bool Settles(Claim.Coverage coverage) => coverage.FoundSome
        ? coverage.Complete == true && coverage.Occurrences.Count > 0
        : coverage.Complete != false;

    /// <summary>Covered zone-days over elapsed zone-days, by every report that the standpoint admits; null where no time has elapsed.</summary>
    public decimal? CoverageOf(Provision provision) =>
        AsRead(provision) is var read ? CoverageShare(read, [.. ReportsFor(read, null)], WhileBinding(read, WindowsOf(read))) : null;

    private decimal? CoverageShare(Provision provision, IReadOnlyList<StandingClaim> reports, IReadOnlyList<CandidateWindow> windows)
    {
        if (windows.Any(w => w.FromUndated) || windows.Where(w => w.From is not null).Select(w => w.From!.Value.Earliest).DefaultIfEmpty(Instant.MaxValue).Min() is var from && from > AsOf)
        {
            return null;
        }
        var until = windows.All(w => w.To is not null) ? Instant.Min(AsOf, windows.Max(w => w.To!.Value.Latest)) : AsOf;
        if (from > until)
        {
            return null;
        }
        var (first, last) = (Rules.DayOf(from), Rules.DayOf(until));
        var zones = ZonesOf(provision);
        // A day on which the provision was suspended is not there to be observed.
        var binding = Days().Where(day => SuspensionFit(provision, day) != Fit.Outside);
        if (reports.Count == 0)
        {
            return binding.Any() ? 0 : null;
        }
        var days = binding.ToList();
        if (days.Count == 0)
        {
            return null;
        }
        var covered = zones.Sum(zone => DaysWithin([.. reports.Where(r => CoveredZones(r, provision).Contains(zone))], days));
        return (decimal)covered / (days.Count * zones.Count);

        IEnumerable<TimeRange> Days()
        {
            for (var day = first; day <= last; day = day.PlusDays(1))
            {
                var whole = family.Days.Of(Stamp.On(day));
                yield return new TimeRange(Instant.Max(whole.Earliest, from), Instant.Min(whole.Latest, until));
            }
        }
    }

    // The days come in their order and do not overlap, so what lies within a report stands together.
    private static int DaysWithin(IReadOnlyList<StandingClaim> reports, List<TimeRange> days)
    {
        var within = new bool[days.Count];
        foreach (var report in reports)
        {
            var next = days.BinarySearch(report.Happened, Comparer<TimeRange>.Create((day, told) => day.Earliest.CompareTo(told.Earliest)));
            for (next = next < 0 ? ~next : next; next < days.Count && days[next].Latest <= report.Happened.Latest; next++)
            {
                within[next] = true;
            }
        }
        return within.Count(w => w);
    }

    // A provision without zones has one zone, everywhere (null).
    private static IReadOnlyList<string?> ZonesOf(Provision provision) => provision.Zones.Count == 0 ? [null] : [.. provision.Zones];

    private List<string?> CoveredZones(StandingClaim report, Provision provision) =>
        [.. ZonesOf(provision).Where(z => z is null ? report.Claim.Zone is null : report.Claim.Zone is not { } zone || Agreement.IsZonePartOf(z, zone))];
}
