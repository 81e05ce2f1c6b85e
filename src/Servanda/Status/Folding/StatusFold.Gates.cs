using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

public sealed partial class StatusFold
{
    private readonly List<Root> roots = [];
    private readonly List<First> firsts = [];
    private readonly List<AskedGate> asked = [];
    private readonly PriorityQueue<int, Instant> askedAt = new();
    private readonly Dictionary<(string Kind, string Id), Root?> rootOf = [];
    private readonly Dictionary<int, List<int>> rootsReading = [];
    private readonly Dictionary<int, List<int>> firstsReading = [];
    private readonly SortedSet<int> dirtyRoots = [];
    private readonly SortedSet<int> dirtyFirsts = [];
    private HashSet<int> reads = [];

    /// <summary>A question of the agreement's own structure, asked again when what it reads has changed: whether a phase is open, whether a duty has arisen.</summary>
    private sealed class Root(Func<Tellings> answer, HashSet<int> reads)
    {
        public Func<Tellings> Answer => answer;

        /// <summary>The rows that it reads, through whatever other questions, and the asked gates, as their complement.</summary>
        public HashSet<int> Reads => reads;
        public Tellings Value { get; set; }

        /// <summary>The row whose duty it is; null for a phase.</summary>
        public int? AppliesTo { get; init; }

        /// <summary>Whether times run from it though no condition was told: the entry of a declared phase.</summary>
        public bool Dates { get; init; }
    }

    /// <summary>When a condition was first told, which times run from.</summary>
    private sealed class First(string key, Condition condition, Func<Tellings> answer)
    {
        public string Key => key;
        public Condition Condition => condition;
        public Func<Tellings> Answer => answer;
        public ushort Found { get; set; }
    }

    /// <summary>What the evaluation answers, standpoint by standpoint: dates, counts, balances, declarations.</summary>
    private sealed class AskedGate(Func<Evaluation, Told> question, Func<Evaluation, bool, IEnumerable<TimeRange>> changes)
    {
        public Func<Evaluation, Told> Question => question;
        public Func<Evaluation, bool, IEnumerable<TimeRange>> Changes => changes;
        public Tellings Answer { get; set; }
        public bool Dirty { get; set; } = true;
    }

    /// <exception cref="UnfoldedException">A condition refers to itself.</exception>
    private void Compile()
    {
        foreach (var phase in Agreement.Phases)
        {
            Opens(phase);
            Entered(phase);
            if (phase.Completes is not null)
            {
                Completed(phase);
            }
        }
        foreach (var row in rows)
        {
            if (!row.IsAsked)
            {
                Applies(row.Provision);
            }
        }
        foreach (var (key, condition) in evaluations[0].TimedConditions())
        {
            reads = [];
            var first = new First(key, condition, Compiled(condition));
            Index(firstsReading, reads, firsts.Count);
            firsts.Add(first);
        }
        foreach (var evaluation in evaluations)
        {
            evaluation.Provide(firsts.Select(f => f.Key));
        }
        for (var gate = 0; gate < asked.Count; gate++)
        {
            Schedule(gate, timesOnly: false);
        }
    }

    private static void Index(Dictionary<int, List<int>> index, HashSet<int> reads, int reader)
    {
        foreach (var read in reads)
        {
            (index.TryGetValue(read, out var readers) ? readers : index[read] = []).Add(reader);
        }
    }

    // What claims speak of is the same by every standpoint; windows and dates are not.
    private void Schedule(int gate, bool timesOnly)
    {
        foreach (var at in evaluations.SelectMany((e, s) => asked[gate].Changes(e.At(frame.Now), timesOnly || s > 0)).SelectMany(c => new[] { c.Earliest, c.Latest, c.Latest + Duration.Epsilon }).Where(at => at > frame.Now).Distinct())
        {
            askedAt.Enqueue(gate, at);
        }
    }

    private Root RootOf(string kind, string id, Func<Func<Tellings>> compile, int? appliesTo = null, bool dates = false)
    {
        if (!rootOf.TryGetValue((kind, id), out var root))
        {
            rootOf[(kind, id)] = null;
            var outer = reads;
            reads = [];
            root = new Root(compile(), reads) { AppliesTo = appliesTo, Dates = dates };
            Index(rootsReading, reads, roots.Count);
            roots.Add(root);
            rootOf[(kind, id)] = root;
            reads = outer;
        }
        reads.UnionWith((root ?? throw new UnfoldedException()).Reads);
        return root;
    }

    private Func<Tellings> Opens(Phase phase)
    {
        var root = RootOf("opens", phase.Id, () => phase.Opens is null ? () => Tellings.T : phase.Opens.When is { } when ? Compiled(when) : Entered(phase));
        return () => root.Value;
    }

    private Func<Tellings> Entered(Phase phase)
    {
        if (phase.Opens is not { Mode: EntryMode.Declared })
        {
            return Opens(phase);
        }
        var root = RootOf("entered", phase.Id, () => AskedOf(e => e.Entered(phase).Value, (e, timesOnly) => e.ChangesOfDeclaration(phase, timesOnly)), dates: true);
        return () => root.Value;
    }

    private Func<Tellings> Completed(Phase phase)
    {
        if (phase.Completes is not { } completes)
        {
            return () => Tellings.N;
        }
        var root = RootOf("completed", phase.Id, () => Compiled(completes));
        return () => root.Value;
    }

    private Func<Tellings> Applies(Provision provision)
    {
        var root = RootOf("applies", provision.Id, () =>
        {
            var entered = Entered(Agreement.Phase(provision.Phase)!);
            var own = AppliesByItself(provision);
            return own is null ? entered : () => own() & entered();
        }, rowOf[provision.Id]);
        return () => root.Value;
    }

