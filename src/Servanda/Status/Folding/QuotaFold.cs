using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>A quota is reached as the accounts of its count say, each account the reports that can be true together.</summary>
/// <remarks>
/// The reports of each speaker are kept in the order of the time they speak of, so that a speaker's latest word by a
/// deadline is found by halving. Single deliveries are left to <see cref="Evaluation"/>.
/// </remarks>
internal sealed class QuotaFold(FoldFrame frame, Provision.Quota quota) : CountFold(frame, quota, quota.Counter)
{
    private readonly SortedDictionary<int, List<Report>> bySpeaker = [];
    private Tellings[]? values;
    private readonly bool[] stale = new bool[View.Count];

    protected override decimal Target => quota.Target;

    private Tellings[] Values => values ??= new Tellings[View.Count * Places];

    /// <summary>Whether single deliveries are told of it.</summary>
    public bool IsItemised { get; private set; }

    public override Tellings Value(int place) => Whole(place, View.InWindow);
    public override Tellings AnyTime(int place) => Whole(place, View.AnyTime);

    public override Tellings Ever(int place)
    {
        Freshen(View.Ever);
        return Values[(View.Ever * Places) + place];
    }

    public override Tellings Bare(int place)
    {
        if (place == 0 && Holders.Count > 0)
        {
            return Enumerable.Range(1, Holders.Count).Aggregate(Tellings.T, (all, h) => all & Bare(h));
        }
        return Enumerable.Range(0, Frame.Standpoints.Count).Aggregate(Tellings.F, (word, s) => With(word, Ask(place, View.InWindow, s, bare: true), s));
    }

    private Tellings Whole(int place, int view)
    {
        Freshen(view);
        if (place > 0 || Holders.Count == 0)
        {
            return Values[(view * Places) + place];
        }
        var all = Tellings.T;
        for (var h = 1; h < Places; h++)
        {
            all &= Values[(view * Places) + h];
        }
        return all;
    }

    private void Freshen(int view)
    {
        if (stale[view])
        {
            stale[view] = false;
            Answer(view, Frame.Everyone);
        }
    }

    private void Answer(int view, ushort standpoints)
    {
        for (var place = 0; place < Places; place++)
        {
            ref var word = ref Values[(view * Places) + place];
            for (var s = 0; s < Frame.Standpoints.Count; s++)
            {
                word = (standpoints >> s & 1) != 0 ? With(word, Ask(place, view, s, bare: false), s) : word;
            }
        }
    }

    public override int Add(StandingClaim claim)
    {
        if (IsReport(claim))
        {
            return AddReport(claim, ExtentOf(claim));
        }
        if (claim.Provision?.Id != quota.Id)
        {
            return Trigger.Rest;
        }
        IsItemised |= Record.IsItem(claim);
        return Evaluation.TargetTold(claim, quota) is { } extent ? AddReport(claim, extent) : Trigger.Rest;
    }

