namespace Servanda.Agreements.Checking;

/// <summary>
/// The circles inside the stuck part of a wait graph: its strongly connected components (Tarjan), and in each the shortest
/// circles to show. A circle that has a way round it is not stuck, so it is none of these.
/// </summary>
internal sealed class WaitCircles
{
    // A knot of hundreds of circles is told by its first few; every provision in it is told as unreachable all the same.
    private const int MostInOneKnot = 20;

    private readonly WaitGraph graph;
    private readonly int[] component;
    private readonly List<List<int>> knots = [];

    public WaitCircles(WaitGraph graph)
    {
        this.graph = graph;
        component = new int[graph.Count];
        Array.Fill(component, -1);
        FindKnots();
    }

    /// <summary>Whether the node waits for itself at some remove.</summary>
    public bool IsInCircle(int node) => component[node] >= 0;

    /// <summary>Each circle as nodes in the order of waiting, gates left out, beginning with what stands first in the file.</summary>
    public IEnumerable<IReadOnlyList<int>> Shortest() => knots.SelectMany(CirclesOf);

    private IEnumerable<IReadOnlyList<int>> CirclesOf(List<int> knot)
    {
        var told = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var shown = 0;
        foreach (var node in knot.Where(n => OwnerOf(n) is not null).Order())
        {
            if (shown == MostInOneKnot)
            {
                yield break;
            }
            if (told.Contains(OwnerOf(node)!) || CircleThrough(node) is not { } circle)
            {
                continue;
            }
            shown++;
            told.UnionWith(circle.Select(n => OwnerOf(n)!));
            yield return circle;
        }
    }

    private object? OwnerOf(int node) => (object?)graph.ProvisionAt(node) ?? graph.PhaseAt(node);

    // Breadth first inside the knot, back to where it began.
    private IReadOnlyList<int>? CircleThrough(int start)
    {
        var cameFrom = new Dictionary<int, int>();
        var next = new Queue<int>([start]);
        while (next.TryDequeue(out var node))
        {
            foreach (var (on, _) in graph.WaitsOf(node))
            {
                if (component[on] != component[start] || on != start && !cameFrom.TryAdd(on, node))
                {
                    continue;
                }
                if (on == start)
                {
                    return Told(start, node, cameFrom);
                }
                next.Enqueue(on);
            }
        }
        return null;
    }

    private IReadOnlyList<int> Told(int start, int last, Dictionary<int, int> cameFrom)
    {
        var path = new List<int>();
        for (var at = last; at != start; at = cameFrom[at])
        {
            path.Add(at);
        }
        path.Add(start);
        path.Reverse();
        // One and the same provision begins and is done: it is told once.
        var circle = path.Where(n => OwnerOf(n) is not null).ToList();
        return [.. circle.Where((n, i) => i == 0 || !ReferenceEquals(OwnerOf(n), OwnerOf(circle[i - 1]))).Where((n, i) => i == 0 || !ReferenceEquals(OwnerOf(n), OwnerOf(start)))];
    }

    // Tarjan's algorithm, with a stack of its own because a chain of waits may be as long as the agreement.
    private void FindKnots()
    {
        var index = new int[graph.Count];
        var low = new int[graph.Count];
        var onStack = new bool[graph.Count];
        var stack = new Stack<int>();
        var calls = new Stack<(int Node, int Next)>();
        var count = 0;
        for (var root = 0; root < graph.Count; root++)
        {
            if (!graph.IsStuck(root) || index[root] != 0)
            {
                continue;
            }
            calls.Push((root, 0));
            while (calls.TryPop(out var call))
            {
                var (node, next) = call;
                if (next == 0)
                {
                    index[node] = low[node] = ++count;
                    stack.Push(node);
                    onStack[node] = true;
                }
                var waits = graph.WaitsOf(node);
                var descended = false;
                for (; next < waits.Count; next++)
                {
                    var on = waits[next].On;
                    if (!graph.IsStuck(on))
                    {
                        continue;
                    }
                    if (index[on] == 0)
                    {
                        calls.Push((node, next + 1));
                        calls.Push((on, 0));
                        descended = true;
                        break;
                    }
                    if (onStack[on])
                    {
                        low[node] = Math.Min(low[node], index[on]);
                    }
                }
                if (descended)
                {
                    continue;
                }
                if (calls.TryPeek(out var caller))
                {
                    low[caller.Node] = Math.Min(low[caller.Node], low[node]);
                }
                if (low[node] == index[node])
                {
                    Close(node, stack, onStack);
                }
            }
        }
    }

    private void Close(int root, Stack<int> stack, bool[] onStack)
    {
        var members = new List<int>();
        int node;
        do
        {
            node = stack.Pop();
            onStack[node] = false;
            members.Add(node);
        }
        while (node != root);
        if (members.Count > 1 || graph.WaitsOf(root).Any(w => w.On == root))
        {
            foreach (var member in members)
            {
                component[member] = knots.Count;
            }
            knots.Add(members);
        }
    }
}
