using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>A rate is kept where the stated share of its closed windows reaches the target, each a quota of its own.</summary>
internal sealed class RateFold(FoldFrame frame, Provision.Rate rate) : CountFold(frame, rate, rate.Counter)
{
    private readonly List<Report> reports = [];
    private readonly List<Schedule> schedules = [];

    protected override decimal Target => rate.Target;

    /// <summary>The windows that run for some standpoints, one after the other, and how many of the closed ones have each bit.</summary>
    private sealed class Schedule(ushort standpoints, CandidateWindow window, int places)
    {
        public ushort Standpoints => standpoints;
        public CandidateWindow Window => window;
        public List<Period> Periods { get; } = [];
        public LaneCounts[] Counts { get; } = [.. Enumerable.Range(0, places).Select(_ => new LaneCounts())];
        public int Closed { get; set; }
    }

    private sealed class Period(Instant start, Instant end, int places)
    {
        public Instant Start => start;
        public Instant End => end;
        public List<int> Reports { get; } = [];
        public Tellings[] Values { get; } = new Tellings[places];
        public bool Closed { get; set; }
    }

    public override Tellings Value(int place) => Whole(place, bare: false);
    public override Tellings Bare(int place) => Whole(place, bare: true);

    private Tellings Whole(int place, bool bare)
    {
        if (place == 0 && Holders.Count > 0)
        {
            return Enumerable.Range(1, Holders.Count).Aggregate(Tellings.T, (all, h) => all & Whole(h, bare));
        }
        var word = Tellings.F;
        foreach (var standpoints in schedules.Select(s => s.Standpoints).Distinct())
        {
            // By several accounts of when: certain where all say so, possible where one does.
            var each = schedules.Where(s => s.Standpoints == standpoints).Select(s => Answer(s, place, bare)).ToList();
            word |= Merged(each).For(standpoints);
        }
        return word;
    }

    private static Tellings Merged(List<Tellings> each)
    {
        var (all, any) = (each.Aggregate(Tellings.T, (a, b) => a & b), each.Aggregate(Tellings.F, (a, b) => a | b));
        const ulong LoAndQ = 0xFFFF_0000_FFFF_0000UL;
        return new((all.Bits & LoAndQ) | (any.Bits & ~LoAndQ));
    }

    private Tellings Answer(Schedule schedule, int place, bool bare)
    {
        if (schedule.Closed == 0)
        {
            return Tellings.N;
        }
        var needed = Evaluation.Needed(rate.Share, schedule.Closed);
        if (!bare)
        {
            return new(schedule.Counts[place].AtLeast(needed));
        }
        var counts = new LaneCounts();
        foreach (var period in schedule.Periods.Where(p => p.Closed))
        {
            counts.Change(0, AnswerIn(period, place, Frame.Everyone, Tellings.F, bare: true).Bits);
        }
        return new(counts.AtLeast(needed));
    }

    public override int Add(StandingClaim claim)
    {
        if (!IsReport(claim))
        {
            return Trigger.Rest;
        }
        reports.Add(ReportOf(claim, ExtentOf(claim)));
        foreach (var schedule in schedules)
        {
            File(schedule, reports.Count - 1);
        }
        return reports.Count - 1;
    }

    private void File(Schedule schedule, int report)
    {
        ref var mark = ref Marks[reports[report].Mark];
        for (var p = FirstReaching(schedule, mark.Earliest); p < schedule.Periods.Count && schedule.Periods[p].Start <= mark.Latest; p++)
        {
            schedule.Periods[p].Reports.Add(report);
        }
    }

