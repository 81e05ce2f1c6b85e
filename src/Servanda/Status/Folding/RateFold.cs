using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>A rate is kept where the stated share of its closed windows reaches the target, each a quota of its own.</summary>
internal sealed class RateFold(FoldFrame frame, Provision.Rate rate) : CountFold(frame, rate)
{
    private readonly Counter counter = frame.Agreement.Counter(rate.Counter)!;
    private readonly List<Report> reports = [];
    private readonly List<Schedule> schedules = [];
    private readonly List<Remainder> left = [];

    /// <summary>The windows that run for some standpoints, one after the other, and how many of the closed ones have each bit.</summary>
    private sealed class Schedule(ushort standpoints, CandidateWindow window, IReadOnlyList<Evaluation.Suspension> suspensions, int places)
    {
        public IReadOnlyList<Evaluation.Suspension> Suspensions => suspensions;
        public ushort Standpoints => standpoints;
        public CandidateWindow Window => window;
        public List<Period> Periods { get; } = [];
        public LaneCounts[] Counts { get; } = [.. Enumerable.Range(0, places).Select(_ => new LaneCounts())];
        public int Closed { get; set; }

        /// <summary>Of those that have closed, how many are asked for: what was suspended on any of its days is not.</summary>
        public int Due { get; set; }

        /// <summary>How many windows there are until the end; null where it has none, or has not begun.</summary>
        public int? All { get; set; }
    }

    private sealed class Period(Instant start, Instant end, int places)
    {
        public Instant Start => start;
        public Instant End => end;
        public List<int> Reports { get; } = [];
        public Tellings[] Values { get; } = new Tellings[places];
        public bool Closed { get; set; }
        public bool IsSuspended { get; set; }
    }

    protected override void Fit(ref Mark mark) { }

    public override Tellings Value(int place) => Whole(place, Merged);

    // Every window that is left taken as reached: what is told not to be reached so cannot be any more.
    public override Tellings Breach => !Merged(0, openReached: true);

    private Tellings Merged(int place) => Merged(place, openReached: false);

    private Tellings Merged(int place, bool openReached) => Merged(s => Answer(s, place, openReached));

    private Tellings Merged(Func<Schedule, Tellings> answer)
    {
        var word = Tellings.F;
        foreach (var standpoints in schedules.Select(s => s.Standpoints).Distinct())
        {
            // By several accounts of when: certain where all say so, possible where one does.
            word |= Merged(schedules.Where(s => s.Standpoints == standpoints).Select(answer).ToList()).For(standpoints);
        }
        return word;
    }

    private int version;

    public override int Version => version;

    /// <summary>How the share of closed windows reached compares with a number, as enough of them do.</summary>
    public Tellings Compared(Comparison comparison, decimal number) => Merged(schedule =>
    {
        if (schedule.Due == 0)
        {
            return Tellings.N;
        }
        var exact = number * schedule.Due;
        Tellings AtLeast(decimal needed) => new(schedule.Counts[0].AtLeast((int)Math.Clamp(needed, 0, schedule.Due + 1)));
        Tellings reached = AtLeast(Math.Ceiling(exact)), passed = AtLeast(Math.Floor(exact) + 1);
        return comparison switch
        {
            Comparison.AtLeast => reached,
            Comparison.Greater => passed,
            Comparison.AtMost => !passed,
            Comparison.Less => !reached,
            Comparison.Equal => reached & !passed,
        };
    });

    private static Tellings Merged(List<Tellings> each)
    {
        var (all, any) = (each.Aggregate(Tellings.T, (a, b) => a & b), each.Aggregate(Tellings.F, (a, b) => a | b));
        const ulong LoAndQ = 0xFFFF_0000_FFFF_0000UL;
        return new((all.Bits & LoAndQ) | (any.Bits & ~LoAndQ));
    }

    private Tellings Answer(Schedule schedule, int place, bool openReached)
    {
        var open = openReached ? schedule.All is { } all ? all - schedule.Closed : 1 : 0;
        return schedule.Due + open == 0 ? Tellings.N : new(schedule.Counts[place].AtLeast(Evaluation.Needed(rate.Share, schedule.Due + open) - open));
    }

