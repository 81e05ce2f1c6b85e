using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>What a proof is asked to show.</summary>
public enum Goal
{
    /// <summary>That it is told so; where that is contested, that somebody tells it so.</summary>
    Told,

    /// <summary>That it is told not so; where that is contested, that somebody tells it is not.</summary>
    NotTold,

    /// <summary>What it hinges on while it is open.</summary>
    Open,
}

/// <summary>A proof: the parts that decide an answer, and claims that alone give it, of which none can be left out.</summary>
/// <param name="Answer">The answer on the whole record, with everything that bears on it.</param>
/// <param name="Tree">
/// The answer cut down to the parts that decide it; where many claims say the same, those that are cited, or the best one.
/// Of one side of a contested answer, what that side's cited claims alone give.
/// </param>
/// <param name="Cites">The claims that are enough, in recorded order; each with the grade it has on the whole record.</param>
/// <param name="OneSideOnly">Whether the answer is open, and this shows what one side of it tells.</param>
public sealed record Proof(Node Answer, Goal Goal, Node Tree, IReadOnlyList<StandingClaim> Cites, bool OneSideOnly)
{
    private readonly HashSet<string> cited = [.. Cites.Select(c => c.Claim.Id)];

    public bool IsCited(StandingClaim claim) => cited.Contains(claim.Claim.Id);

    /// <summary>Cited claims that no part of the tree names: they date a window, raise a grade or put an occurrence on the table.</summary>
    public IReadOnlyList<StandingClaim> Beside
    {
        get
        {
            var shown = Tree.Claims.Select(c => c.Claim.Id).ToHashSet(StringComparer.Ordinal);
            return [.. Cites.Where(c => !shown.Contains(c.Claim.Id))];
        }
    }
}

/// <summary>
/// Why an answer stands: the claims it rests on, and nothing that could be left out. The tree of an evaluation says where
/// to begin: where one part is enough, the one of the highest grade and then the earliest recorded; where all are needed,
/// all. From there claims are taken away while the record of those that are left still gives the answer, the least
/// worthy first. Deletion, and not the tree alone, decides: claims also date windows, raise grades and put occurrences on
/// the table, and one claim may serve several parts.
/// </summary>
public static class Why
{
    /// <summary>The goal that the value itself sets.</summary>
    public static Goal GoalOf(Told value) => value.IsTrue ? Goal.Told : value.IsFalse ? Goal.NotTold : Goal.Open;

    /// <summary>Whether there is a proof of it: an open answer has one, and where it is contested one of each side.</summary>
    public static bool HasProof(Told value, Goal goal) => goal switch
    {
        Goal.Told => value.P,
        Goal.NotTold => !value.Q,
        Goal.Open => value.Hi && !value.Lo,
    };

    /// <param name="evaluation">By whose account, as of when, on which record.</param>
    /// <param name="question">What is asked: the same of every record.</param>
    /// <param name="goal">What to show; by default how it stands.</param>
    /// <returns>The proof; null where the answer is not the one that the goal asks for.</returns>
    public static Proof? Of(Evaluation evaluation, Func<Evaluation, Node> question, Goal? goal = null)
    {
        var answer = question(evaluation);
        var wanted = goal ?? GoalOf(answer.Value);
        if (!HasProof(answer.Value, wanted))
        {
            return null;
        }
        var search = new Search(evaluation, question, answer, wanted);
        var cited = search.Least();
        var oneSide = wanted != GoalOf(answer.Value);
        var tree = oneSide ? Cut(search.Ask(cited)) : wanted == Goal.Open ? Cut(answer) : Trimmed(Cut(answer), [.. cited]);
        return new Proof(answer, wanted, tree, [.. cited.OrderBy(c => c.Number)], oneSide);
    }

    // Where many say the same, one is enough to show: those that are cited, or else the best. What is open, and the accounts
    // of a count, stay whole.
    private static Node Trimmed(Node node, HashSet<StandingClaim> cited) => node.Kind == NodeKind.Fact && node.Value != Told.B
        ? node with { For = Trimmed(node.For, cited), Against = Trimmed(node.Against, cited) }
        : node with { Parts = [.. node.Parts.Select(p => Trimmed(p, cited))] };

    private static List<StandingClaim> Trimmed(IReadOnlyList<StandingClaim> claims, HashSet<StandingClaim> cited) =>
        claims.Where(cited.Contains).ToList() is { Count: > 0 } some ? some : [.. claims.OrderByDescending(c => c.Grade).ThenBy(c => c.Order).Take(1)];

    /// <summary>The tree cut down to the parts that decide its answer, with every claim of those parts.</summary>
    public static Node Cut(Node node) => Cut(node, GoalOf(node.Value));

    private sealed class Search(Evaluation evaluation, Func<Evaluation, Node> question, Node answer, Goal goal)
    {
        private Record Record => evaluation.Record;

        public Node Ask(IReadOnlyCollection<StandingClaim> claims) => Ask(Record.Only(claims));

        private Node Ask(Record record) => question(new Evaluation(record, evaluation.Standpoint, evaluation.AsOf));

        public IReadOnlyList<StandingClaim> Least()
        {
            var enough = Beginnings().First(claims => Gives(claims));
            return Shrunk([.. enough.Distinct().OrderBy(c => !c.Superseded).ThenBy(c => evaluation.Admits(c)).ThenBy(c => c.Grade).ThenByDescending(c => c.Number)]);
        }

