using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>
/// A prohibition or a continuing duty is kept where no incident is told: none named, none that a summary or a toll tells of,
/// none that nobody has reported. Only reports of nothing found, over the whole time and place, answer the last.
/// </summary>
internal sealed class ProhibitionFold(FoldFrame frame, Provision provision) : OccurrenceFold(frame, provision, views: 1)
{
    private readonly List<Summary> summaries = [];
    private readonly List<int> denials = [];
    private readonly List<int> settling = [];
    private readonly List<Report> reports = [];
    private readonly IReadOnlyList<string?> zones = provision.Zones.Count == 0 ? [null] : [.. provision.Zones];
    private LaneCounts[]? told;
    private Tellings[]? unreported;
    private ushort[]? observed;

    // Whether a report speaks of one holder alone.
    private bool byHolder;

    /// <summary>One that tells of at least one incident in a period.</summary>
    private sealed class Summary(int mark, int places)
    {
        public int Mark => mark;
        public Tellings[] Values { get; } = new Tellings[places];
    }

    /// <summary>Which of the provision's zones an observation covered, and the local days that it covered whole.</summary>
    private sealed record Report(ulong Zones, bool AllZones, string? Zone, LocalDate FirstDay, LocalDate LastDay);

    private LaneCounts[] Told => told ??= [.. Enumerable.Range(0, Places).Select(_ => new LaneCounts())];
    private Tellings[] Rest => unreported ??= new Tellings[Places];
    private ushort[] Observed => observed ??= new ushort[Places];

    public override Tellings Value(int place) => !(AnyOf(0, place) | new Tellings(Told[place].Any) | Rest[place]);

    // Summaries and reports are parts beside the occurrences, by turns.
    private static int PartOf(int summary) => Trigger.Rest - 1 - (2 * summary);

    private static int PartOfReport(int mark) => Trigger.Rest - 2 - (2 * mark);

    private static bool IsSummaryPart(int part) => part < Trigger.Rest && (Trigger.Rest - 1 - part) % 2 == 0;

    private static bool IsReportPart(int part) => part < Trigger.Rest && !IsSummaryPart(part);

    public override int Add(StandingClaim claim)
    {
        switch (claim.Claim)
        {
            case Claim.Coverage coverage:
                var names = coverage.Actor is not (null or Claim.UnknownActor);
                var report = Keep(MarkOf(claim) with { Report = reports.Count, HasActor = names, Holders = names ? HoldersWithin(claim.Actor!) : (ushort)0 });
                byHolder |= Marks[report].HasActor;
                reports.Add(ReportOf(claim));
                if (!coverage.FoundSome && coverage.Complete != false)
                {
                    Answers.Add(report);
                }
                if (Evaluation.Settles(coverage))
                {
                    settling.Add(report);
                }
                return PartOfReport(report);
            case Claim.Count when Evaluation.IsTollOfOne(claim, Provision, Frame.Agreement):
                return AddSummary(claim);
            case Claim.Assert or Claim.Deny when claim.IsSummary && claim.Says > 0:
                return AddSummary(claim);
            case Claim.Assert or Claim.Deny when claim.IsSummary && claim.Says < 0:
                denials.Add(Keep(MarkOf(claim)));
                return Trigger.All;
            default:
                return IsOfIssue(claim) ? AddToIssue(claim) : Trigger.Rest;
        }
    }

    // A report about a part of a holder does not answer for the whole of it.
    private ushort HoldersWithin(string actor)
    {
        var within = 0;
        for (var h = 0; h < Holders.Count; h++)
        {
            within |= Frame.Agreement.IsPartOf(Holders[h], actor) ? 1 << h : 0;
        }
        return (ushort)within;
    }