    public override int Add(StandingClaim claim)
    {
        if (!IsReport(claim, counter) || ExtentOf(claim, counter) is not { } extent)
        {
            return Trigger.Rest;
        }
        reports.Add(Report.Of(Frame, counter, claim, extent, HoldersOf(claim.Actor)));
        foreach (var schedule in schedules)
        {
            File(schedule, reports.Count - 1);
        }
        return reports.Count - 1;
    }

    private void File(Schedule schedule, int report)
    {
        var told = reports[report];
        for (var p = FirstReaching(schedule, told.Earliest); p < schedule.Periods.Count && schedule.Periods[p].Start <= told.Latest; p++)
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
        version++;
        foreach (var (standpoints, bounds) in Windows)
        {
            schedules.AddRange(bounds.Asked.Select(w => new Schedule(standpoints, w, bounds.Suspensions, Places)));
        }
        foreach (var schedule in schedules)
        {
            schedule.All = CountOf(schedule.Window);
            Lengthen(schedule);
        }
    }

    private int? CountOf(CandidateWindow window)
    {
        if (window.FromUndated || window.From is not { } from || window.To is not { } to)
        {
            return null;
        }
        var count = 0;
        var last = Evaluation.LastDay(rate, Frame.Rules.DayOf(from.Earliest));
        for (; TimeRange.OfDay(last, Frame.Rules.Zone).Latest <= to.Latest; last = Evaluation.LastDay(rate, last.PlusDays(1)))
        {
            count++;
        }
        return count;
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
                if (reports[r].Earliest <= end && reports[r].Latest >= start)
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
                var report = reports[part];
                for (var p = FirstReaching(schedule, report.Earliest); p < schedule.Periods.Count && schedule.Periods[p].Start <= report.Latest; p++)
                {
                    RefoldPeriod(schedule, schedule.Periods[p], report.Admits);
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
            version++;
            standpoints = Frame.Everyone;
            schedule.Closed++;
            period.IsSuspended = Evaluation.IsSuspendedIn(schedule.Suspensions, period.Start, period.End);
            schedule.Due += period.IsSuspended ? 0 : 1;
        }
        if (period.IsSuspended)
        {
            return;
        }
        for (var place = 0; place < Places; place++)
        {
            var at = place;
            var value = Asked(period.Values[place], standpoints, s => AnswerIn(period, By(s, at)));
            version += value == period.Values[place] ? 0 : 1;
            schedule.Counts[place].Change(period.Values[place].Bits, value.Bits);
            period.Values[place] = value;
        }
    }

    private Told AnswerIn(Period period, Hearing hearing)
    {
        left.Clear();
        foreach (var r in period.Reports)
        {
            var report = reports[r];
            if (report.Latest > Frame.Now || !hearing.Counts(report) || IsReplaced(period, report, hearing))
            {
                continue;
            }
            var inside = report.Earliest >= period.Start && report.Latest <= period.End;
            var outside = report.Earliest <= period.Start && report.Latest >= period.End;
            var extent = (inside, outside) switch
            {
                (true, true) => report.Extent,
                (true, false) => new Extent(report.Extent.Low, null),
                (false, true) => new Extent(0, report.Extent.High),
                (false, false) => Extent.Anything,
            };
            left.Add(new Remainder(extent, report));
        }
        return left.Count > 0 ? left.Compared(Comparison.AtLeast, rate.Target)
            : (PresumingNone >> hearing.Standpoint & 1) != 0 ? Told.F
            : rate.Target <= 0 ? Told.T
            : Told.N;
    }

    // Its speaker has since given another figure for the same time.
    private bool IsReplaced(Period period, Report report, Hearing hearing)
    {
        foreach (var r in period.Reports)
        {
            var other = reports[r];
            if (other.IsOfSeries(report) && other.Earliest == report.Earliest && other.Latest == report.Latest
                && other.Moment.CompareTo(report.Moment) > 0 && hearing.Counts(other))
            {
                return true;
            }
        }
        return false;
    }
}
