namespace Servanda.Gaps;

/// <summary>
/// A condition as a monotone function of what would have to be told: leaves are numbered, nothing is negated, and what is
/// settled or can no longer come about is a constant that simplification has removed.
/// </summary>
public abstract record Gate
{
    private Gate() { }

    public sealed record Constant(bool Value) : Gate;
    public sealed record Leaf(int Number) : Gate;
    public sealed record All(IReadOnlyList<Gate> Parts) : Gate;
    public sealed record Any(IReadOnlyList<Gate> Parts) : Gate;
    public sealed record AtLeast(int Needed, IReadOnlyList<Gate> Parts) : Gate;

    public static Gate True { get; } = new Constant(true);
    public static Gate False { get; } = new Constant(false);

    public static Gate AllOf(IEnumerable<Gate> parts) => AtLeastOf(int.MaxValue, parts);

    public static Gate AnyOf(IEnumerable<Gate> parts) => AtLeastOf(1, parts);

    /// <summary>At least so many of the parts, with constants counted off; more than there are means all.</summary>
    public static Gate AtLeastOf(int needed, IEnumerable<Gate> parts)
    {
        // Of a list an operand written twice counts twice; of all and of any it says nothing new.
        var all = needed is 1 or int.MaxValue ? parts.Distinct().ToList() : parts.ToList();
        var open = all.Where(p => p is not Constant).ToList();
        var left = Math.Min(needed, all.Count) - all.Count(p => p is Constant { Value: true });
        return left <= 0 ? True
            : left > open.Count ? False
            : open.Count == 1 ? open[0]
            : left == open.Count ? new All([.. open.SelectMany(p => p is All { Parts: var inner } ? inner : [p])])
            : left == 1 ? new Any([.. open.SelectMany(p => p is Any { Parts: var inner } ? inner : [p])])
            : new AtLeast(left, open);
    }

    /// <summary>The function that is false exactly where this one would be true were every leaf turned about: its sets are this one's cuts.</summary>
    public Gate Dual() => this switch
    {
        Constant { Value: var holds } => new Constant(!holds),
        Leaf => this,
        All { Parts: var parts } => AnyOf(parts.Select(p => p.Dual())),
        Any { Parts: var parts } => AllOf(parts.Select(p => p.Dual())),
        AtLeast { Needed: var needed, Parts: var parts } => AtLeastOf(parts.Count - needed + 1, parts.Select(p => p.Dual())),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The same with one leaf settled.</summary>
    public Gate With(int leaf, bool holds) => this switch
    {
        Constant => this,
        Leaf { Number: var number } => number == leaf ? new Constant(holds) : this,
        All { Parts: var parts } => AllOf(parts.Select(p => p.With(leaf, holds))),
        Any { Parts: var parts } => AnyOf(parts.Select(p => p.With(leaf, holds))),
        AtLeast { Needed: var needed, Parts: var parts } => AtLeastOf(needed, parts.Select(p => p.With(leaf, holds))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// The same function with fewer repeated leaves: beside a leaf of an "all" it counts as told further down, beside one of
    /// an "any" as not.
    /// </summary>
    public Gate Tidied() => Tidied([], []);

    private Gate Tidied(HashSet<int> told, HashSet<int> not) => this switch
    {
        Constant => this,
        Leaf { Number: var number } => told.Contains(number) ? True : not.Contains(number) ? False : this,
        All { Parts: var parts } => AllOf(Tidied(parts, told, not, into: told)),
        Any { Parts: var parts } => AnyOf(Tidied(parts, told, not, into: not)),
        AtLeast { Needed: var needed, Parts: var parts } => AtLeastOf(needed, [.. parts.Select(p => p.Tidied(told, not))]),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static List<Gate> Tidied(IReadOnlyList<Gate> parts, HashSet<int> told, HashSet<int> not, HashSet<int> into)
    {
        var leaves = parts.OfType<Leaf>().Select(l => l.Tidied(told, not)).ToList();
        int[] added = [.. leaves.OfType<Leaf>().Select(l => l.Number).Where(into.Add)];
        List<Gate> tidied = [.. leaves, .. parts.Where(p => p is not Leaf).Select(p => p.Tidied(told, not))];
        into.ExceptWith(added);
        return tidied;
    }

    /// <summary>Whether it holds when of the leaves just these are told.</summary>
    public bool Holds(Func<int, bool> told) => this switch
    {
        Constant { Value: var holds } => holds,
        Leaf { Number: var number } => told(number),
        All { Parts: var parts } => parts.All(p => p.Holds(told)),
        Any { Parts: var parts } => parts.Any(p => p.Holds(told)),
        AtLeast { Needed: var needed, Parts: var parts } => parts.Count(p => p.Holds(told)) >= needed,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Every leaf as often as it stands in the function.</summary>
    public IEnumerable<int> Leaves()
    {
        var waiting = new Stack<Gate>([this]);
        while (waiting.TryPop(out var gate))
        {
            switch (gate)
            {
                case Leaf { Number: var number }: yield return number; break;
                case All { Parts: var parts }: Push(parts); break;
                case Any { Parts: var parts }: Push(parts); break;
                case AtLeast { Parts: var parts }: Push(parts); break;
            }
        }

        void Push(IReadOnlyList<Gate> parts)
        {
            foreach (var part in parts)
            {
                waiting.Push(part);
            }
        }
    }
}
