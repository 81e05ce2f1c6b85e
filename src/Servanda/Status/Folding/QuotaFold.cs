using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>A quota is reached as the accounts of its count say, each account the reports that can be true together.</summary>
internal sealed class QuotaFold : CountFold
{
    private readonly Provision.Quota quota;
    private readonly Tally tally;
    private readonly List<Report> reports = [];
    private readonly HashSet<StandingClaim> ofItems;

    // Single deliveries, by each account of when; none where none is told.
    private readonly List<ItemFold> items = [];
    private readonly List<StandingClaim> itemClaims = [];
    private readonly Tellings[] values;
    private readonly bool[] stale = new bool[View.Count];

    public QuotaFold(FoldFrame frame, Provision.Quota quota)
        : base(frame, quota)
    {
        this.quota = quota;
        tally = new Tally(frame, frame.Agreement.Counter(quota.Counter)!);
        values = new Tellings[View.Count * Places];
        ofItems = [.. frame.Record.IssuesOf(quota).SelectMany(i => i.Claims)];
    }

    private Counter Counter => Frame.Agreement.Counter(quota.Counter)!;

    public override Tellings Value(int place) => In(View.InWindow, place);
    public override Tellings AnyTime(int place) => In(View.AnyTime, place);

    public override Tellings Ever(int place)
    {
        Freshen(View.Ever);
        return values[(View.Ever * Places) + place];
    }

    private Tellings In(int view, int place)
    {
        Freshen(view);
        return Whole(place, p => values[(view * Places) + p]);
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
            var at = place;
            ref var word = ref values[(view * Places) + place];
            word = Asked(word, standpoints, s => Ask(at, view, s));
        }
    }

    public override int Add(StandingClaim claim)
    {
        if (ofItems.Contains(claim))
        {
            itemClaims.Add(claim);
            return Trigger.All;
        }
        if (IsReport(claim, Counter))
        {
            return ExtentOf(claim, Counter) is { } counted ? AddReport(claim, counted) : Trigger.Rest;
        }
        return claim.Provision?.Id == quota.Id && Evaluation.TargetTold(claim, quota) is { } extent ? AddReport(claim, extent) : Trigger.Rest;
    }

    private int AddReport(StandingClaim claim, Extent extent)
    {
        reports.Add(tally.Add(claim, extent, HoldersOf(claim.Actor)));
        return reports.Count - 1;
    }

    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part) =>
        part >= 0 ? Tally.MomentsOf(reports[part]).Select(at => new Trigger(at, part))
        : part == Trigger.All ? [new Trigger(claim.Happened.Earliest, Trigger.All)]
        : [];

    protected override void Fit(ref Mark mark) { }

    // Each account of when has its own items.
    protected override void WindowsChanged()
    {
        items.Clear();
        for (var n = 0; itemClaims.Count > 0 && n < Windows.Max(w => w.Bounds.Windows.Count); n++)
        {
            var fold = new ItemFold(Frame, quota);
            itemClaims.ForEach(c => fold.Add(c));
            fold.SetWindows([.. Windows.Where(w => n < w.Bounds.Windows.Count).Select(w => w with { Bounds = Only(w.Bounds.Windows[n]) })]);
            items.Add(fold);
        }
    }

    private static Bounds Only(CandidateWindow window) => new([window], [window], [], null);

    public override void Refold(int part)
    {
        if (part < 0)
        {
            RefoldClock();
            items.ForEach(i => i.Refold(Trigger.All));
        }
        Answer(View.InWindow, part >= 0 ? reports[part].Admits : Frame.Everyone);
        stale[View.AnyTime] = stale[View.Ever] = true;
    }

    private Told Ask(int place, int view, int standpoint)
    {
        if (view == View.Ever)
        {
            return AskIn(place, view, CandidateWindow.Unbounded, items.Count > 0 ? items[0] : null, standpoint);
        }
        foreach (var (standpoints, bounds) in Windows)
        {
            if ((standpoints >> standpoint & 1) != 0)
            {
                var windows = bounds.Windows;
                return windows is [var only] ? AskIn(place, view, only, items.Count > 0 ? items[0] : null, standpoint)
                    : Node.Merged(windows.Select((w, n) => AskIn(place, view, w, n < items.Count ? items[n] : null, standpoint)));
            }
        }
        return Told.N;
    }

    private Told AskIn(int place, int view, CandidateWindow window, ItemFold? delivered, int standpoint)
    {
        if (window.FromUndated)
        {
            return Told.N;
        }
        var left = tally.Left(By(standpoint, place), Frame.Now, window.From?.Earliest, view == View.InWindow ? window.To?.Earliest : null);
        if (left.Count > 0)
        {
            delivered?.Join(left, standpoint, view, place);
            return left.Compared(Comparison.AtLeast, quota.Target);
        }
        return delivered?.Itemised(standpoint, view, place) ?? (quota.Target <= 0 ? Told.T : (PresumingNone >> standpoint & 1) != 0 ? Told.F : Told.N);
    }
}
