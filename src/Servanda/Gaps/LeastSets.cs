namespace Servanda.Gaps;

/// <summary>A set of leaves that together make a gate hold, none of which can be left out; in rising order.</summary>
public readonly record struct LeafSet(long Cost, int[] Leaves) : IComparable<LeafSet>
{
    public static LeafSet Empty { get; } = new(0, []);

    public LeafSet Plus(LeafSet other)
    {
        if (other.Leaves.Length == 0 || Leaves.Length == 0)
        {
            return new(Cost + other.Cost, Leaves.Length == 0 ? other.Leaves : Leaves);
        }
        var both = new int[Leaves.Length + other.Leaves.Length];
        for (var (i, j, at) = (0, 0, 0); at < both.Length; at++)
        {
            both[at] = j == other.Leaves.Length || (i < Leaves.Length && Leaves[i] < other.Leaves[j]) ? Leaves[i++] : other.Leaves[j++];
        }
        return new(Cost + other.Cost, both);
    }

    // Cheapest first, then by the leaves in their order. A set that goes on comes before one that ends, which keeps the
    // order of two sets whatever the same leaves are added to both.
    public int CompareTo(LeafSet other)
    {
        if (Cost != other.Cost)
        {
            return Cost.CompareTo(other.Cost);
        }
        var common = Math.Min(Leaves.Length, other.Leaves.Length);
        for (var i = 0; i < common; i++)
        {
            if (Leaves[i] != other.Leaves[i])
            {
                return Leaves[i].CompareTo(other.Leaves[i]);
            }
        }
        return other.Leaves.Length.CompareTo(Leaves.Length);
    }
}

/// <summary>
/// The minimal sets of leaves that make a gate hold (its prime implicants), cheapest first. The sets of a gate come lazily
/// from the sets of its parts, each part's cheapest first, and none is put together before it is asked for; that is exact
/// where the parts have no leaf in common. Where they have, a common leaf is tried both ways, the cheaper way first by a
/// bound that charges each place of a leaf its share of the cost, until what is left falls apart into parts of its own.
/// </summary>
/// <param name="costs">By leaf; none below 0.</param>
/// <param name="steps">How many ways of settling common leaves are tried in one part before its search stops.</param>
public sealed class LeastSets(IReadOnlyList<int> costs, int steps = 20_000)
{
    // Shares of a cost are rounded down in thousandths, so that a bound never exceeds what it bounds.
    private const long Thousandths = 1000;

    /// <summary>Whether a search stopped for its length, so that sets may be missing.</summary>
    public bool GaveUp { get; private set; }

    public IEnumerable<LeafSet> Of(Gate gate)
    {
        var sets = Sets(gate.Tidied());
        for (var index = 0; sets.TryGet(index, out var set); index++)
        {
            yield return set;
        }
    }

