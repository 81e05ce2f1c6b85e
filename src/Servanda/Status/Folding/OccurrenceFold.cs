using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>What acts and prohibitions share: occurrences on the record, each with a value of its own, of which any decides.</summary>
internal abstract class OccurrenceFold(FoldFrame frame, Provision provision, int views) : LeafFold(frame, provision)
{
    private readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);
    private readonly List<Issue> issues = [];
    private LaneCounts[]? counts;
    private int[]? tabled;

    /// <summary>Marks of claims that answer every occurrence in their time: "not done as of", a report of nothing found.</summary>
    protected List<int> Answers { get; } = [];
    /// <summary>Whether some occurrence came to be told, or was no longer.</summary>
    protected bool ToldMoved { get; set; }
    public IReadOnlyList<Issue> Issues => issues;

    /// <summary>The occurrences looked at since the duties for each of them last asked; null where none does.</summary>
    public HashSet<int>? Renewed { get; set; }

    /// <summary>Whether, since it was last asked, an occurrence came to be told or was no longer: what dates times that run from it.</summary>
    public bool TookPlaceOtherwise()
    {
        var moved = ToldMoved;
        ToldMoved = false;
        return moved;
    }

    /// <summary>
    /// When it took place by a standpoint, the earliest first: the times that claims it admits give, or that anybody's give
    /// where it admits none; none while nothing of it is on the table.
    /// </summary>
    public IReadOnlyList<TimeRange> TimesOf(Issue issue, int standpoint)
    {
        var dated = IsDated(issue);
        var (best, found) = (3, new List<TimeRange>(1));
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if (!IsVisible(mark, dated, Frame.Now))
            {
                continue;
            }
            var tells = mark.Exception == Mark.NoException && (mark.Says > 0 || mark.Exercises);
            var rank = !tells ? 2 : (mark.Admits >> standpoint & 1) != 0 ? 0 : 1;
            if (rank < best)
            {
                best = rank;
                found.Clear();
            }
            if (rank == best && !found.Contains(mark.Claim.Happened))
            {
                found.Add(mark.Claim.Happened);
            }
        }
        return found.Count > 1 ? TimeRange.Sharpest(found) : found;
    }

    private LaneCounts[] Counts => counts ??= [.. Enumerable.Range(0, Places * views).Select(_ => new LaneCounts())];

    /// <summary>How many occurrences are on the table, for each place.</summary>
    protected int[] OnTable => tabled ??= new int[Places];

    protected Tellings AnyOf(int view, int place) => new(Counts[(view * Places) + place].Any);

    /// <summary>Whether a claim speaks of an occurrence.</summary>
    internal static bool IsOfIssue(StandingClaim claim) =>
        claim.Claim is Claim.Assert or Claim.Deny or Claim.Exercise && Record.AnchorOf(claim.Claim) is null && !claim.IsSummary;

    protected int AddToIssue(StandingClaim claim)
    {
        if (claim.Occurrence is not { } name || !byName.TryGetValue(name, out var index))
        {
            index = issues.Count;
            issues.Add(new Issue(claim.Occurrence ?? "#" + claim.Claim.Id, claim.Occurrence is not null, Places * views));
            if (claim.Occurrence is not null)
            {
                byName[claim.Occurrence] = index;
            }
        }
        issues[index].Marks.Add(Keep(MarkOf(claim)));
        var span = issues[index].Span ?? claim.Happened;
        issues[index].Span = new TimeRange(Instant.Min(span.Earliest, claim.Happened.Earliest), Instant.Max(span.Latest, claim.Happened.Latest));
        return index;
    }

    /// <summary>When the first occurrence told by a standpoint took place; null where none is told.</summary>
    public TimeRange? FirstTold(int standpoint)
    {
        TimeRange? first = null;
        foreach (var issue in issues)
        {
            if ((issue.Happened.True >> standpoint & 1) == 0)
            {
                continue;
            }
            var dated = IsDated(issue);
            foreach (var m in issue.Marks)
            {
                ref var mark = ref Marks[m];
                if ((mark.Says > 0 || mark.Exercises) && (mark.Admits >> standpoint & 1) != 0 && (first is not { } f || mark.Earliest < f.Earliest) && IsVisible(mark, dated, Frame.Now))
                {
                    first = mark.Claim.Happened;
                }
            }
        }
        return first;
    }

    protected override void Fit(ref Mark mark)
    {
        var zone = mark.Zone;
        var (inside, outside) = (0, 0);
        var (insideAny, outsideAny) = (0, 0);
        foreach (var (standpoints, bounds) in Windows)
        {
            var (@in, @out, inAny, outAny) = (false, false, false, false);
            foreach (var window in bounds.Asked)
            {
                var fit = Evaluation.FitOf(mark.Claim.Happened, window);
                @in |= fit == Evaluation.Fit.Inside;
                @out |= fit == Evaluation.Fit.Outside;
                if (views > 1)
                {
                    var any = Evaluation.FitOf(mark.Claim.Happened, window with { To = null });
                    inAny |= any == Evaluation.Fit.Inside;
                    outAny |= any == Evaluation.Fit.Outside;
                }
            }
            if (Provision.IsNegative && bounds.Suspensions.Count > 0)
            {
                var binding = Evaluation.SuspensionFit(bounds.Suspensions, mark.Claim.Happened);
                (@in, @out) = (@in && binding == Evaluation.Fit.Inside, @out || binding == Evaluation.Fit.Outside);
            }
            inside |= @in ? standpoints : 0;
            outside |= @out ? standpoints : 0;
            insideAny |= inAny ? standpoints : 0;
            outsideAny |= outAny ? standpoints : 0;
        }
        var everyone = Frame.Everyone;
        var (place, notPlace) = (zone == Evaluation.Fit.Inside ? everyone : (ushort)0, zone == Evaluation.Fit.Outside ? everyone : (ushort)0);
        mark.Inside0 = (ushort)(inside & place);
        mark.Outside0 = (ushort)(outside | notPlace);
        mark.Inside1 = (ushort)(insideAny & place);
        mark.Outside1 = (ushort)(outsideAny | notPlace);
        mark.Inside2 = place;
        mark.Outside2 = notPlace;
    }

    /// <summary>Whether an answer answers an occurrence whose claims of it are these; <paramref name="last"/> is the latest end of what they say, null where none says that it happened.</summary>
    protected abstract bool Answered(in Mark answer, Issue issue, bool dated, Instant? last);

    /// <summary>Whether an answer to all alike counts for a place.</summary>
    protected abstract bool AnswersFor(in Mark answer, int place);

    protected void RefoldIssue(int index)
    {
        var issue = issues[index];
        Renewed?.Add(index);
        issue.Happened = Tellings.F;
        var all = Marks;
        var now = Frame.Now;
        var (dated, reached) = (IsDated(issue), false);
        foreach (var m in issue.Marks)
        {
            ref var mark = ref all[m];
            reached |= mark.Dated && mark.Earliest <= now;
        }
        Span<Tellings> values = stackalloc Tellings[issue.Values.Length];
        values.Clear();
        ushort onTable = 0;
        if (!dated || reached)
        {
            Instant? last = null;
            foreach (var m in issue.Marks)
            {
                ref var mark = ref all[m];
                if (IsVisible(mark, dated, now))
                {
                    onTable |= (ushort)(1 | (mark.Holders << 1));
                    if (mark.Says > 0 && (last is null || mark.Latest > last))
                    {
                        last = mark.Latest;
                    }
                }
            }
            if (onTable != 0)
            {
                Refold(issue, values, dated, onTable, last);
            }
        }
        for (var i = 0; i < values.Length; i++)
        {
            ToldMoved |= values[i].True != issue.Values[i].True;
            Counts[i].Change(issue.Values[i].Bits, values[i].Bits);
            issue.Values[i] = values[i];
        }
        for (var place = 0; place < Places; place++)
        {
            OnTable[place] += (onTable >> place & 1) - (issue.OnTable >> place & 1);
        }
        issue.OnTable = onTable;
    }

    /// <summary>Whether some claim about it has a time of its own.</summary>
    protected bool IsDated(Issue issue)
    {
        foreach (var m in issue.Marks)
        {
            if (Marks[m].Dated)
            {
                return true;
            }
        }
        return false;
    }

    protected static bool IsVisible(in Mark mark, bool dated, Instant now) => (dated && !mark.Dated) || mark.Earliest <= now;

    private void Refold(Issue issue, Span<Tellings> values, bool dated, ushort onTable, Instant? last)
    {
        Span<int> answers = Answers.Count <= 64 ? stackalloc int[Answers.Count] : new int[Answers.Count];
        Span<int> whole = Answers.Count <= 64 ? stackalloc int[Answers.Count] : new int[Answers.Count];
        var (answering, answeringWhole) = (0, 0);
        foreach (var a in Answers)
        {
            ref var answer = ref Marks[a];
            if (answer.Admits != 0 && answer.Earliest <= Frame.Now && Answered(answer, issue, dated, last))
            {
                answers[answering++] = a;
                if (Provision.By.Count <= 1 || AnswersForWhole(answer, issue, dated))
                {
                    whole[answeringWhole++] = a;
                }
            }
        }
        Span<Tellings> happened = stackalloc Tellings[views];
        for (var place = 0; place < Places; place++)
        {
            if ((onTable >> place & 1) == 0)
            {
                continue;
            }
            if (place == 0)
            {
                Happened(issue, dated, whole[..answeringWhole], place, happened);
            }
            else if (answering > 0 || IsForEach)
            {
                Happened(issue, dated, answers[..answering], place, happened);
            }
            if (place == 0)
            {
                issue.Happened = happened[0] & (AnyHolder ? DoneByAny(issue, dated) : Tellings.T);
            }
            var by = place > 0 && IsForEach ? Tellings.T : place > 0 ? DoneBy(issue, dated, place) : AnyHolder ? DoneByAny(issue, dated) : Tellings.T;
            var unexcused = Provision.Exceptions.Count == 0 ? Tellings.T : !Excused(issue, dated);
            for (var view = 0; view < views; view++)
            {
                values[(view * Places) + place] = happened[view] & by & unexcused;
            }
        }
    }

    /// <summary>Whether an answer to an occurrence of a provision of several holders counts for the whole of it.</summary>
    protected virtual bool AnswersForWhole(in Mark answer, Issue issue, bool dated) => true;

    /// <summary>Whether it is a duty for one occurrence of another provision, which its claims name: then what another holder did contests nothing.</summary>
    protected virtual bool IsForEach => false;

    private bool IsAnothers(in Mark mark, int place) => place > 0 && IsForEach && !Concerns(mark, place) && (mark.Says >= 0 || mark.HasActor);

    // What of an occurrence is asserted inside the window, and what is asserted outside it or denied.
    private void Happened(Issue issue, bool dated, ReadOnlySpan<int> answers, int place, Span<Tellings> happened)
    {
        var all = Marks;
        var (denied, answered) = (0, 0);
        Span<ushort> said = stackalloc ushort[View.Count];
        Span<ushort> elsewhere = stackalloc ushort[View.Count];
        said.Clear();
        elsewhere.Clear();
        foreach (var m in issue.Marks)
        {
            ref var mark = ref all[m];
            if (mark.Exception != Mark.NoException || !IsVisible(mark, dated, Frame.Now) || IsAnothers(mark, place))
            {
                continue;
            }
            if (mark.Says < 0)
            {
                denied |= mark.Admits;
            }
            else if (mark.Says > 0 || mark.Exercises)
            {
                var stands = (ushort)(mark.Admits & ~TakenBack(mark, answers, place));
                for (var view = 0; view < views; view++)
                {
                    said[view] |= (ushort)(stands & mark.Inside(view));
                    elsewhere[view] |= (ushort)(stands & mark.Outside(view));
                }
            }
        }
        foreach (var a in answers)
        {
            ref var answer = ref all[a];
            answered |= place == 0 || AnswersFor(answer, place) ? answer.Admits & ~Outlived(answer, issue, dated, answers, place) : 0;
        }
        for (var view = 0; view < views; view++)
        {
            happened[view] = Tellings.Of(said[view], (ushort)(denied | answered | elsewhere[view]));
        }
    }

    // Its own speaker has since answered all occurrences of that time alike.
    private ushort TakenBack(in Mark mark, ReadOnlySpan<int> answers, int place)
    {
        var taken = 0;
        foreach (var a in answers)
        {
            ref var answer = ref Marks[a];
            if (answer.Speaker == mark.Speaker && (place == 0 || AnswersFor(answer, place)) && Later(answer, mark))
            {
                taken |= answer.Admits;
            }
        }
        return (ushort)taken;
    }

    // Its own speaker has since said of this occurrence that it happened.
    private ushort Outlived(in Mark answer, Issue issue, bool dated, ReadOnlySpan<int> answers, int place)
    {
        var outlived = 0;
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if (mark.Speaker == answer.Speaker && mark.Exception == Mark.NoException && (mark.Says > 0 || mark.Exercises) && IsVisible(mark, dated, Frame.Now) && !IsAnothers(mark, place))
            {
                outlived |= mark.Admits & ~TakenBack(mark, answers, place);
            }
        }
        return (ushort)outlived;
    }

    protected bool Later(in Mark one, in Mark other) => Frame.Record.Moment(one.Claim).CompareTo(Frame.Record.Moment(other.Claim)) > 0;

    private Tellings DoneBy(Issue issue, bool dated, int place)
    {
        var (him, another) = (0, 0);
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if (mark.Says > 0 && mark.HasActor && mark.Exception == Mark.NoException && IsVisible(mark, dated, Frame.Now))
            {
                (him, another) = Concerns(mark, place) ? (him | mark.Admits, another) : (him, another | mark.Admits);
            }
        }
        return Tellings.Of((ushort)him, (ushort)another);
    }

    // Where any holder may do it, what no holder did is not done; what nobody is named for is.
    private Tellings DoneByAny(Issue issue, bool dated)
    {
        var (holder, other) = (0, 0);
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if ((mark.Says > 0 || mark.Exercises) && IsVisible(mark, dated, Frame.Now))
            {
                (holder, other) = mark.ByHolder ? (holder | mark.Admits, other) : (holder, other | mark.Admits);
            }
        }
        return Tellings.T.For((ushort)~other) | Tellings.Of((ushort)holder, (ushort)other).For((ushort)other);
    }

    private Tellings Excused(Issue issue, bool dated)
    {
        var excused = Tellings.F;
        for (var e = 0; e < Provision.Exceptions.Count; e++)
        {
            var (raised, asserted, denied) = (false, 0, 0);
            foreach (var m in issue.Marks)
            {
                ref var mark = ref Marks[m];
                if (mark.Exception == e && IsVisible(mark, dated, Frame.Now))
                {
                    raised = true;
                    asserted |= mark.Claim.Claim is Claim.Assert ? mark.Admits : 0;
                    denied |= mark.Claim.Claim is Claim.Deny ? mark.Admits : 0;
                }
            }
            excused |= raised ? Tellings.Of((ushort)asserted, (ushort)denied) : Tellings.F;
        }
        return excused;
    }

    /// <summary>What nobody has reported: told to be nothing where claims cover the time, else as silence is taken.</summary>
    protected Tellings Unreported(ushort covered, int place) =>
        Tellings.Given(Told.N, (ushort)(Frame.Everyone & ~covered & ~(OnTable[place] > 0 ? IssueOnly : 0) & ~PresumingNone));

    protected bool AnyVisible(Issue issue, bool dated, Func<StandingClaim, bool> which)
    {
        foreach (var m in issue.Marks)
        {
            ref var mark = ref Marks[m];
            if (IsVisible(mark, dated, Frame.Now) && which(mark.Claim))
            {
                return true;
            }
        }
        return false;
    }
}
