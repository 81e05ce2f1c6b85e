using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>
/// A power is used where an exercise by a holder, while its condition was told and within its limits, is told. What a use
/// rests on lies in the past soon, and is then not asked again.
/// </summary>
internal sealed class PowerFold(FoldFrame frame, Provision.Power power) : OccurrenceFold(frame, power, views: 1)
{
    private readonly List<Use>[] uses = [.. frame.Standpoints.Select(_ => new List<Use>())];
    private readonly HashSet<Issue> known = [];
    private Tellings value = Tellings.N;

    /// <summary>A use, by one standpoint.</summary>
    public sealed class Use(Issue issue)
    {
        public Issue Issue => issue;
        public TimeRange At { get; set; }

        /// <summary>Whether its holder used it while its condition was told, whatever its limits on how often.</summary>
        public Told Rightful { get; set; }
        public Told Valid { get; set; }

        /// <summary>Whether nothing that it rests on can change any more.</summary>
        public bool IsPast { get; set; }

        /// <summary>What it does where it is valid; null until somebody works it out, and again once its time is another.</summary>
        public Evaluation.InEffect? Effect { get; set; }
    }

    public override Tellings Value(int place) => value;

    public IReadOnlyList<Use> UsesBy(int standpoint) => uses[standpoint];

    public override int Add(StandingClaim claim) => IsOfIssue(claim) ? AddToIssue(claim) : Trigger.Rest;

    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part) =>
        part < 0 ? [] : [new Trigger(claim.Happened.Earliest, part), new Trigger(claim.Happened.Latest, part)];

    protected override bool Answered(in Mark answer, Issue issue, bool dated, Instant? last) => false;

    protected override bool AnswersFor(in Mark answer, int place) => false;

    public override void Refold(int part)
    {
        for (var i = 0; i < Issues.Count; i++)
        {
            if (part == Trigger.All || i == part)
            {
                RefoldIssue(i);
                foreach (var own in uses)
                {
                    for (var u = 0; u < own.Count; u++)
                    {
                        own[u].IsPast &= own[u].Issue != Issues[i];
                    }
                }
            }
        }
        if (part < 0)
        {
            RefoldClock();
        }
    }

    /// <summary>Asks every use again that does not lie in the past; says whether one turned out otherwise.</summary>
    /// <param name="appliedThen">Whether, by a standpoint, the condition of the power was told at the time of a use.</param>
    public bool Reconsider(Func<int, TimeRange, Told> appliedThen)
    {
        var changed = false;
        foreach (var issue in Issues)
        {
            if ((issue.OnTable & 1) != 0 && !known.Contains(issue) && IsUse(issue))
            {
                known.Add(issue);
                Array.ForEach(uses, own => own.Add(new Use(issue)));
            }
        }
        var word = Tellings.F;
        for (var s = 0; s < uses.Length; s++)
        {
            changed |= Reconsider(s, appliedThen);
            var any = uses[s].Count == 0 ? Told.N : uses[s].Aggregate(Told.F, (all, u) => all | u.Valid);
            word |= Tellings.Given(any, (ushort)(1 << s));
        }
        changed |= word != value;
        value = word;
        return changed;
    }

    private bool Reconsider(int standpoint, Func<int, TimeRange, Told> appliedThen)
    {
        var own = uses[standpoint];
        var (changed, asked) = (false, false);
        foreach (var use in own)
        {
            if (use.IsPast)
            {
                continue;
            }
            asked = true;
            var at = TimesOf(use.Issue, standpoint)[0];
            if (at != use.At)
            {
                (use.At, use.Effect, changed) = (at, null, true);
            }
            use.Rightful = use.Issue.Values[0].By(standpoint) & ByHolder(use.Issue, standpoint) & appliedThen(standpoint, use.At);
            use.IsPast = TimeRange.OfDay(Frame.Rules.DayOf(use.At.Latest), Frame.Rules.Zone).Latest < Frame.Now;
        }
        if (!asked)
        {
            return false;
        }
        own.Sort((a, b) => (a.At.Earliest, 0).CompareTo((b.At.Earliest, 0)) is var order and not 0 ? order : string.CompareOrdinal(a.Issue.Id, b.Issue.Id));
        for (var n = 0; n < own.Count; n++)
        {
            var valid = own[n].Rightful & InLimits(own, n);
            changed |= valid != own[n].Valid;
            own[n].Valid = valid;
        }
        return changed;
    }

    // Whether fewer uses than it may have were valid before.
    private Told InLimits(List<Use> own, int n)
    {
        if (power.Limits.Times is not { } times)
        {
            return Told.T;
        }
        var (lo, p, q, hi) = (0, 0, 0, 0);
        for (var i = 0; i < n && own[i].At.Earliest < own[n].At.Earliest; i++)
        {
            var valid = own[i].Valid;
            (lo, p, q, hi) = (lo + (valid.Lo ? 1 : 0), p + (valid.P ? 1 : 0), q + (valid.Q ? 1 : 0), hi + (valid.Hi ? 1 : 0));
        }
        return !Told.FromBits(lo >= times, p >= times, q >= times, hi >= times);
    }

    private bool IsUse(Issue issue)
    {
        var dated = IsDated(issue);
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if ((mark.Exercises || mark.Says != 0) && IsVisible(mark, dated, Frame.Now))
            {
                return true;
            }
        }
        return false;
    }

    private Told ByHolder(Issue issue, int standpoint)
    {
        var dated = IsDated(issue);
        var (holder, other) = (false, false);
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if ((mark.Exercises || mark.Says > 0) && mark.HasActor && (mark.Admits >> standpoint & 1) != 0 && IsVisible(mark, dated, Frame.Now))
            {
                holder |= mark.ByHolder;
                other |= !mark.ByHolder;
            }
        }
        return Told.Of(holder, other);
    }
}