    // Its own condition, by whatever reading; a remedy's is the breach.
    private Func<Tellings>? AppliesByItself(Provision provision)
    {
        var readings = evaluations.Select(e => e.AsRead(provision).Applies).ToList();
        if (readings.Exists(r => r is not null))
        {
            var each = readings.Select(r => r is null ? () => Tellings.T : Compiled(r)).ToList();
            return each.Count == 0 || readings.TrueForAll(r => r == readings[0]) ? each[0]
                : () => each.Select((answer, s) => answer().For((ushort)(1 << s))).Aggregate(Tellings.F, (a, b) => a | b);
        }
        return evaluations[0].RemedyFor(provision) is { } breached ? Breached(breached, null) : null;
    }

    private Func<Tellings> Compiled(Condition condition)
    {
        switch (condition)
        {
            case Condition.And { Parts: var parts }:
                var all = CheapestFirst(parts);
                return () =>
                {
                    var value = Tellings.T;
                    for (var i = 0; i < all.Length && value.For(frame.Everyone).Bits != 0; i++)
                    {
                        value &= all[i]();
                    }
                    return value;
                };
            case Condition.Or { Parts: var parts }:
                var any = CheapestFirst(parts);
                return () =>
                {
                    var value = Tellings.F;
                    foreach (var part in any)
                    {
                        value |= part();
                    }
                    return value;
                };
            case Condition.Not { Part: var part }:
                var inner = Compiled(part);
                return () => !inner();
            case Condition.AtLeast { Needed: var needed, Parts: var parts }:
                var listed = parts.Select(Compiled).ToArray();
                return () =>
                {
                    var counts = new LaneCounts();
                    foreach (var part in listed)
                    {
                        counts.Change(0, part().Bits);
                    }
                    return new Tellings(counts.AtLeast(needed));
                };
            case Condition.Done { Ref: var of } when Agreement.Provision(of.Id) is { } provision:
                return Performance(provision, of.Holder);
            case Condition.Kept { Ref: var of, Last: null } when Agreement.Provision(of.Id) is { } provision:
                return Performance(provision, of.Holder);
            case Condition.Breached { Ref: var of } when Agreement.Provision(of.Id) is { } provision:
                return Breached(provision, of.Holder);
            case Condition.InForce { Ref: var of } when Agreement.Provision(of.Id) is { } provision:
                return InForce(provision);
            case Condition.Open { Ref: var of } when Agreement.Provision(of.Id) is { } provision:
                var (inForce, done) = (InForce(provision), Performance(provision, of.Holder));
                return () => inForce() & !done();
            case Condition.Phase { Id: var id, Moment: var moment } when Agreement.Phase(id) is { } phase:
                return moment == PhaseMoment.Entered ? Entered(phase) : Completed(phase);
            case Condition.Verified { Ref: var of } when HasHeld && Agreement.Provision(of.Id) is { } provision:
                var held = Performance(provision, of.Holder);
                return () => held().Lowered(frame.Standpoints.Count / 2);
            default:
                return AskedOf(e => e.Value(condition).Value, (e, timesOnly) => e.OwnChanges(condition, timesOnly));
        }
    }

    // What the evaluation has to be asked comes last, and is not asked at all where the others have decided.
    private Func<Tellings>[] CheapestFirst(IReadOnlyList<Condition> parts) =>
        [.. parts.Select(p => { var before = asked.Count; return (Answer: Compiled(p), Asks: asked.Count - before); }).OrderBy(p => p.Asks).Select(p => p.Answer)];

    private Func<Tellings> AskedOf(Func<Evaluation, Told> question, Func<Evaluation, bool, IEnumerable<TimeRange>> changes)
    {
        var gate = new AskedGate(question, changes);
        reads.Add(~asked.Count);
        asked.Add(gate);
        return () =>
        {
            if (gate.Dirty)
            {
                gate.Dirty = false;
                gate.Answer = Ask(gate.Question);
            }
            return gate.Answer;
        };
    }

    private Tellings Ask(Func<Evaluation, Told> question)
    {
        var word = Tellings.F;
        for (var s = 0; s < evaluations.Length; s++)
        {
            word |= Tellings.Given(question(evaluations[s].At(frame.Now)), (ushort)(1 << s));
        }
        return word;
    }

    private Func<Tellings> Performance(Provision provision, string? holder)
    {
        var row = rows[rowOf[provision.Id]];
        var place = holder is null || row.Holders.Count == 0 ? 0 : row.Holders.ToList().IndexOf(holder) + 1;
        if (!CanFold(provision) || (holder is not null && row.Holders.Count > 0 && place == 0))
        {
            throw new UnfoldedException();
        }
        reads.Add(row.Index);
        return () => row.Values[place];
    }

    private Func<Tellings> Breached(Provision provision, string? holder)
    {
        var row = rows[rowOf[provision.Id]];
        if (!CanFold(provision) || provision is Provision.Rate)
        {
            throw new UnfoldedException();
        }
        var (applies, performed) = (Applies(provision), Performance(provision, holder));
        return provision.IsNegative ? () => applies() & !performed() : () => applies() & row.Passed & !performed();
    }

    private Func<Tellings> InForce(Provision provision)
    {
        var row = rows[rowOf[provision.Id]];
        if (!CanFold(provision))
        {
            throw new UnfoldedException();
        }
        var applies = Applies(provision);
        reads.Add(row.Index);
        return () => applies() & row.Begun & !row.Passed.For(row.Dated);
    }
}

/// <summary>A condition refers to itself, or reads a provision that is not folded: only the evaluation, which asks one question at a time, answers it.</summary>
internal sealed class UnfoldedException : Exception;