        // From the claims that the tree cites to everything that stands: the first that gives the answer is the start.
        private IEnumerable<IReadOnlyCollection<StandingClaim>> Beginnings()
        {
            var cut = (goal == GoalOf(answer.Value) ? Cut(answer, goal) : answer).Claims.ToHashSet();
            yield return cut;
            cut.UnionWith(Record.Claims.Where(c => Bears(c) && (c.Claim is Claims.Claim.Verify or Claims.Claim.Exercise || Record.AnchorOf(c.Claim) is not null)));
            yield return cut;
            cut.UnionWith(answer.Claims);
            yield return cut;
            cut.UnionWith(Record.Claims.Where(c => Bears(c) && evaluation.Admits(c)));
            yield return cut;
            yield return [.. Record.Claims.Where(Bears)];
        }

        // What nobody counts, and what takes back a claim that is gone already, bears on no answer.
        private static bool Bears(StandingClaim claim) => !claim.Claim.IsWill && claim.Claim is not Claims.Claim.Retract;

        private List<StandingClaim> Shrunk(List<StandingClaim> kept)
        {
            for (var size = kept.Count; size > 0; size = size == 1 ? 0 : (size + 1) / 2)
            {
                kept = Without(kept, size, out _);
            }
            // What silence means can change with what is left, so that a claim once needed no longer is.
            for (var again = true; again;)
            {
                kept = Without(kept, 1, out again);
            }
            return kept;
        }

        private List<StandingClaim> Without(List<StandingClaim> kept, int size, out bool shrank)
        {
            shrank = false;
            for (var at = 0; at < kept.Count;)
            {
                List<StandingClaim> rest = [.. kept[..at], .. kept[Math.Min(kept.Count, at + size)..]];
                if (Gives(rest))
                {
                    (kept, shrank) = (rest, true);
                }
                else
                {
                    at += size;
                }
            }
            return kept;
        }

        private bool Gives(IReadOnlyCollection<StandingClaim> claims)
        {
            var record = Record.Only(claims);
            // What its speaker has replaced by a later word speaks for nothing, so it is cited only beside that word.
            if (claims.Any(c => c.Superseded && record.ById(c.Claim.Id) is { Superseded: false }))
            {
                return false;
            }
            var told = Ask(record);
            return IsAsked(told.Value, answer.Value) && (answer.Presumed || IsAsked(told.Bare, answer.Value));
        }

        // A presumption is no substitute for a claim: what is told without one is told without one in its proof.
        private bool IsAsked(Told told, Told whole) => goal switch
        {
            Goal.Told => whole.Lo ? told.Lo : told.P,
            Goal.NotTold => whole.Hi ? !told.Q : !told.Hi,
            Goal.Open => told == whole,
        };
    }

    private static Node Cut(Node node, Goal goal) => node.Kind switch
    {
        NodeKind.Not => node with { Parts = [Cut(node.Parts[0], Opposite(goal))] },
        NodeKind.And => node with { Parts = Parts(node, goal, oneIsEnough: goal == Goal.NotTold) },
        NodeKind.Or => node with { Parts = Parts(node, goal, oneIsEnough: goal == Goal.Told) },
        NodeKind.AtLeast => node with { Parts = Enough(node, goal) },
        NodeKind.Candidates => node with { Parts = [.. node.Parts.Select(Cut)] },
        NodeKind.Fact or NodeKind.Count or NodeKind.Given => node,
    };

    private static bool Holds(Told value, Goal goal) => GoalOf(value) == goal;

    private static List<Node> Parts(Node node, Goal goal, bool oneIsEnough)
    {
        var deciding = node.Parts.Where(p => Holds(p.Value, goal)).ToList();
        if (oneIsEnough && deciding.Count > 0)
        {
            return [Cut(BestFirst(deciding).First(), goal)];
        }
        return [.. (goal == Goal.Open ? deciding : node.Parts).Select(p => Cut(p, Holds(p.Value, goal) ? goal : GoalOf(p.Value)))];
    }

    // As many as decide it: of n parts of which k are needed, k that hold, or n - k + 1 that do not; of an open one, all that are open.
    private static List<Node> Enough(Node node, Goal goal)
    {
        var deciding = node.Parts.Where(p => Holds(p.Value, goal)).ToList();
        var needed = goal switch
        {
            Goal.Told => node.Needed,
            Goal.NotTold => node.Parts.Count - node.Needed + 1,
            Goal.Open => deciding.Count,
        };
        var chosen = BestFirst(deciding).Take(needed).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. deciding.Where(chosen.Contains).Select(p => Cut(p, goal))];
    }

    // Verified first, then the higher grade, then the earliest recorded, then the fewest claims.
    private static IEnumerable<Node> BestFirst(List<Node> nodes) => nodes
        .OrderByDescending(n => n.Claims.Select(c => (int)c.Grade).DefaultIfEmpty(-1).Max())
        .ThenBy(n => n.Claims.Select(c => c.Order).DefaultIfEmpty().Min())
        .ThenBy(n => n.Claims.Count());

    private static Goal Opposite(Goal goal) => goal switch
    {
        Goal.Told => Goal.NotTold,
        Goal.NotTold => Goal.Told,
        Goal.Open => Goal.Open,
    };
}
