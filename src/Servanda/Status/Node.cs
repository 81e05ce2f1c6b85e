using Servanda.Agreements;

namespace Servanda.Status;

/// <summary>How a node combines its parts.</summary>
public enum NodeKind
{
    /// <summary>A yes/no fact on which claims speak.</summary>
    Fact,

    /// <summary>A count held against a number.</summary>
    Count,
    And,
    Or,
    Not,
    AtLeast,

    /// <summary>One question asked of several candidate times or windows.</summary>
    Candidates,

    /// <summary>What the clock, the agreement or a silence policy settles.</summary>
    Given,
}

/// <summary>
/// A step of an evaluation, kept so that its answer can be shown with its proof: the question, its value, its parts,
/// and at the leaves the claims for and against.
/// </summary>
public sealed record Node
{
    public required NodeKind Kind { get; init; }
    public required Told Value { get; init; }

    /// <summary>The value with every presumption from silence or age withdrawn; where it differs, the value is presumed.</summary>
    public required Told Bare { get; init; }

    /// <summary>The question in plain words, naming nobody as right.</summary>
    public string Question => Asked.ToString();

    /// <summary>The question, not yet put into words.</summary>
    public required Phrase Asked { get; init; }
    public IReadOnlyList<Node> Parts { get; init; } = [];
    public IReadOnlyList<StandingClaim> For { get; init; } = [];
    public IReadOnlyList<StandingClaim> Against { get; init; } = [];

    /// <summary>How many parts are needed, of an at-least gate.</summary>
    public int Needed { get; init; }

    /// <summary>The accounts of a count.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>The fact as the gap words name it, such as <c>done(return-captives)</c>; null for what nobody can settle.</summary>
    public string? Fact { get; init; }
    public string? Provision { get; init; }
    public string? Holder { get; init; }
    public string? Occurrence { get; init; }

    /// <summary>What settles it where no claim does.</summary>
    public Phrase? Because { get; init; }

    public bool Presumed => Value != Bare;

    public static Node Given(Phrase question, Told value, Phrase? because = null) =>
        new() { Kind = NodeKind.Given, Value = value, Bare = value, Asked = question, Because = because };

    public static Node Presume(Phrase question, Told value, Told bare, Phrase because) =>
        new() { Kind = NodeKind.Given, Value = value, Bare = bare, Asked = question, Because = because };

    public static Node OfFact(Phrase question, IReadOnlyList<StandingClaim> @for, IReadOnlyList<StandingClaim> against)
    {
        var value = Told.Of(@for.Count > 0, against.Count > 0);
        return new() { Kind = NodeKind.Fact, Value = value, Bare = value, Asked = question, For = @for, Against = against };
    }

    public static Node All(Phrase question, IReadOnlyList<Node> parts) => new()
    {
        Kind = NodeKind.And,
        Value = parts.Aggregate(Told.T, (v, p) => v & p.Value),
        Bare = parts.Aggregate(Told.T, (v, p) => v & p.Bare),
        Asked = question,
        Parts = parts,
    };

    public static Node Any(Phrase question, IReadOnlyList<Node> parts) => new()
    {
        Kind = NodeKind.Or,
        Value = parts.Aggregate(Told.F, (v, p) => v | p.Value),
        Bare = parts.Aggregate(Told.F, (v, p) => v | p.Bare),
        Asked = question,
        Parts = parts,
    };

    public static Node Not(Phrase question, Node part) => new()
    {
        Kind = NodeKind.Not,
        Value = !part.Value,
        Bare = !part.Bare,
        Asked = question,
        Parts = [part],
    };

    public static Node AtLeast(Phrase question, int needed, IReadOnlyList<Node> parts) => new()
    {
        Kind = NodeKind.AtLeast,
        Needed = needed,
        Value = Told.AtLeast(needed, [.. parts.Select(p => p.Value)]),
        Bare = Told.AtLeast(needed, [.. parts.Select(p => p.Bare)]),
        Asked = question,
        Parts = parts,
    };

    /// <summary>
    /// The same question by several accounts of when: certain where every account answers yes, contested where they differ.
    /// </summary>
    public static Node OverCandidates(Phrase question, IReadOnlyList<Node> candidates) => candidates.All(c => c.Value == candidates[0].Value && c.Bare == candidates[0].Bare)
        ? candidates[0] with { Asked = question }
        : new()
        {
            Kind = NodeKind.Candidates,
            Value = Merged(candidates.Select(c => c.Value)),
            Bare = Merged(candidates.Select(c => c.Bare)),
            Asked = question,
            Parts = candidates,
        };

    internal static Told Merged(IEnumerable<Told> values)
    {
        var all = values.ToList();
        return Told.FromBits(all.TrueForAll(v => v.Lo), all.Exists(v => v.P), all.TrueForAll(v => v.Q), all.Exists(v => v.Hi));
    }

    /// <summary>Every claim that the answer rests on.</summary>
    public IEnumerable<StandingClaim> Claims => All().SelectMany(n => n.For.Concat(n.Against).Concat(n.Accounts.SelectMany(a => a.Claims))).Distinct();

    // A part may be met in many places, and is given once.
    private List<Node> All()
    {
        var (found, seen) = (new List<Node>(), new HashSet<Node>(ReferenceEqualityComparer.Instance));
        Follow(this);
        return found;

        void Follow(Node node)
        {
            if (seen.Add(node))
            {
                found.Add(node);
                foreach (var part in node.Parts)
                {
                    Follow(part);
                }
            }
        }
    }
}
