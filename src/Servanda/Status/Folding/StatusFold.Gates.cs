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

        /// <summary>The time that runs from it though no condition was told: the entry of a declared phase.</summary>
        public string? Dates { get; init; }

        /// <summary>The row of a duty for each occurrence whose own condition it is.</summary>
        public int? Gives { get; init; }

        /// <summary>Its values over time, where somebody asks what it was; null where nobody does.</summary>
        public List<(Instant At, Tellings Value)>? History { get; set; }

        /// <summary>What it was at a time that has come.</summary>
        public Tellings ValueAt(Instant at)
        {
            var (low, high) = (0, History!.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = History[middle].At <= at ? (middle + 1, high) : (low, middle);
            }
            return low == 0 ? Tellings.F : History[low - 1].Value;
        }
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
    private sealed class AskedGate(Func<Tellings> question, Func<bool, IEnumerable<Instant>> moments)
    {
        public Func<Tellings> Question => question;

        /// <summary>When its answer can change; of times alone where the argument says so.</summary>
        public Func<bool, IEnumerable<Instant>> Moments => moments;
        public HashSet<Instant> Scheduled { get; } = [];

        /// <summary>The times that it reads; null where it may read any.</summary>
        public IReadOnlySet<string>? Times { get; init; }
        public Tellings Answer { get; set; }
        public bool Dirty { get; set; } = true;

        /// <summary>The time that may move when it is due.</summary>
        public string? Dates { get; init; }
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
            if (row.Provision is Provision.Power && !row.IsAsked)
            {
                rootOf[("applies", row.Provision.Id)]!.History = [];
            }
            if (row is { Each: not null, Provision.Applies: { } condition })
            {
                RootOf("gives", row.Provision.Id, () => Compiled(condition), gives: row.Index).History = [];
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
        // Times that run from an act which is not folded move where anything about it does.
        foreach (var row in datesWindows.Select(r => rows[r]).Where(r => r.IsAsked))
        {
            asked.Add(new AskedGate(() => Tellings.N, MomentsOf((e, _) => e.Changes(row.Provision))) { Dates = Times.OfAct(row.Provision.Id) });
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

    private void Schedule(int gate, bool timesOnly)
    {
        foreach (var at in asked[gate].Moments(timesOnly).Where(at => at > frame.Now && asked[gate].Scheduled.Add(at)))
        {
            askedAt.Enqueue(gate, at);
        }
    }

    // What claims speak of is the same by every standpoint; windows and dates are not.
    private Func<bool, IEnumerable<Instant>> MomentsOf(Func<Evaluation, bool, IEnumerable<TimeRange>> changes) => timesOnly =>
        evaluations.SelectMany((_, s) => changes(Now(s), timesOnly || s > 0)).Select(c => c.Earliest);

    private Root RootOf(string kind, string id, Func<Func<Tellings>> compile, int? appliesTo = null, string? dates = null, int? gives = null)
    {
        if (!rootOf.TryGetValue((kind, id), out var root))
        {
            rootOf[(kind, id)] = null;
            var outer = reads;
            reads = [];
            root = new Root(compile(), reads) { AppliesTo = appliesTo, Dates = dates, Gives = gives };
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
        var root = RootOf("entered", phase.Id, () => AskedOf(e => e.Entered(phase).Value, (e, timesOnly) => e.ChangesOfDeclaration(phase, timesOnly), IsOpenedByPower(phase) ? null : Times.None), dates: Times.OfEntry(phase));
        return () => root.Value;
    }

    private bool IsOpenedByPower(Phase phase) => Record.UsedPowers.Any(p => p.Effect is Effect.Open { Phase: var opened } && opened == phase.Id);

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
            case Condition.Kept { Ref: var of } when Agreement.Provision(of.Id) is { } provision && !CanFold(provision):
                return AskedAbout(provision, e => e.Value(condition));
            case Condition.Kept { Ref: var of, Last: { } last } when Agreement.Provision(of.Id) is { IsNegative: true, Readings.Count: 0 } provision && provision.Zones.Count <= 64 && PlaceOf(RowOf(provision), of.Holder) is 0:
                return KeptLately(condition, provision, last);
            case Condition.Breached { Ref: var of } when Agreement.Provision(of.Id) is { } provision:
                return Breached(provision, of.Holder);
            case Condition.InForce { Ref: var of } when Agreement.Provision(of.Id) is { } provision:
                return InForce(provision);
            case Condition.Open { Ref: var of } when Agreement.Provision(of.Id) is { } provision:
                var (inForce, done) = (InForce(provision), Performance(provision, of.Holder));
                return () => inForce() & !done();
            case Condition.Phase { Id: var id, Moment: var moment } when Agreement.Phase(id) is { } phase:
                return moment == PhaseMoment.Entered ? Entered(phase) : Completed(phase);
            case Condition.Verified { Ref: var of } when Agreement.Provision(of.Id) is { } provision && !(HasHeld && CanFold(provision)):
                return AskedAbout(provision, e => e.Value(condition));
            case Condition.Verified { Ref: var of } when Agreement.Provision(of.Id) is { } provision:
                var held = Performance(provision, of.Holder);
                return () => held().Lowered(frame.Standpoints.Count / 2);
            case Condition.Rate { Ref: var of, Comparison: var comparison, Number: var number } when Agreement.Provision(of.Id) is Provision.Rate provision && CanFold(provision):
                var rated = RowOf(provision);
                reads.Add(rated.Index);
                return () => rated.Over(l => ((RateFold)l).Compared(comparison, number));
            case Condition.Count { Last: null } count when Agreement.Counter(count.Counter) is { } counter:
                return Counted(count, counter);
            default:
                return AskedOf(e => e.Value(condition).Value, (e, timesOnly) => e.OwnChanges(condition, timesOnly), times.Read(condition));
        }
    }

    // What the evaluation has to be asked comes last, and is not asked at all where the others have decided.
    private Func<Tellings>[] CheapestFirst(IReadOnlyList<Condition> parts) =>
        [.. parts.Select(p => { var before = asked.Count; return (Answer: Compiled(p), Asks: asked.Count - before); }).OrderBy(p => p.Asks).Select(p => p.Answer)];

    private Func<Tellings> AskedOf(Func<Evaluation, Told> question, Func<Evaluation, bool, IEnumerable<TimeRange>> changes, IReadOnlySet<string>? read = null) =>
        Asked(new AskedGate(() => Ask(question), MomentsOf(changes)) { Times = read });

    // A count of what is reported, wherever and whenever.
    private Func<Tellings> Counted(Condition.Count count, Counter counter)
    {
        var tally = new Tally(frame, counter);
        var moments = new List<Instant>();
        foreach (var claim in Record.OfCounter(counter.Id).Where(c => c.Claim.Figure is not null && c.IsOfUnit))
        {
            if (Evaluation.Placed(claim, tally.ExtentOf(claim), count.Zone is { } zone ? [zone] : [], isAsked: count.Zone is not null, Agreement) is { } placed)
            {
                moments.AddRange(Tally.MomentsOf(tally.Add(claim, placed, 0)));
            }
        }
        return Asked(new AskedGate(Answer, timesOnly => timesOnly ? [] : moments) { Times = Times.None });

        Tellings Answer()
        {
            var word = Tellings.F;
            for (var s = 0; s < evaluations.Length; s++)
            {
                word |= Tellings.Given(tally.Left(new Hearing(s, 0), frame.Now, null, null).Compared(count.Comparison, count.Number), (ushort)(1 << s));
            }
            return word;
        }
    }

    // Asked about the last days alone, whatever those before were like.
    private Func<Tellings> KeptLately(Condition condition, Provision provision, TimeLength last)
    {
        var recent = new RecentClaims([.. ClaimsOf(provision)], c => frame.Admits(frame.SpeakerOf(c.Speaker), c), Shortest(last), all: frame.Standpoints.Any(s => (s.Silence ?? provision.EffectiveSilence) == SilencePolicy.IssueOnly));
        return Asked(new AskedGate(Answer, MomentsOf((e, timesOnly) => e.OwnChanges(condition, timesOnly))) { Times = times.Of(provision) });

        Tellings Answer()
        {
            var since = frame.Rules.Shift(frame.Now, last, back: true) + Duration.Epsilon;
            var classes = new List<WindowClass>();
            var tooSoon = 0;
            for (var s = 0; s < evaluations.Length; s++)
            {
                var bounds = Now(s).BoundsOf(provision);
                tooSoon |= bounds.Asked.Any(w => w.FromUndated || (w.From is { } from && from.Earliest > since)) ? 1 << s : 0;
                WindowClass.Add(classes, s, bounds with { Asked = [.. bounds.Asked.Select(w => w with { From = TimeRange.Exactly(w.From is { } f ? Instant.Max(f.Earliest, since) : since) })] });
            }
            var fold = new ProhibitionFold(frame, provision);
            foreach (var claim in recent.Between(since, frame.Now))
            {
                fold.Add(claim);
            }
            fold.SetWindows(classes);
            // While fewer days have run than are asked about, the answer so far and one that nobody can give yet.
            var kept = fold.Value(0) & !Tellings.Given(Told.N, (ushort)(recent.UnheardBefore(since) & frame.Everyone));
            return kept.For((ushort)~tooSoon) | (kept & Tellings.N).For((ushort)tooSoon);
        }
    }

    // Less than the length ever takes: a business day from a Friday is longer than one from a Monday, and months differ.
    private Duration Shortest(TimeLength length) =>
        Enumerable.Range(1, 7).Select(day => Instant.FromUtc(2026, 2, day, 12, 0)).Min(from => frame.Rules.Shift(from, length, back: false) - from) * 0.8;

    private Func<Tellings> Asked(AskedGate gate)
    {
        reads.Add(~asked.Count);
        asked.Add(gate);
        return () =>
        {
            if (gate.Dirty)
            {
                gate.Dirty = false;
                gate.Answer = gate.Question();
            }
            return gate.Answer;
        };
    }

    // A provision that is not folded is asked for at every time at which anything that it rests on can change.
    private Func<Tellings> AskedAbout(Provision provision, Func<Evaluation, Node> question) =>
        restsOn.Of(provision).Any(root => rootOf.TryGetValue(root, out var compiling) && compiling is null) ? throw new UnfoldedException()
        : AskedOf(e => question(e).Value, (e, _) => e.Changes(provision));

    private Tellings Ask(Func<Evaluation, Told> question)
    {
        var word = Tellings.F;
        for (var s = 0; s < evaluations.Length; s++)
        {
            word |= Tellings.Given(question(Now(s)), (ushort)(1 << s));
        }
        return word;
    }

    private Func<Tellings> Performance(Provision provision, string? holder)
    {
        var row = rows[rowOf[provision.Id]];
        if (!CanFold(provision) || PlaceOf(row, holder) is not { } place)
        {
            return AskedAbout(provision, e => e.Performance(provision, holder));
        }
        reads.Add(row.Index);
        return () => row.Values[place];
    }

    private Func<Tellings> Breached(Provision provision, string? holder)
    {
        var row = rows[rowOf[provision.Id]];
        if (provision is Provision.Power)
        {
            return () => Tellings.F;
        }
        if (!CanFold(provision) || (provision is Provision.Rate or { Each: not null } && PlaceOf(row, holder) is not 0))
        {
            return AskedAbout(provision, e => e.Breached(provision, holder));
        }
        if (row.Each is not null)
        {
            reads.Add(row.Index);
            return () => row.Breach;
        }
        if (provision is Provision.Rate)
        {
            reads.Add(row.Index);
            var owed = Applies(provision);
            return () => owed() & row.Breach;
        }
        var (applies, performed) = (Applies(provision), Performance(provision, holder));
        return provision.IsNegative ? () => applies() & !performed() : () => applies() & row.Passed & !performed();
    }

    private Func<Tellings> InForce(Provision provision)
    {
        var row = rows[rowOf[provision.Id]];
        if (!CanFold(provision))
        {
            return AskedAbout(provision, e => e.InForce(provision));
        }
        var applies = Applies(provision);
        reads.Add(row.Index);
        return () => (applies() & row.Begun & !row.Passed.For(row.Dated) & !row.OpenEffects).For((ushort)~(row.Suspended | row.Ended));
    }
}

/// <summary>A condition refers to itself: only the evaluation, which asks one question at a time, answers it.</summary>
internal sealed class UnfoldedException : Exception;
