using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <summary>
/// The status of every provision by up to sixteen standpoints at once, kept as the clock moves: always what
/// <see cref="Evaluation"/> answers, at the cost of what changed. A claim touches its own provision; where that changes,
/// the conditions that read it; where those change, the provisions that wait on them.
/// </summary>
public sealed partial class StatusFold
{
    /// <summary>Before any time that a claim or an agreement may speak of.</summary>
    private static readonly Instant Beginning = Instant.FromUtc(999, 1, 1, 0, 0);

    private readonly FoldFrame frame;
    private readonly Evaluation[] evaluations;
    private readonly FoldRow[] rows;
    private readonly Dictionary<string, int> rowOf;
    private readonly PriorityQueue<(int Row, int Leaf, int Part), Instant> triggers = new();
    private readonly int[][] curedBy;

    // Acts whose first occurrence dates the window of another provision.
    private readonly HashSet<int> datesWindows;
    private readonly SortedSet<int> touched = [];
    private readonly HashSet<int> shownAgain = [];

    /// <summary>The fold of a record; null where a condition refers to itself, or reads a provision that is not folded (a duty for each occurrence, an exchange, a power): those only the evaluation answers.</summary>
    /// <param name="record">The claims as the ledger stood.</param>
    /// <param name="standpoints">At most <see cref="Room"/>.</param>
    public static StatusFold? Of(Record record, IReadOnlyList<Standpoint> standpoints)
    {
        try
        {
            return new StatusFold(record, standpoints);
        }
        catch (UnfoldedException)
        {
            return null;
        }
    }

    /// <summary>How many standpoints one fold has room for.</summary>
    public const int Room = Tellings.Room;

    private StatusFold(Record record, IReadOnlyList<Standpoint> standpoints)
    {
        // Where a condition asks for what is verified, each standpoint stands once more, held to that grade.
        if (record.Agreement.Phases.Any(p => AsksForVerified(p.Opens?.When) || AsksForVerified(p.Completes) || p.Provisions.Any(v => AsksForVerified(v.Applies)))
            && standpoints.Count * 2 <= Room)
        {
            HasHeld = true;
            standpoints = [.. standpoints, .. standpoints.Select(Evaluation.Held)];
        }
        frame = new FoldFrame(record, standpoints, Beginning);
        evaluations = [.. standpoints.Select(s => new Evaluation(record, s, Beginning))];
        for (var s = 0; HasHeld && s < evaluations.Length; s++)
        {
            evaluations[s].HoldToVerified(evaluations[s < evaluations.Length / 2 ? s + (evaluations.Length / 2) : s]);
        }
        rows = [.. record.Agreement.Provisions.Select((p, i) => new FoldRow(p, i, standpoints.Count))];
        rowOf = rows.ToDictionary(r => r.Provision.Id, r => r.Index, StringComparer.Ordinal);
        curedBy = [.. rows.Select(r => rows.Where(o => o.Provision.Remedy == r.Provision.Id).Select(o => o.Index).ToArray())];
        datesWindows = [.. evaluations[0].DatingActs().Where(rowOf.ContainsKey).Select(id => rowOf[id])];
        foreach (var row in rows)
        {
            row.Leaves = LeavesOf(row.Provision);
        }
        // Times that run from an act which is not folded would move unseen.
        if (datesWindows.Any(row => rows[row].Leaves.Count == 0))
        {
            throw new UnfoldedException();
        }
        Compile();
        foreach (var row in rows)
        {
            Fill(row);
        }
        Start();
    }

    private bool HasHeld { get; }

    private static bool AsksForVerified(Condition? condition) => condition?.Questions().OfType<Condition.Verified>().Any() == true;

    private Agreement Agreement => frame.Agreement;
    private Record Record => frame.Record;

    private FoldRow RowOf(Provision provision) => rows[rowOf[provision.Id]];

    /// <summary>Moves the clock forward; what it passes is looked at in order.</summary>
    public void AdvanceTo(Instant asOf)
    {
        while (Next() is { } at && at <= asOf)
        {
            frame.SetClock(at);
            while (triggers.TryPeek(out var trigger, out var same) && same == at)
            {
                triggers.Dequeue();
                Touch(trigger.Row, trigger.Leaf, trigger.Part);
            }
            Settle();
        }
        frame.SetClock(asOf);
    }

