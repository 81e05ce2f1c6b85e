using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>An act is done where some occurrence in its window is told, or one that nobody has reported.</summary>
internal sealed class ActFold(FoldFrame frame, Provision.Act act) : OccurrenceFold(frame, act, View.Count)
{
    private Tellings[]? unreported;

    // For each place: in the window, and without its end.
    private Tellings[] Rest => unreported ??= new Tellings[2 * Places];

    public override Tellings Value(int place) => In(View.InWindow, place);
    public override Tellings AnyTime(int place) => In(View.AnyTime, place);
    public override Tellings Ever(int place) => AnyOf(View.Ever, place) | UnreportedIn(place, View.Ever);

    private Tellings In(int view, int place)
    {
        if (place > 0 || Holders.Count == 0)
        {
            return AnyOf(view, place) | Rest[(2 * place) + view];
        }
        var all = Tellings.T;
        for (var h = 1; h < Places; h++)
        {
            all &= AnyOf(view, h) | Rest[(2 * h) + view];
        }
        return all;
    }

    protected override bool IsForEach => act.Each is not null;

    public override int Add(StandingClaim claim)
    {
        if (claim.Claim is Claim.NotDone)
        {
            Answers.Add(Keep(MarkOf(claim)));
            return Trigger.All;
        }
        return IsOfIssue(claim) ? AddToIssue(claim) : Trigger.Rest;
    }

    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part)
    {
        yield return new Trigger(claim.Happened.Earliest, part);
        if (claim.Claim is Claim.NotDone)
        {
            yield return new Trigger(claim.Happened.Latest + Duration.Epsilon, Trigger.Rest);
        }
    }

    public override void Refold(int part)
    {
        if (part == Trigger.All)
        {
            for (var i = 0; i < Issues.Count; i++)
            {
                RefoldIssue(i);
            }
        }
        else if (part >= 0)
        {
            RefoldIssue(part);
        }
        if (part < 0)
        {
            RefoldClock();
        }
        for (var place = 0; place < Places; place++)
        {
            Rest[2 * place] = UnreportedIn(place, View.InWindow);
            Rest[(2 * place) + 1] = UnreportedIn(place, View.AnyTime);
        }
    }

    // "Not done as of t" covers the window so far: up to now, or to its end where that has passed. What is said of one of
    // several speaks for all only where the same is said of every other.
    private Tellings UnreportedIn(int place, int view)
    {
        var (covered, each) = (0, place == 0 && act.By.Count > 1 && Answers.Count > 0 ? new int[act.By.Count] : null);
        foreach (var a in Answers)
        {
            ref var answer = ref Marks[a];
            if (answer.Admits == 0 || answer.Earliest > Frame.Now || !AnswersFor(answer, place))
            {
                continue;
            }
            var covers = CoveredBy(answer, view);
            if (each is null || !answer.HasActor)
            {
                covered |= covers;
                continue;
            }
            for (var h = 0; covers != 0 && h < each.Length; h++)
            {
                each[h] |= Frame.Agreement.IsPartOf(answer.Claim.Actor!, act.By[h]) ? covers : 0;
            }
        }
        covered |= each?.Aggregate(Frame.Everyone, (all, by) => (ushort)(all & by)) ?? 0;
        return Unreported((ushort)covered, place);
    }

    private int CoveredBy(in Mark answer, int view)
    {
        var covered = 0;
        foreach (var (standpoints, bounds) in Windows)
        {
            foreach (var window in bounds.Asked)
            {
                var until = view == View.InWindow && window.To is { } to ? Instant.Min(Frame.Now, to.Earliest) : Frame.Now;
                covered |= answer.Latest >= until ? answer.Admits & standpoints : 0;
            }
        }
        return covered;
    }

    protected override bool Answered(in Mark answer, Issue issue, bool dated, Instant? last) => last is not { } latest || latest <= answer.Latest;

    protected override bool AnswersFor(in Mark answer, int place) => Concerns(answer, place);

    // "A has not done it" answers what is told of A, and nothing that others may have done.
    protected override bool AnswersForWhole(in Mark answer, Issue issue, bool dated)
    {
        var of = answer.Claim.Actor;
        return of is null || AnyVisible(issue, dated, c => c.Actor is { } actor && Frame.Agreement.IsPartOf(actor, of));
    }
}