    private OrderedSets Sets(Gate gate) => gate switch
    {
        Gate.Constant { Value: var holds } => new OrderedSets(holds ? [LeafSet.Empty] : []),
        Gate.Leaf { Number: var leaf } => new OrderedSets([Single(leaf)]),
        Gate.All { Parts: var parts } => Apart(parts) is { Count: > 1 } apart ? AllOf([.. apart.Select(Gate.AllOf)]) : new OrderedSets(Branched(gate)),
        Gate.Any { Parts: var parts } => Apart(parts) is { Count: > 1 } apart ? OrderedSets.Merged([.. apart.Select(Gate.AnyOf).Select(Sets)]) : new OrderedSets(Branched(gate)),
        Gate.AtLeast { Needed: var needed, Parts: var parts } => Apart(parts).Count == parts.Count ? new Chosen(this, parts).Of(0, parts.Count, needed) : new OrderedSets(Branched(gate)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static bool FallsApart(Gate gate) => gate switch
    {
        Gate.All { Parts: var parts } => Apart(parts).Count > 1,
        Gate.Any { Parts: var parts } => Apart(parts).Count > 1,
        Gate.AtLeast { Parts: var parts } => Apart(parts).Count == parts.Count,
        _ => true,
    };

    /// <summary>The parts in groups that have no leaf in common, in the order of their first part.</summary>
    private static List<List<Gate>> Apart(IReadOnlyList<Gate> parts)
    {
        var groups = Enumerable.Range(0, parts.Count).ToArray();
        var first = new Dictionary<int, int>();
        for (var part = 0; part < parts.Count; part++)
        {
            foreach (var leaf in parts[part].Leaves())
            {
                if (!first.TryAdd(leaf, part))
                {
                    var (a, b) = (Root(first[leaf]), Root(part));
                    groups[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }
        return [.. parts.Select((gate, part) => (gate, Group: Root(part))).GroupBy(p => p.Group, p => p.gate).Select(g => g.ToList())];

        int Root(int part)
        {
            while (groups[part] != part)
            {
                part = groups[part] = groups[groups[part]];
            }
            return part;
        }
    }

    /// <summary>What is left of a gate after leaves that its parts have in common were taken or left.</summary>
    private sealed record Branch(Gate Rest, int[] Taken);

    private IEnumerable<LeafSet> Branched(Gate gate)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        var open = new PriorityQueue<(Branch Branch, OrderedSets? Sets, int Index), (long Bound, int Order, LeafSet Set)>();
        Undecided(new Branch(gate, []));
        for (var tried = 0; open.TryDequeue(out var next, out var at);)
        {
            var (branch, sets, index) = next;
            if (sets is not null)
            {
                Found(branch, sets, index + 1);
                if (IsLeast(gate, at.Set, branch.Taken) && given.Add(string.Join(',', at.Set.Leaves)))
                {
                    yield return at.Set;
                }
            }
            else if (++tried > steps)
            {
                GaveUp = true;
            }
            else if (FallsApart(branch.Rest))
            {
                Found(branch, Sets(branch.Rest), 0);
            }
            else
            {
                var leaf = branch.Rest.Leaves().CountBy(l => l).OrderByDescending(l => l.Value).ThenBy(l => l.Key).First().Key;
                Undecided(new Branch(branch.Rest.With(leaf, true).Tidied(), [.. branch.Taken, leaf]));
                Undecided(new Branch(branch.Rest.With(leaf, false).Tidied(), branch.Taken));
            }
        }

        void Found(Branch branch, OrderedSets sets, int index)
        {
            if (sets.TryGet(index, out var rest))
            {
                var set = branch.Taken.Aggregate(rest, (sum, leaf) => sum.Plus(Single(leaf)));
                open.Enqueue((branch, sets, index), (set.Cost * Thousandths, int.MinValue, set));
            }
        }

        // Of two branches that may cost the same, the one with more settled goes first.
        void Undecided(Branch branch)
        {
            var places = branch.Rest.Leaves().CountBy(l => l).ToDictionary();
            if (Bound(branch.Rest, places) is { } bound)
            {
                open.Enqueue((branch, null, 0), (bound + branch.Taken.Sum(l => costs[l] * Thousandths), -branch.Taken.Length, LeafSet.Empty));
            }
        }
    }

    // Least within its branch, so only what the branch took may be one too many.
    private static bool IsLeast(Gate gate, LeafSet set, int[] taken)
    {
        if (taken.Length == 0)
        {
            return true;
        }
        var told = set.Leaves.ToHashSet();
        return taken.All(leaf => !gate.Holds(l => l != leaf && told.Contains(l)));
    }

    /// <summary>Never more than the cheapest set costs, in thousandths; null where there is none.</summary>
    private long? Bound(Gate gate, Dictionary<int, int> places) => gate switch
    {
        Gate.Constant { Value: var holds } => holds ? 0 : null,
        Gate.Leaf { Number: var leaf } => costs[leaf] * Thousandths / places[leaf],
        Gate.All { Parts: var parts } => parts.Sum(p => Bound(p, places)!.Value),
        Gate.Any { Parts: var parts } => parts.Min(p => Bound(p, places)!.Value),
        Gate.AtLeast { Needed: var needed, Parts: var parts } => parts.Select(p => Bound(p, places)!.Value).Order().Take(needed).Sum(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private LeafSet Single(int leaf) => new(costs[leaf], [leaf]);

    // What has to be told in any case is one set; only parts that leave a choice are multiplied out.
    private OrderedSets AllOf(IReadOnlyList<Gate> parts)
    {
        int[] certain = [.. parts.OfType<Gate.Leaf>().Select(l => l.Number).Order()];
        List<OrderedSets> each = [new([new LeafSet(certain.Sum(l => (long)costs[l]), certain)]), .. parts.Where(p => p is not Gate.Leaf).Select(Sets)];
        while (each.Count > 1)
        {
            each = [.. each.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : OrderedSets.Product(pair[0], pair[1]))];
        }
        return each[0];
    }

    /// <summary>So many of a stretch of parts: some of its first half, the others of its second.</summary>
    private sealed class Chosen(LeastSets least, IReadOnlyList<Gate> parts)
    {
        private readonly Dictionary<(int, int, int), OrderedSets> known = [];

        public OrderedSets Of(int first, int count, int needed)
        {
            if (needed == 0)
            {
                return new OrderedSets([LeafSet.Empty]);
            }
            if (count == 1)
            {
                return least.Sets(parts[first]);
            }
            if (!known.TryGetValue((first, count, needed), out var sets))
            {
                var half = count / 2;
                known[(first, count, needed)] = sets = OrderedSets.Merged(
                [
                    .. Enumerable.Range(0, half + 1).Where(n => needed >= n && needed - n <= count - half)
                        .Select(n => OrderedSets.Product(Of(first, half, n), Of(first + half, count - half, needed - n))),
                ]);
            }
            return sets;
        }
    }
}

/// <summary>Sets in rising order, each put together when it is first asked for and then kept.</summary>
internal sealed class OrderedSets(IEnumerable<LeafSet> source)
{
    private readonly IEnumerator<LeafSet> rest = source.GetEnumerator();
    private readonly List<LeafSet> known = [];

    public bool TryGet(int index, out LeafSet set)
    {
        while (known.Count <= index && rest.MoveNext())
        {
            known.Add(rest.Current);
        }
        set = index < known.Count ? known[index] : default;
        return index < known.Count;
    }

    /// <summary>The sets of several that share none.</summary>
    public static OrderedSets Merged(IReadOnlyList<OrderedSets> several)
    {
        return new OrderedSets(Each());

        IEnumerable<LeafSet> Each()
        {
            var heads = new PriorityQueue<(OrderedSets From, int Index), LeafSet>();
            foreach (var sets in several)
            {
                Push(sets, 0);
            }
            while (heads.TryDequeue(out var head, out var set))
            {
                yield return set;
                Push(head.From, head.Index + 1);
            }

            void Push(OrderedSets from, int index)
            {
                if (from.TryGet(index, out var set))
                {
                    heads.Enqueue((from, index), set);
                }
            }
        }
    }

    /// <summary>Each set of one with each of another that shares no leaf with it.</summary>
    public static OrderedSets Product(OrderedSets one, OrderedSets other)
    {
        return new OrderedSets(Each());

        IEnumerable<LeafSet> Each()
        {
            var edge = new PriorityQueue<(int I, int J), LeafSet>();
            Push(0, 0);
            while (edge.TryDequeue(out var at, out var set))
            {
                yield return set;
                Push(at.I, at.J + 1);
                // Each pair is reached by one way only: along the first column, then down.
                if (at.J == 0)
                {
                    Push(at.I + 1, 0);
                }
            }

            void Push(int i, int j)
            {
                if (one.TryGet(i, out var first) && other.TryGet(j, out var second))
                {
                    edge.Enqueue((i, j), first.Plus(second));
                }
            }
        }
    }
}