    private static int FirstReaching(Schedule schedule, Instant from)
    {
        var (low, high) = (0, schedule.Periods.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = schedule.Periods[middle].End < from ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part) => part < 0 ? [] : [new Trigger(claim.Happened.Latest, part)];

    protected override void WindowsChanged()
    {
        schedules.Clear();
        foreach (var (standpoints, windows) in Windows)
        {
            schedules.AddRange(windows.Select(w => new Schedule(standpoints, w, Places)));
        }
        schedules.ForEach(Lengthen);
    }

    // Up to the clock only: later windows have not closed.
    private void Lengthen(Schedule schedule)
    {
        if (schedule.Window.FromUndated || schedule.Window.From is not { } from || from.Earliest > Frame.Now)
        {
            return;
        }
        var until = schedule.Window.To is { } to ? Instant.Min(Frame.Now, to.Latest) : Frame.Now;
        var first = schedule.Periods.Count == 0 ? Frame.Rules.DayOf(from.Earliest) : Frame.Rules.DayOf(schedule.Periods[^1].End + Duration.Epsilon);
        while (true)
        {
            var last = Evaluation.LastDay(rate, first);
            var (start, end) = (TimeRange.OfDay(first, Frame.Rules.Zone).Earliest, TimeRange.OfDay(last, Frame.Rules.Zone).Latest);
            if (end > until)
            {
                return;
            }
            var period = new Period(start, end, Places);
            schedule.Periods.Add(period);
            for (var r = 0; r < reports.Count; r++)
            {
                ref var mark = ref Marks[reports[r].Mark];
                if (mark.Earliest <= end && mark.Latest >= start)
                {
                    period.Reports.Add(r);
                }
            }
            first = last.PlusDays(1);
        }
    }

    public override IEnumerable<Trigger> WindowTriggers()
    {
        foreach (var schedule in schedules.Where(s => !s.Window.FromUndated && s.Window.From is not null))
        {
            // The end of the window now running; when it has come, the next is asked for.
            var first = schedule.Periods.Count == 0 ? Frame.Rules.DayOf(schedule.Window.From!.Value.Earliest) : Frame.Rules.DayOf(schedule.Periods[^1].End + Duration.Epsilon);
            var end = TimeRange.OfDay(Evaluation.LastDay(rate, first), Frame.Rules.Zone).Latest;
            if (schedule.Window.To is not { } to || end <= to.Latest)
            {
                yield return new Trigger(end, Trigger.Rest);
            }
        }
        foreach (var trigger in base.WindowTriggers())
        {
            yield return trigger;
        }
    }

    public override void Refold(int part)
    {
        if (part < 0)
        {
            RefoldClock();
            schedules.ForEach(Lengthen);
        }
        foreach (var schedule in schedules)
        {
            if (part >= 0)
            {
                ref var mark = ref Marks[reports[part].Mark];
                var (latest, standpoints) = (mark.Latest, mark.Admits);
                for (var p = FirstReaching(schedule, mark.Earliest); p < schedule.Periods.Count && schedule.Periods[p].Start <= latest; p++)
                {
                    RefoldPeriod(schedule, schedule.Periods[p], standpoints);
                }
            }
            else
            {
                foreach (var period in part == Trigger.All ? schedule.Periods : schedule.Periods.Where(p => !p.Closed))
                {
                    RefoldPeriod(schedule, period, Frame.Everyone);
                }
            }
        }
    }

    private void RefoldPeriod(Schedule schedule, Period period, ushort standpoints)
    {
        if (!period.Closed)
        {
            period.Closed = true;
            standpoints = Frame.Everyone;
            schedule.Closed++;
        }
        for (var place = 0; place < Places; place++)
        {
            var value = AnswerIn(period, place, standpoints, period.Values[place], bare: false);
            schedule.Counts[place].Change(period.Values[place].Bits, value.Bits);
            period.Values[place] = value;
        }
    }

    private Tellings AnswerIn(Period period, int place, ushort standpoints, Tellings word, bool bare)
    {
        for (var s = 0; s < Frame.Standpoints.Count; s++)
        {
            if ((standpoints >> s & 1) != 0)
            {
                word = With(word, AnswerIn(period, place, s, bare), s);
            }
        }
        return word;
    }

    private Told AnswerIn(Period period, int place, int standpoint, bool bare)
    {
        Clear();
        foreach (var r in period.Reports)
        {
            var report = reports[r];
            ref var mark = ref Marks[report.Mark];
            if (mark.Latest > Frame.Now || !Counts(report, standpoint, place) || IsReplaced(period, report, standpoint, place))
            {
                continue;
            }
            var inside = mark.Earliest >= period.Start && mark.Latest <= period.End;
            var outside = mark.Earliest <= period.Start && mark.Latest >= period.End;
            var extent = (inside, outside) switch
            {
                (true, true) => report.Extent,
                (true, false) => new Extent(report.Extent.Low, null),
                (false, true) => new Extent(0, report.Extent.High),
                (false, false) => Extent.Anything,
            };
            Leave(extent, extent);
        }
        if (NothingReported)
        {
            return !bare && (PresumingNone >> standpoint & 1) != 0 ? Told.F : Target <= 0 ? Told.T : Told.N;
        }
        return Reached(bare: false);
    }

    // Its speaker has since given another figure for the same time.
    private bool IsReplaced(Period period, Report report, int standpoint, int place)
    {
        ref var mark = ref Marks[report.Mark];
        foreach (var r in period.Reports)
        {
            ref var other = ref Marks[reports[r].Mark];
            if (other.Speaker == mark.Speaker && other.Earliest == mark.Earliest && other.Latest == mark.Latest
                && reports[r].Moment.CompareTo(report.Moment) > 0 && Counts(reports[r], standpoint, place))
            {
                return true;
            }
        }
        return false;
    }
}
