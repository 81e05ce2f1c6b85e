using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>The single deliveries told of a quota, each with its own weight and its own value.</summary>
internal sealed class ItemFold(FoldFrame frame, Provision.Quota quota) : OccurrenceFold(frame, quota, View.Count)
{
    private readonly Counter counter = frame.Agreement.Counter(quota.Counter)!;

    // Whether silence about further deliveries leaves the count open above.
    private readonly ushort open = (ushort)(frame.Where(s => (s.Silence ?? quota.EffectiveSilence) == SilencePolicy.Unknown)
        | frame.Where(s => (s.Silence ?? quota.EffectiveSilence) == SilencePolicy.PresumeNone && !s.Presumes));

    public override Tellings Value(int place) => throw new System.Diagnostics.UnreachableException();

    public override int Add(StandingClaim claim) => AddToIssue(claim);

    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part) => throw new System.Diagnostics.UnreachableException();

    public override void Refold(int part)
    {
        for (var i = 0; i < Issues.Count; i++)
        {
            RefoldIssue(i);
        }
    }

    protected override bool Answered(in Mark answer, Issue issue, bool dated, Instant? last) => false;

    protected override bool AnswersFor(in Mark answer, int place) => false;

    /// <summary>Where nobody reports the total: each bit as the deliveries that have it add up; null where none is told.</summary>
    public Told? Itemised(int standpoint, int view, int place)
    {
        var (lo, p, any) = (0m, 0m, false);
        // A delivery of "at least five" has no upper number.
        decimal? q = 0, hi = 0;
        foreach (var issue in Issues.Where(i => (i.OnTable >> place & 1) != 0))
        {
            any = true;
            var value = issue.Values[(view * Places) + place].By(standpoint);
            var weight = WeightOf(issue);
            lo += value.Lo ? weight.Low : 0;
            p += value.P ? weight.Low : 0;
            q += value.Q ? weight.High : 0;
            hi += value.Hi ? weight.High : 0;
        }
        var unbounded = (open >> standpoint & 1) != 0;
        return !any ? null : Told.FromBits(lo >= quota.Target, p >= quota.Target, unbounded || q is null || q >= quota.Target, unbounded || hi is null || hi >= quota.Target);
    }

    /// <summary>A speaker's later deliveries add to its own report; those of speakers who report no total are a lower bound.</summary>
    public void Join(List<Remainder> left, int standpoint, int view, int place)
    {
        var told = Issues.Where(i => (i.OnTable >> place & 1) != 0 && i.Values[(view * Places) + place].By(standpoint).IsTrue)
            .Select(i => (Weight: WeightOf(i), Telling: TellingOf(i, standpoint, view))).Where(i => i.Telling is not null).ToList();
        if (told.Count == 0)
        {
            return;
        }
        var reporters = left.Select(r => r.Of.Speaker).ToHashSet();
        for (var n = 0; n < left.Count; n++)
        {
            foreach (var (weight, telling) in told.Where(t => t.Telling!.Value.Speaker == left[n].Of.Speaker && t.Telling.Value.After > left[n].Of.Latest))
            {
                left[n] = left[n] with { Extent = left[n].Extent + weight };
            }
        }
        foreach (var speaker in told.Where(t => !reporters.Contains(t.Telling!.Value.Speaker)).GroupBy(t => t.Telling!.Value.Speaker))
        {
            left.Add(new Remainder(new Extent(speaker.Sum(t => t.Weight.Low), null), left[0].Of));
        }
    }

    private Extent WeightOf(Issue issue)
    {
        var dated = IsDated(issue);
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if (mark.Says > 0 && mark.Claim.IsOfUnit && IsVisible(mark, dated, Frame.Now) && mark.Claim.Claim.Figure is { } figure)
            {
                return figure.Extent(counter.Universe, counter.Tolerance);
            }
        }
        return new Extent(1, 1);
    }

    // Who tells it first, and the earliest time that somebody tells for it.
    private (int Speaker, Instant After)? TellingOf(Issue issue, int standpoint, int view)
    {
        var dated = IsDated(issue);
        (int Speaker, Instant After)? telling = null;
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if (mark.Exception == Mark.NoException && (mark.Says > 0 || mark.Exercises) && IsVisible(mark, dated, Frame.Now) && ((mark.Admits & mark.Inside(view)) >> standpoint & 1) != 0)
            {
                telling = (telling?.Speaker ?? mark.Speaker, telling is { } t ? Instant.Min(t.After, mark.Earliest) : mark.Earliest);
            }
        }
        return telling;
    }
}
