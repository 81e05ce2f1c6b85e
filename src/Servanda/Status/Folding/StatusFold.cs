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
    private readonly RestsOn restsOn;
    private readonly Times times;
    private readonly IReadOnlyList<FoldRow> eachRows;

    // The rows whose windows run from a time.
    private readonly Dictionary<string, List<int>> rowsInTime = new(StringComparer.Ordinal);
    private readonly SortedSet<int> touched = [];
    private readonly HashSet<int> shownAgain = [];

    /// <summary>The fold of a record; null where a condition refers to itself, which only the evaluation answers.</summary>
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
        times = new Times(record.Agreement);
        restsOn = new RestsOn(record);
        foldsPowers = record.UsedPowers.All(p => IsFoldedPower(p, record));
        inEffect = [.. evaluations.Select(_ => (IReadOnlyList<Effected>)[])];
        provided = [.. evaluations.Select(_ => Evaluation.AllEffects.None)];
        rows = [.. record.Agreement.Provisions.Select((p, i) => new FoldRow(p, i, standpoints.Count))];
        rowOf = rows.ToDictionary(r => r.Provision.Id, r => r.Index, StringComparer.Ordinal);
        curedBy = [.. rows.Select(r => rows.Where(o => o.Provision.Remedy == r.Provision.Id).Select(o => o.Index).ToArray())];
        datesWindows = [.. evaluations[0].DatingActs().Where(rowOf.ContainsKey).Select(id => rowOf[id])];
        // The folds of the duties for each occurrence read those of what gives rise to them.
        foreach (var row in rows.Where(r => r.Provision.Each is null).Concat(rows.Where(r => r.Provision.Each is not null)))
        {
            row.Leaves = LeavesOf(row.Provision);
        }
        eachRows = [.. rows.Where(r => r.Each is not null)];
        foreach (var row in rows)
        {
            foreach (var key in row.Leaves.SelectMany(l => times.Of(l.Leaf.Provision)).Distinct())
            {
                (rowsInTime.TryGetValue(key, out var reading) ? reading : rowsInTime[key] = []).Add(row.Index);
            }
        }
        Compile();
        foreach (var row in rows)
        {
            Fill(row);
        }
        for (var s = 0; s < evaluations.Length; s++)
        {
            var standpoint = s;
            evaluations[s].Provide((provision, asOf) => asOf == frame.Now && provision.Readings.Count == 0 && !RowOf(provision).IsAsked && RowOf(provision).LeafOf(standpoint) is ActFold or PowerFold
                ? new Evaluation.FirstDate(((OccurrenceFold)RowOf(provision).LeafOf(standpoint)).FirstTold(standpoint)) : null);
            evaluations[s].Provide((power, used, asOf) => asOf == frame.Now && used.Earliest <= asOf && !RowOf(power).IsAsked ? KnownThen(RowOf(power), standpoint, used) : null);
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
        // The times of what is suspended move with the clock.
        var moving = rows.Where(r => r.Suspended != 0).ToList();
        if (moving.Count > 0)
        {
            foreach (var row in moving.Where(r => SetWindows(r)))
            {
                touched.Add(row.Index);
            }
            Settle();
        }
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
        _ when (foldsPowers ? IsAssigned(read, Record) : Evaluation.IsReachedByPowers(read, Record)) => null,
        Provision.Act { Each: { } each } duty => Agreement.Provision(each) is { } giver && RowOf(giver).Leaves is [(_, ActFold or ProhibitionFold)]
            && RowOf(giver).Leaves[0].Leaf is OccurrenceFold occurrences && duty.Readings.Count == 0 ? new EachFold(frame, duty, occurrences) : null,
        { Each: not null } => null,
        Provision.Power power => IsFoldedPower(power, Record) ? new PowerFold(frame, power) : null,
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
        if (leaf == EffectsOf)
        {
            effectsMoved = true;
            return;
        }
        if (rows[row].Leaves[leaf].Leaf.MovesWithClock)
        {
            SetWindows(rows[row]);
        }
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
            var classes = new List<WindowClass>();
            for (var s = 0; s < evaluations.Length; s++)
            {
                WindowClass.Add(classes, s, Now(s).BoundsOf(leaf.Provision));
            }
            if (leaf is EachFold each)
            {
                each.DisturbAll();
                moved = true;
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