    private int AddSummary(StandingClaim claim)
    {
        summaries.Add(new Summary(Keep(MarkOf(claim)), Places));
        return PartOf(summaries.Count - 1);
    }

    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part)
    {
        yield return new Trigger(claim.Happened.Earliest, part);
        if (IsSummaryPart(part))
        {
            yield return new Trigger(claim.Happened.Latest, part);
        }
        if (claim.Claim is Claim.Coverage)
        {
            yield return new Trigger(claim.Happened.Latest + Duration.Epsilon, Trigger.Rest);
        }
    }

    public override void Refold(int part)
    {
        if (part >= 0)
        {
            RefoldIssue(part);
        }
        else if (IsSummaryPart(part))
        {
            RefoldSummary(summaries[(Trigger.Rest - 1 - part) / 2]);
        }
        else if (IsReportPart(part))
        {
            RefoldCovered(Marks[(Trigger.Rest - 2 - part) / 2].Claim.Happened);
        }
        if (part == Trigger.All)
        {
            for (var i = 0; i < Issues.Count; i++)
            {
                RefoldIssue(i);
            }
            summaries.ForEach(RefoldSummary);
        }
        if (part is Trigger.All or Trigger.Rest || IsReportPart(part))
        {
            RefoldClock();
            for (var place = 0; place < Places && settling.Count > 0; place++)
            {
                Observed[place] = place == 0 || byHolder ? Covered(place) : Observed[0];
            }
        }
        for (var place = 0; place < Places; place++)
        {
            Rest[place] = Unreported(Observed[place], place);
        }
    }

    // A report of nothing found answers what lies inside it.
    private void RefoldCovered(TimeRange covered)
    {
        for (var i = 0; i < Issues.Count; i++)
        {
            if (Issues[i].Span is { } span && span.Earliest <= covered.Latest && span.Latest >= covered.Earliest)
            {
                RefoldIssue(i);
            }
        }
        foreach (var summary in summaries)
        {
            ref var mark = ref Marks[summary.Mark];
            if (mark.Earliest <= covered.Latest && mark.Latest >= covered.Earliest)
            {
                RefoldSummary(summary);
            }
        }
    }

    private void RefoldSummary(Summary summary)
    {
        ref var mark = ref Marks[summary.Mark];
        for (var place = 0; place < Places; place++)
        {
            var value = Concerns(mark, place) ? ValueOf(mark, place) : Tellings.F;
            Told[place].Change(summary.Values[place].Bits, value.Bits);
            summary.Values[place] = value;
        }
    }

    private Tellings ValueOf(in Mark mark, int place)
    {
        var now = Frame.Now;
        if (mark.Claim.Claim is Claim.Count ? mark.Latest > now : mark.Earliest > now)
        {
            return Tellings.F;
        }
        var answered = 0;
        foreach (var d in denials)
        {
            ref var denial = ref Marks[d];
            if (denial.Earliest > now || !Evaluation.Answers(denial.Claim, mark.Claim, Frame.Agreement))
            {
                continue;
            }
            // Its own speaker's later one takes the place of a summary, at whatever grade.
            if (denial.Speaker == mark.Speaker && mark.Claim.Claim is not Claim.Count && Later(denial, mark))
            {
                return Tellings.F;
            }
            answered |= denial.Speaker != mark.Speaker || Frame.Record.Moment(denial.Claim) == Frame.Record.Moment(mark.Claim) ? denial.Admits : 0;
        }
        foreach (var r in Answers)
        {
            ref var report = ref Marks[r];
            answered |= report.Earliest <= now && (AnswersFor(report, place) || (place == 0 && IsBy(mark.Claim, report))) && IsInside(mark.Claim, report) ? report.Admits : 0;
        }
        var ended = mark.Latest <= now;
        return Tellings.Of((ushort)(mark.Admits & (ended ? mark.Inside2 : 0)), (ushort)(answered | (mark.Admits & (ended ? mark.Outside2 : 0)))).For(mark.Admits);
    }

    protected override void Fit(ref Mark mark)
    {
        base.Fit(ref mark);
        // A summary is held against the days of the window.
        var (inside, outside) = (0, 0);
        foreach (var (standpoints, bounds) in Windows)
        {
            var suspended = Evaluation.SuspensionFit(bounds.Suspensions, mark.Claim.Happened) == Evaluation.Fit.Outside;
            outside |= suspended ? standpoints : 0;
            foreach (var window in bounds.Asked)
            {
                var days = window.From is { } from ? window with { From = TimeRange.OfDay(Frame.Rules.DayOf(from.Earliest), Frame.Rules.Zone) } : window;
                var fit = Evaluation.FitOf(mark.Claim.Happened, days);
                inside |= fit == Evaluation.Fit.Inside && !suspended ? standpoints : 0;
                outside |= fit == Evaluation.Fit.Outside ? standpoints : 0;
            }
        }
        (mark.Inside2, mark.Outside2) = ((ushort)inside, (ushort)outside);
    }

    // A report about one of several holders answers for that holder alone.
    protected override bool AnswersFor(in Mark answer, int place) => !answer.HasActor || (place == 0 ? Provision.By.Count <= 1 : Concerns(answer, place));

    // In the whole it answers what is told of that one.
    protected override bool AnswersForWhole(in Mark answer, Issue issue, bool dated)
    {
        var report = answer;
        return !answer.HasActor || !AnyVisible(issue, dated, c => c.Says > 0 && !IsBy(c, report));
    }

    private bool IsBy(StandingClaim incident, in Mark report) => incident.Actor is { } actor && Frame.Agreement.IsPartOf(actor, report.Claim.Actor!);

    protected override bool Answered(in Mark answer, Issue issue, bool dated, Instant? last)
    {
        if (last is null)
        {
            return false;
        }
        var mark = answer;
        return !AnyVisible(issue, dated, c => c.Says > 0 && !IsInside(c, mark));
    }

    private bool IsInside(StandingClaim incident, in Mark report) =>
        incident.Happened.Earliest >= report.Earliest && incident.Happened.Latest <= report.Latest
        && (incident.Claim.Zone is { } zone ? ReachesZone(zone, reports[report.Report]) : reports[report.Report].AllZones);

    private bool ReachesZone(string zone, Report covers)
    {
        for (var z = 0; z < zones.Count; z++)
        {
            if ((covers.Zones >> z & 1) != 0 && (zones[z] is not { } whole || Frame.Agreement.IsZonePartOf(zone, whole)))
            {
                return true;
            }
        }
        return covers.Zone is { } wider && Frame.Agreement.IsZonePartOf(zone, wider);
    }

    private Report ReportOf(StandingClaim claim)
    {
        var covered = 0UL;
        for (var z = 0; z < zones.Count; z++)
        {
            var reaches = zones[z] is { } zone ? claim.Claim.Zone is not { } seen || Frame.Agreement.IsZonePartOf(zone, seen) : claim.Claim.Zone is null;
            covered |= reaches ? 1UL << z : 0;
        }
        var (first, last) = (Frame.Rules.DayOf(claim.Happened.Earliest), Frame.Rules.DayOf(claim.Happened.Latest));
        return new Report(covered, covered == (zones.Count == 64 ? ulong.MaxValue : (1UL << zones.Count) - 1), claim.Claim.Zone,
            TimeRange.OfDay(first, Frame.Rules.Zone).Earliest < claim.Happened.Earliest ? first.PlusDays(1) : first,
            TimeRange.OfDay(last, Frame.Rules.Zone).Latest > claim.Happened.Latest ? last.PlusDays(-1) : last);
    }

    // Where reports cover every zone on every day that has run, each day by one report at least.
    private ushort Covered(int place)
    {
        var covered = 0;
        foreach (var (standpoints, bounds) in Windows)
        {
            var windows = bounds.Asked;
            if (windows.Any(w => w.FromUndated) || !windows.Any(w => w.From is not null))
            {
                continue;
            }
            var from = windows.Where(w => w.From is not null).Min(w => w.From!.Value.Earliest);
            if (from > Frame.Now)
            {
                continue;
            }
            var until = windows.All(w => w.To is not null) ? Instant.Min(Frame.Now, windows.Max(w => w.To!.Value.Latest)) : Frame.Now;
            covered |= from <= until ? standpoints & CoveredFrom(place, from, until, bounds.Suspensions) : 0;
        }
        return (ushort)covered;
    }

    private ushort CoveredFrom(int place, Instant from, Instant until, IReadOnlyList<Evaluation.Suspension> suspensions)
    {
        var (first, last) = (Frame.Rules.DayOf(from), until == Frame.Now ? Frame.Today : Frame.Rules.DayOf(until));
        if (suspensions.Count > 0)
        {
            return CoveredAround(place, from, until, first, last, suspensions);
        }
        var covered = Frame.Everyone;
        for (var z = 0; z < zones.Count && covered != 0; z++)
        {
            // The last day has run only in part, and so may the first have: those two are asked in instants, the rest in days.
            covered &= Spanning(place, z, Instant.Max(TimeRange.OfDay(last, Frame.Rules.Zone).Earliest, from), until);
            for (var day = last.PlusDays(-1); day > first && covered != 0; day = day.PlusDays(-1))
            {
                covered &= OfDay(place, z, day);
            }
            if (first < last && covered != 0)
            {
                covered &= Spanning(place, z, from, TimeRange.OfDay(first, Frame.Rules.Zone).Latest);
            }
        }
        return covered;
    }

    // A day on which the provision was suspended is not there to be observed.
    private ushort CoveredAround(int place, Instant from, Instant until, LocalDate first, LocalDate last, IReadOnlyList<Evaluation.Suspension> suspensions)
    {
        var (covered, days) = (Frame.Everyone, 0);
        for (var day = first; day <= last && covered != 0; day = day.PlusDays(1))
        {
            var whole = TimeRange.OfDay(day, Frame.Rules.Zone);
            var binding = new TimeRange(Instant.Max(whole.Earliest, from), Instant.Min(whole.Latest, until));
            if (Evaluation.SuspensionFit(suspensions, binding) == Evaluation.Fit.Outside)
            {
                continue;
            }
            days++;
            for (var z = 0; z < zones.Count && covered != 0; z++)
            {
                covered &= Spanning(place, z, binding.Earliest, binding.Latest);
            }
        }
        return days == 0 ? (ushort)0 : covered;
    }

    private ushort Spanning(int place, int zone, Instant start, Instant end)
    {
        var covered = 0;
        foreach (var s in settling)
        {
            ref var mark = ref Marks[s];
            covered |= mark.Earliest <= start && mark.Latest >= end && mark.Earliest <= Frame.Now && AnswersFor(mark, place) && (reports[mark.Report].Zones >> zone & 1) != 0 ? mark.Admits : 0;
        }
        return (ushort)covered;
    }

    private ushort OfDay(int place, int zone, LocalDate day)
    {
        var covered = 0;
        foreach (var s in settling)
        {
            ref var mark = ref Marks[s];
            var report = reports[mark.Report];
            if (report.FirstDay <= day && report.LastDay >= day && (report.Zones >> zone & 1) != 0 && AnswersFor(mark, place))
            {
                covered |= mark.Admits;
            }
        }
        return (ushort)covered;
    }
}