    private int AddReport(StandingClaim claim, Extent extent)
    {
        var report = ReportOf(claim, extent);
        var speaker = Marks[report.Mark].Speaker;
        if (!bySpeaker.TryGetValue(speaker, out var own))
        {
            bySpeaker[speaker] = own = [];
        }
        var at = own.Count;
        while (at > 0 && (own[at - 1].At, own[at - 1].Moment).CompareTo((report.At, report.Moment)) > 0)
        {
            at--;
        }
        own.Insert(at, report);
        return report.Mark;
    }

    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part)
    {
        if (part < 0)
        {
            yield break;
        }
        var own = bySpeaker[Marks[part].Speaker];
        var report = own.FindLast(r => r.Mark == part)!;
        yield return new Trigger(report.At, part);
        if (report.StaleAt is { } old)
        {
            yield return new Trigger(old + Duration.Epsilon, part);
        }
    }

    public override void Refold(int part)
    {
        if (part < 0)
        {
            RefoldClock();
        }
        Answer(View.InWindow, part >= 0 ? Marks[part].Admits : Frame.Everyone);
        stale[View.AnyTime] = stale[View.Ever] = true;
    }

    private Told Ask(int place, int view, int standpoint, bool bare)
    {
        if (view == View.Ever)
        {
            return AskIn(place, CandidateWindow.Unbounded, standpoint, bare);
        }
        foreach (var (standpoints, windows) in Windows)
        {
            if ((standpoints >> standpoint & 1) != 0)
            {
                if (windows is [var only])
                {
                    return AskIn(place, view == View.AnyTime ? only with { To = null } : only, standpoint, bare);
                }
                return Node.Merged(windows.Select(w => AskIn(place, view == View.AnyTime ? w with { To = null } : w, standpoint, bare)));
            }
        }
        return Told.N;
    }

    private Told AskIn(int place, CandidateWindow window, int standpoint, bool bare)
    {
        if (window.FromUndated)
        {
            return Told.N;
        }
        Gather(place, window, standpoint);
        if (!NothingReported)
        {
            return Reached(bare);
        }
        return quota.Target <= 0 ? Told.T : !bare && (PresumingNone >> standpoint & 1) != 0 ? Told.F : Told.N;
    }

    private void Gather(int place, CandidateWindow window, int standpoint)
    {
        Clear();
        var now = Frame.Now;
        var ended = window.To is { } deadline && now > deadline.Earliest;
        var cutoff = ended ? window.To!.Value.Earliest : now;
        var from = window.From?.Earliest;
        var day = Counter.Monotone ? null : LatestDay(place, standpoint, cutoff, from);
        foreach (var own in bySpeaker.Values)
        {
            for (var last = Last(own, place, standpoint, cutoff, from); last is { } r; last = Tied(own, last.Value, place, standpoint))
            {
                Carry(own[r], place, standpoint, cutoff, from, day);
            }
        }
        if (ended && Counter.Monotone)
        {
            foreach (var own in bySpeaker.Values)
            {
                for (var last = Last(own, place, standpoint, now, from); last is { } r && own[r].At > cutoff; last = Tied(own, last.Value, place, standpoint))
                {
                    if (own[r].Extent.High is { } high)
                    {
                        Leave(new Extent(0, high), new Extent(0, high));
                    }
                }
            }
        }
    }

    // A count that may fall says nothing of another day: only the most recent reports stand.
    private Instant? LatestDay(int place, int standpoint, Instant cutoff, Instant? from)
    {
        Instant? latest = null;
        foreach (var own in bySpeaker.Values)
        {
            if (Last(own, place, standpoint, cutoff, from) is { } r && (latest is null || own[r].At > latest))
            {
                latest = own[r].At;
            }
        }
        return latest;
    }

    private void Carry(Report report, int place, int standpoint, Instant to, Instant? from, Instant? day)
    {
        if (day is { } only && report.At != only)
        {
            return;
        }
        var bare = Counter.Monotone ? new Extent(report.Extent.Low, null) : Extent.Anything;
        if (Counter.Monotone && report.Extent.High is { } high && IsOutrun(report, high, place, standpoint, to, from))
        {
            Leave(bare, bare);
        }
        else if (report.At >= to || report.Extent == bare)
        {
            Leave(report.Extent, report.Extent);
        }
        else
        {
            Leave(report.StaleAt is { } old && old < to ? bare : report.Extent, bare);
        }
    }

    // Somebody reports more for a later day, so the upper bound no longer carries.
    private bool IsOutrun(Report report, decimal high, int place, int standpoint, Instant to, Instant? from)
    {
        foreach (var own in bySpeaker.Values)
        {
            for (var r = UpTo(own, to); r >= 0 && own[r].At > report.At; r--)
            {
                if (own[r].Extent.Low > high && Counts(own[r], standpoint, place) && (from is not { } f || own[r].At >= f))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private int? Last(List<Report> own, int place, int standpoint, Instant until, Instant? from)
    {
        for (var r = UpTo(own, until); r >= 0 && (from is not { } f || own[r].At >= f); r--)
        {
            if (Counts(own[r], standpoint, place))
            {
                return r;
            }
        }
        return null;
    }

    // Reports of one moment about one time all stand.
    private int? Tied(List<Report> own, int of, int place, int standpoint)
    {
        for (var r = of - 1; r >= 0 && own[r].At == own[of].At && own[r].Moment == own[of].Moment; r--)
        {
            if (Counts(own[r], standpoint, place))
            {
                return r;
            }
        }
        return null;
    }

    // The last of one speaker's reports that speaks of a time up to then; -1 where there is none.
    private static int UpTo(List<Report> own, Instant until)
    {
        if (own.Count > 0 && own[^1].At <= until)
        {
            return own.Count - 1;
        }
        var (low, high) = (0, own.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = own[middle].At <= until ? (middle + 1, high) : (low, middle);
        }
        return low - 1;
    }
}