    private Instant? Next()
    {
        var (some, asks) = (triggers.TryPeek(out _, out var at), askedAt.TryPeek(out _, out var ask));
        return some && asks ? Instant.Min(at, ask) : some ? at : asks ? ask : null;
    }

    // One fold for each reading of the text; none for what only the evaluation answers.
    private List<(ushort, LeafFold)> LeavesOf(Provision provision)
    {
        var readings = evaluations.Select(e => e.AsRead(provision)).ToList();
        var leaves = new List<(ushort, LeafFold)>();
        foreach (var read in readings.Distinct(ReferenceEqualityComparer.Instance).Cast<Provision>())
        {
            if (FoldOf(read) is not { } leaf)
            {
                return [];
            }
            var standpoints = 0;
            for (var s = 0; s < readings.Count; s++)
            {
                standpoints |= ReferenceEquals(readings[s], read) ? 1 << s : 0;
            }
            leaves.Add(((ushort)standpoints, leaf));
        }
        return leaves;
    }

    private bool CanFold(Provision provision) => !RowOf(provision).IsAsked;

    private LeafFold? FoldOf(Provision read) => read switch
    {
        { Each: not null } => null,
        _ when Evaluation.IsReachedByPowers(read, Record) => null,
        Provision.Prohibition or Provision.Continuing when read.Zones.Count <= 64 => new ProhibitionFold(frame, read),
        Provision.Act act => new ActFold(frame, act),
        Provision.Quota quota => new QuotaFold(frame, quota),
        Provision.Rate rate => new RateFold(frame, rate),
        Provision.Exchange exchange => new ExchangeFold(frame, exchange),
        _ => null,
    };

    private void Fill(FoldRow row)
    {
        for (var l = 0; l < row.Leaves.Count; l++)
        {
            var leaf = row.Leaves[l].Leaf;
            foreach (var claim in ClaimsOf(leaf.Provision))
            {
                var part = leaf.Add(claim);
                foreach (var trigger in leaf.TriggersOf(claim, part))
                {
                    triggers.Enqueue((row.Index, l, trigger.Part), trigger.At);
                }
            }
        }
    }

    private IEnumerable<StandingClaim> ClaimsOf(Provision provision)
    {
        var counted = Evaluation.CountersOf(provision).Concat(Agreement.TollsOf(provision.Id).Select(c => c.Id)).SelectMany(Record.OfCounter);
        return Record.Of(provision).Concat(counted).Where(c => !c.Claim.IsWill).Distinct();
    }

    private void Touch(int row, int leaf, int part)
    {
        rows[row].Leaves[leaf].Leaf.Refold(part);
        touched.Add(row);
        if (part is Trigger.Rest or Trigger.All)
        {
            Renew(row, leaf);
        }
    }

    // Windows that follow one another make their next moments known only as the clock comes to them.
    private readonly HashSet<(int, int, Instant)> renewed = [];

    private void Renew(int row, int leaf)
    {
        if (rows[row].Leaves[leaf].Leaf is not RateFold rate)
        {
            return;
        }
        foreach (var trigger in rate.WindowTriggers().Where(t => t.At > frame.Now).Distinct().Where(t => renewed.Add((row, leaf, t.At))))
        {
            triggers.Enqueue((row, leaf, trigger.Part), trigger.At);
        }
    }

    private bool SetWindows(FoldRow row)
    {
        var moved = false;
        for (var l = 0; l < row.Leaves.Count; l++)
        {
            var leaf = row.Leaves[l].Leaf;
            var windows = evaluations.Select(e => e.At(frame.Now).WindowsOf(leaf.Provision)).ToList();
            var classes = new List<WindowClass>();
            for (var s = 0; s < windows.Count; s++)
            {
                var known = classes.FindIndex(c => c.Windows.SequenceEqual(windows[s]));
                if (known >= 0)
                {
                    classes[known] = classes[known] with { Standpoints = (ushort)(classes[known].Standpoints | (1 << s)) };
                }
                else
                {
                    classes.Add(new WindowClass((ushort)(1 << s), windows[s]));
                }
            }
            if (leaf.HasWindows(classes))
            {
                continue;
            }
            moved = true;
            leaf.SetWindows(classes);
            foreach (var trigger in leaf.WindowTriggers().Where(t => t.At > frame.Now).Distinct())
            {
                triggers.Enqueue((row.Index, l, trigger.Part), trigger.At);
            }
        }
        return moved;
    }
}
