namespace Servanda.Agreements.Checking;

/// <summary>Why one time cannot come before another, or after it.</summary>
/// <param name="At">The later of the two for a lower bound: it is at least <paramref name="Ticks"/> after <paramref name="From"/>.</param>
/// <param name="Because">As a chain of reasons tells it; null for what goes without saying.</param>
/// <param name="Deadline">The provision whose deadline this is; null for a bound that is none.</param>
internal sealed record TimeBound(int At, int From, long Ticks, string? Because, Provision? By, Provision? Deadline = null);

/// <summary>
/// A simple temporal network: times, and bounds of the form "a is at least w after b". Bounds that contradict each other
/// close a circle in which every time would have to be later than itself; Bellman-Ford finds it. Times are taken after
/// those they wait for, whatever the order of the file, and only those that moved are looked at again, so that a few rounds
/// do for an agreement of any length.
/// </summary>
internal sealed class TimeNetwork(int times)
{
    private readonly List<TimeBound> bounds = [];

    /// <summary>Says that a time comes at least so long after another; a negative length says at most so long before it.</summary>
    public void Add(TimeBound bound) => bounds.Add(bound);

    /// <summary>
    /// Circles of bounds that contradict each other, each with its deadline first. The deadline of each one found is then
    /// left out, so that the next can be seen.
    /// </summary>
    public IEnumerable<IReadOnlyList<TimeBound>> Contradictions(int most)
    {
        var after = bounds.ToLookup(b => b.From);
        var at = new long[times];
        var because = new TimeBound?[times];
        // A bound alone, or all those of one deadline: the same deadline may bound in two ways.
        var leftOut = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var moved = Enumerable.Repeat(true, times).ToArray();
        var found = 0;
        var order = InOrderOfWaiting(after);
        while (Relax(after, order, at, because, moved, leftOut))
        {
            var circles = Circles(because);
            foreach (var circle in circles)
            {
                // One without a deadline is a circle of waiting, which is told as that.
                if (!leftOut.Add((object?)circle[0].Deadline ?? circle[0]) || circle[0].Deadline is null)
                {
                    continue;
                }
                yield return circle;
                if (++found == most)
                {
                    yield break;
                }
            }
            if (circles.Count > 0)
            {
                Array.Clear(because);
                Array.Fill(moved, true);
            }
        }
    }

    // Depth first, each time after all it waits for but where they wait for each other; a deadline looks back and orders nothing.
    private int[] InOrderOfWaiting(ILookup<int, TimeBound> after)
    {
        var later = Enumerable.Range(0, times).Select(t => after[t].Where(b => b.Deadline is null).Select(b => b.At).ToArray()).ToArray();
        var order = new int[times];
        var (left, seen, path) = (times, new bool[times], new Stack<(int Time, int Next)>());
        for (var start = times - 1; start >= 0; start--)
        {
            if (seen[start])
            {
                continue;
            }
            seen[start] = true;
            path.Push((start, 0));
            while (path.TryPop(out var step))
            {
                if (step.Next == later[step.Time].Length)
                {
                    order[--left] = step.Time;
                    continue;
                }
                path.Push((step.Time, step.Next + 1));
                if (later[step.Time][step.Next] is var next && !seen[next])
                {
                    seen[next] = true;
                    path.Push((next, 0));
                }
            }
        }
        return order;
    }

    // One round over the times that moved, in their order; false when none moved any more.
    private static bool Relax(ILookup<int, TimeBound> after, int[] order, long[] at, TimeBound?[] because, bool[] moved, HashSet<object> leftOut)
    {
        var any = false;
        foreach (var from in order)
        {
            if (!moved[from])
            {
                continue;
            }
            moved[from] = false;
            foreach (var bound in after[from])
            {
                if (at[bound.At] < at[from] + bound.Ticks && !leftOut.Contains((object?)bound.Deadline ?? bound))
                {
                    at[bound.At] = at[from] + bound.Ticks;
                    because[bound.At] = bound;
                    moved[bound.At] = true;
                    any = true;
                }
            }
        }
        return any;
    }

    // Following each time to the one that moved it last leads to a beginning, or round a contradiction.
    private static List<List<TimeBound>> Circles(TimeBound?[] because)
    {
        var circles = new List<List<TimeBound>>();
        var visit = new int[because.Length];
        for (var start = 0; start < because.Length; start++)
        {
            var at = start;
            while (visit[at] == 0 && because[at] is { } bound)
            {
                visit[at] = start + 1;
                at = bound.From;
            }
            if (visit[at] == start + 1 && because[at] is not null)
            {
                circles.Add(CircleFrom(because, at));
            }
            else if (visit[at] == 0)
            {
                visit[at] = start + 1;
            }
        }
        return circles;
    }

    private static List<TimeBound> CircleFrom(TimeBound?[] because, int start)
    {
        var circle = new List<TimeBound>();
        var at = start;
        do
        {
            circle.Add(because[at]!);
            at = because[at]!.From;
        }
        while (at != start);
        // The deadline that stands last in the file is the one that is told to be too early.
        var first = circle.FindLastIndex(b => b.Deadline is not null);
        for (var i = 0; i < circle.Count; i++)
        {
            if (circle[i].Deadline is { } deadline && deadline.Position.Line > circle[first].Deadline!.Position.Line)
            {
                first = i;
            }
        }
        return first <= 0 ? circle : [.. circle[first..], .. circle[..first]];
    }
}
