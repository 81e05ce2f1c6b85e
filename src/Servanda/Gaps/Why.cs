using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>What a proof is asked to show.</summary>
public enum Goal
{
    /// <summary>That it is told so, whatever the contested and unreported facts turn out to be.</summary>
    Told,

    /// <summary>That it is told not so.</summary>
    NotTold,

    /// <summary>What it hinges on while it is open.</summary>
    Open,
}

/// <summary>
/// Cuts a tree of an evaluation down to what its answer rests on. Where one of several parts is enough, the one with the
/// highest grade is kept, then the earliest recorded; where all are needed, all stay. Evaluating on the cited claims
/// alone gives the same answer.
/// </summary>
public static class Why
{
    /// <summary>The goal that the value itself sets.</summary>
    public static Goal GoalOf(Told value) => value.IsTrue ? Goal.Told : value.IsFalse ? Goal.NotTold : Goal.Open;

    /// <returns>The proof; null where the node does not have the value that the goal asks for.</returns>
    public static Node? Explain(Node node, Goal goal) => Holds(node.Value, goal) ? Cut(node, goal) : null;

    private static bool Holds(Told value, Goal goal) => goal switch
    {
        Goal.Told => value.Lo,
        Goal.NotTold => !value.Hi,
        Goal.Open => value.Hi && !value.Lo,
    };

    private static Node Cut(Node node, Goal goal) => node.Kind switch
    {
        NodeKind.Not => node with { Parts = [Cut(node.Parts[0], Opposite(goal))] },
        NodeKind.And => node with { Parts = Parts(node, goal, oneIsEnough: goal == Goal.NotTold) },
        NodeKind.Or => node with { Parts = Parts(node, goal, oneIsEnough: goal == Goal.Told) },
        NodeKind.AtLeast => node with { Parts = [.. node.Parts.Where(p => Holds(p.Value, goal)).Select(p => Cut(p, goal))] },
        NodeKind.Candidates => node with { Parts = [.. node.Parts.Select(p => Cut(p, GoalOf(p.Value)))] },
        NodeKind.Fact or NodeKind.Count or NodeKind.Given => node,
    };

    private static List<Node> Parts(Node node, Goal goal, bool oneIsEnough)
    {
        var deciding = node.Parts.Where(p => Holds(p.Value, goal)).ToList();
        if (oneIsEnough && deciding.Count > 0)
        {
            return [Cut(Best(deciding), goal)];
        }
        return [.. (goal == Goal.Open ? deciding : node.Parts).Select(p => Cut(p, Holds(p.Value, goal) ? goal : GoalOf(p.Value)))];
    }

    // Verified first, then the higher grade, then the earliest recorded, then the fewest claims.
    private static Node Best(List<Node> nodes) => nodes
        .OrderByDescending(n => n.Claims.Select(c => (int)c.Grade).DefaultIfEmpty(-1).Max())
        .ThenBy(n => n.Claims.Select(c => c.Order).DefaultIfEmpty().Min())
        .ThenBy(n => n.Claims.Count())
        .First();

    private static Goal Opposite(Goal goal) => goal switch
    {
        Goal.Told => Goal.NotTold,
        Goal.NotTold => Goal.Told,
        Goal.Open => Goal.Open,
    };
}
