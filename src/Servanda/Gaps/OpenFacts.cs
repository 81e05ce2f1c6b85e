using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>The facts of a condition that are not settled: those that accounts contest, and those that nobody reports.</summary>
public sealed record OpenFacts(IReadOnlyList<string> Contested, IReadOnlyList<string> Unreported)
{
    /// <summary>Reads them off an evaluation: the highest named facts, each once, in the order of the condition.</summary>
    public static OpenFacts Of(Node node)
    {
        var facts = Facts(node).DistinctBy(f => f.Fact, StringComparer.Ordinal).ToList();
        return new OpenFacts(
            [.. facts.Where(f => f.Value.HingesOnContest).Select(f => f.Fact!)],
            [.. facts.Where(f => f.Value.HingesOnReports).Select(f => f.Fact!)]);
    }

    internal static IEnumerable<Node> Facts(Node node) =>
        node.Fact is not null ? [node] : node.Parts.SelectMany(Facts);

    /// <summary>The value the node would have if the named fact had another one.</summary>
    public static Told ValueIf(Node node, string fact, Told value)
    {
        if (node.Fact == fact)
        {
            return value;
        }
        if (node.Fact is not null || node.Parts.Count == 0)
        {
            return node.Value;
        }
        var parts = node.Parts.Select(p => ValueIf(p, fact, value)).ToList();
        return node.Kind switch
        {
            NodeKind.And => parts.Aggregate(Told.T, (v, p) => v & p),
            NodeKind.Or => parts.Aggregate(Told.F, (v, p) => v | p),
            NodeKind.Not => !parts[0],
            NodeKind.AtLeast => Told.AtLeast(node.Needed, parts),
            NodeKind.Candidates => Node.Merged(parts),
            NodeKind.Fact or NodeKind.Count or NodeKind.Given => node.Value,
        };
    }
}
