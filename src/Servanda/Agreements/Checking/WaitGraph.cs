using System.Diagnostics;

namespace Servanda.Agreements.Checking;

/// <summary>What a node of the wait graph stands for; a gate stands for a part of a condition.</summary>
internal enum WaitMoment { Begun, Done, Entered, Completed, Gate, Never }

/// <summary>
/// Who waits for whom, as an AND/OR graph: a provision begins when its phase is entered, its condition can be told and what
/// it runs from can be dated; a gate opens when enough of its parts can. Negations are taken optimistically, so what is
/// stuck here is stuck for certain, while what is not stuck is no promise. A synchronous exchange is one node.
/// </summary>
internal sealed class WaitGraph
{
    // No node: nothing to wait for.
    private const int Free = -1;

    private readonly Agreement agreement;
    private readonly Func<Provision, Provision> read;
    private readonly Dictionary<string, int> provisionAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> phaseAt = new(StringComparer.Ordinal);
    private readonly List<Provision> provisions;
    private readonly ILookup<string, Provision> remedied;
    private readonly ILookup<string, Provision> openers;
    private readonly ILookup<string, Provision> counting;

    // For each node how many of its parts must be possible, and what they are.
    private readonly List<int> needs = [];
    private readonly List<List<(int On, string Key)>> waits = [];
    private readonly Dictionary<int, (string Why, Condition At)> nevers = [];
    private readonly bool[] possible;
    private readonly RelativeTimes relative;

    /// <param name="read">The provision as the reading that is asked about has it.</param>
    public WaitGraph(Agreement agreement, Func<Provision, Provision> read)
    {
        (this.agreement, this.read, relative) = (agreement, read, new RelativeTimes(agreement));
        provisions = [.. agreement.Provisions.Select(read)];
        remedied = provisions.Where(p => p.Remedy is not null).ToLookup(p => p.Remedy!, StringComparer.Ordinal);
        openers = provisions.Where(p => p is Provision.Power { Effect: Effect.Open }).ToLookup(p => ((Effect.Open)((Provision.Power)p).Effect!).Phase, StringComparer.Ordinal);
        counting = provisions.SelectMany(p => CountersOf(p).Select(c => (Counter: c, Provision: p))).ToLookup(c => c.Counter, c => c.Provision, StringComparer.Ordinal);
        for (var i = 0; i < provisions.Count; i++)
        {
            provisionAt.TryAdd(provisions[i].Id, i);
            Node();
            Node();
        }
        for (var i = 0; i < agreement.Phases.Count; i++)
        {
            phaseAt.TryAdd(agreement.Phases[i].Id, i);
            Node();
            Node();
        }
        for (var i = 0; i < provisions.Count; i++)
        {
            AddWaitsOf(provisions[i], Begun(i), Done(i));
        }
        for (var i = 0; i < agreement.Phases.Count; i++)
        {
            AddWaitsOf(agreement.Phases[i], Entered(i), Completed(i));
        }
        possible = LeastFixpoint();
    }

    public int Count => needs.Count;

    public bool IsStuck(int node) => !possible[node];

    public IReadOnlyList<(int On, string Key)> WaitsOf(int node) => waits[node];

    public bool IsStuck(Provision provision) => IsStuck(Done(provisionAt[provision.Id]));

    public bool IsStuck(Phase phase) => IsStuck(Entered(phaseAt[phase.Id]));

    public bool NeverCompletes(Phase phase) => phase.Completes is not null && IsStuck(Completed(phaseAt[phase.Id]));

    public int NodeOf(Provision provision) => Done(provisionAt[provision.Id]);
    public int NodeOf(Phase phase) => Entered(phaseAt[phase.Id]);
    public int CompletionOf(Phase phase) => Completed(phaseAt[phase.Id]);

    public WaitMoment MomentOf(int node) => nevers.ContainsKey(node) ? WaitMoment.Never
        : node < 2 * provisions.Count ? (node % 2 == 0 ? WaitMoment.Begun : WaitMoment.Done)
        : node < 2 * (provisions.Count + agreement.Phases.Count) ? (node % 2 == 0 ? WaitMoment.Entered : WaitMoment.Completed)
        : WaitMoment.Gate;

    /// <summary>The provision that a node belongs to; null for a phase's node or a gate.</summary>
    public Provision? ProvisionAt(int node) => MomentOf(node) is WaitMoment.Begun or WaitMoment.Done ? provisions[node / 2] : null;

    public Phase? PhaseAt(int node) => MomentOf(node) is WaitMoment.Entered or WaitMoment.Completed ? agreement.Phases[node / 2 - provisions.Count] : null;

    /// <summary>Why a node of kind <see cref="WaitMoment.Never"/> can never be told.</summary>
    public (string Why, Condition At) NeverAt(int node) => nevers[node];

    private static int Begun(int provision) => 2 * provision;
    private static int Done(int provision) => 2 * provision + 1;
    private int Entered(int phase) => 2 * (provisions.Count + phase);
    private int Completed(int phase) => 2 * (provisions.Count + phase) + 1;

    private int BegunOf(string provision) => Begun(provisionAt[provision]);

    private int Node(int need = 0)
    {
        needs.Add(need);
        waits.Add([]);
        return needs.Count - 1;
    }

    /// <summary>Makes a node wait for one thing more; it then needs all of them.</summary>
    private void Wait(int node, int on, string key)
    {
        if (on != Free)
        {
            waits[node].Add((on, key));
            needs[node] = waits[node].Count;
        }
    }

    private void AddWaitsOf(Provision provision, int begun, int done)
    {
        Wait(begun, Entered(phaseAt[provision.Phase]), "");
        Wait(begun, provision.Applies is { } applies ? Of(applies, provision.Each is null ? null : provision.Id) : Free, "applies");
        Wait(begun, provision.Within?.From is { } from ? Of(from, provision.Id) : Free, "within/from");
        Wait(begun, provision.Each is { } each ? BegunOf(each) : Free, "each");
        // A remedy is owed once one of those it remedies is not kept.
        Wait(begun, provision.Each is null && remedied[provision.Id].Any() ? AnyOf([.. remedied[provision.Id].Select(p => NotKept(p, null))]) : Free, "");
        Wait(done, begun, "");
        Wait(done, SecondLeg(provision), "");
    }

    private void AddWaitsOf(Phase phase, int entered, int completed)
    {
        var when = phase.Opens?.When is { } condition ? Of(condition, null) : Free;
        // A power that opens a declared phase is another way into it.
        var ways = phase.Opens?.Mode is EntryMode.Declared ? openers[phase.Id].Select(p => BegunOf(p.Id)).ToList() : [];
        Wait(entered, when == Free || ways.Count == 0 ? when : AnyOf([when, .. ways]), "opens/when");
        Wait(completed, phase.Completes is { } completes ? Of(completes, null) : Never($"{DraftFindings.Name(phase)} does not say when it is completed", null), "completes/when");
    }

    // What goes second in an exchange waits for what goes first, also where a quota of its own counts it.
    private int SecondLeg(Provision provision)
    {
        if (provision is not Provision.Quota quota)
        {
            return Free;
        }
        foreach (var exchange in counting[quota.Counter].OfType<Provision.Exchange>())
        {
            if (exchange.Order is LegOrder.FirstLegFirst && exchange.Legs is [var first, var second] && second.Counter == quota.Counter && second.By.Intersect(quota.By).Any())
            {
                var deliveries = counting[first.Counter].OfType<Provision.Quota>().Where(q => q.Id != quota.Id && q.By.Intersect(first.By).Any()).Select(q => Done(provisionAt[q.Id])).ToList();
                return deliveries.Count == 0 ? Free : AnyOf(deliveries);
            }
        }
        return Free;
    }

    // A negation is pushed down to what it denies, so that one inside another is seen through.
    /// <param name="own">The provision whose own start is no wait.</param>
    private int Of(Condition condition, string? own, bool denied = false)
    {
        switch (condition)
        {
            case Condition.Not not:
                return Of(not.Part, own, !denied);
            case Condition.And all when !denied && NeverAtOnce(all.Parts) is { } why:
                return Never(why, condition);
            case Condition.And and:
                return Gate(denied ? 1 : and.Parts.Count, and.Parts, condition, own, denied);
            case Condition.Or or:
                return Gate(denied ? or.Parts.Count : 1, or.Parts, condition, own, denied);
            case Condition.AtLeast atLeast:
                return Gate(denied ? atLeast.Parts.Count - atLeast.Needed + 1 : atLeast.Needed, atLeast.Parts, condition, own, denied);
            case Condition.Declared:
                return Free;
            case Condition.Compare compare when IsRuledOut(compare, denied):
                return Never($"`{ConditionText.Of(compare)}` is {(denied ? "always" : "never")} so", condition);
            case not null when denied:
                return Free;
            case Condition.Done done:
                return DoneOf(done.Ref);
            case Condition.Verified verified:
                return DoneOf(verified.Ref);
            case Condition.Kept kept:
                return BegunOf(kept.Ref.Id);
            case Condition.InForce inForce:
                return BegunOf(inForce.Ref.Id);
            case Condition.Open open:
                return BegunOf(open.Ref.Id);
            case Condition.Breached breached:
                return NotKept(read(agreement.Provision(breached.Ref.Id)!), condition);
            case Condition.Phase phase:
                return phase.Moment is PhaseMoment.Entered ? Entered(phaseAt[phase.Id]) : Completed(phaseAt[phase.Id]);
            case Condition.Count count:
                return CountOf(count);
            case Condition.Rate rate:
                return IsOutside(rate.Comparison, rate.Number, most: 1) ? Never($"a share is between 0 and 1, so `{ConditionText.Of(rate)}` is never so", condition)
                    : HoldsOfNothing(rate.Comparison, rate.Number) ? Free : BegunOf(rate.Ref.Id);
            case Condition.Balance balance:
                return HoldsOfNothing(balance.Comparison, balance.Number) ? Free : BegunOf(balance.Exchange);
            case Condition.Passed passed:
                return Of(passed.Time, own);
            case Condition.Compare compare:
                return AllOf([Of(compare.Left, own), Of(compare.Right, own)]);
            default:
                throw new UnreachableException();
        }
    }

    private int Of(TimeExpression time, string? own) => time.Origin() switch
    {
        TimeExpression.Fixed or TimeExpression.Anchor => Free,
        TimeExpression.Start { Ref: var of } => of.Id == own ? Free : BegunOf(of.Id),
        TimeExpression.Done { Ref: var of } => DoneOf(of),
        TimeExpression.End { Phase: var phase } => Completed(phaseAt[phase]),
        _ => throw new UnreachableException(),
    };

    private int DoneOf(ProvisionRef of) => provisionAt.TryGetValue(of.Id, out var at) ? Done(at) : Free;

    private int NotKept(Provision provision, Condition? at)
    {
        if (provision is Provision.Power)
        {
            return Never($"a power is used or not, so `breached({provision.Id})` is never told", at);
        }
        var begun = BegunOf(provision.Id);
        if (provision is not (Provision.Act or Provision.Quota or Provision.Exchange))
        {
            return begun;
        }
        if (provision.Within?.To is { } to)
        {
            return AllOf([begun, Of(to, provision.Id)]);
        }
        return provision is Provision.Exchange { Lag: not null } || provision.Readings.Any(r => r.As.Within?.To is not null)
            ? begun
            : Never($"`{provision.Id}` has no deadline, so `breached({provision.Id})` is never told", at);
    }

    private int CountOf(Condition.Count count)
    {
        if (HoldsOfNothing(count.Comparison, count.Number))
        {
            return Free;
        }
        if (IsOutside(count.Comparison, count.Number, agreement.Counter(count.Counter)?.Universe))
        {
            return Never(agreement.Counter(count.Counter)?.Universe is { } universe && count.Number > 0 ? $"there are only {universe} to count under `{count.Counter}`" : "no count is below 0", count);
        }
        // A count grows by what is delivered under the provisions that count it; where none does, others deliver.
        var by = counting[count.Counter].Select(p => BegunOf(p.Id)).ToList();
        return by.Count == 0 ? Free : AnyOf(by);
    }

    // A number between nothing and the most there is never gets there.
    private static bool IsOutside(Comparison comparison, decimal number, decimal? most) => comparison switch
    {
        Comparison.Less => number <= 0,
        Comparison.AtMost => number < 0,
        Comparison.Equal => number < 0 || number > most,
        Comparison.AtLeast => number > most,
        Comparison.Greater => number >= most,
    };

    // Times that count from one event, or from none, never change their order.
    private bool IsRuledOut(Condition.Compare compare, bool denied) => (compare.Comparison, denied) switch
    {
        (Comparison.Less, false) or (Comparison.AtLeast, true) => relative.IsNotAfter(compare.Right, compare.Left),
        (Comparison.AtMost, false) or (Comparison.Greater, true) => relative.IsBefore(compare.Right, compare.Left),
        (Comparison.Greater, false) or (Comparison.AtMost, true) => relative.IsNotAfter(compare.Left, compare.Right),
        (Comparison.AtLeast, false) or (Comparison.Less, true) => relative.IsBefore(compare.Left, compare.Right),
        (Comparison.Equal, false) => relative.IsBefore(compare.Left, compare.Right) || relative.IsBefore(compare.Right, compare.Left),
        (Comparison.Equal, true) => false,
        _ => throw new UnreachableException(),
    };

    /// <summary>Why the parts can never hold together: a fact and its opposite, or a time that has passed and an earlier one that has not.</summary>
    private string? NeverAtOnce(IReadOnlyList<Condition> parts)
    {
        var asked = new Dictionary<string, (bool Holds, Condition Part)>(StringComparer.Ordinal);
        var (passed, pending) = (new List<Condition.Passed>(), new List<Condition.Passed>());
        foreach (var (part, isAsserted) in PolarityChecks.Needed(parts))
        {
            var (fact, holds) = PolarityChecks.Fact(agreement, part);
            if (!asked.TryAdd(fact, (holds == isAsserted, part)) && asked[fact].Holds != (holds == isAsserted))
            {
                var (first, second) = (ConditionText.Of(asked[fact].Part), ConditionText.Of(part));
                return first == second ? $"`{first}` and its opposite never hold at once" : $"`{first}` and `{second}` never hold at once";
            }
            if (part is Condition.Passed time)
            {
                (isAsserted ? passed : pending).Add(time);
            }
        }
        return passed.SelectMany(p => pending.Where(n => relative.IsBefore(n.Time, p.Time)), (p, n) => $"`{ConditionText.Of(p)}` holds only once `{ConditionText.Of(n)}` does, which is not to hold").FirstOrDefault();
    }

    private static IEnumerable<string> CountersOf(Provision provision) => provision switch
    {
        Provision.Quota quota => [quota.Counter],
        Provision.Rate rate => [rate.Counter],
        Provision.Exchange exchange => exchange.Legs.Select(leg => leg.Counter).Distinct(StringComparer.Ordinal),
        _ => [],
    };

    // Whether the comparison holds while nothing has happened yet.
    private static bool HoldsOfNothing(Comparison comparison, decimal number) => comparison switch
    {
        Comparison.Less => 0 < number,
        Comparison.AtMost => 0 <= number,
        Comparison.Equal => number == 0,
        Comparison.AtLeast => number <= 0,
        Comparison.Greater => number < 0,
    };

    private int Gate(int needed, IReadOnlyList<Condition> parts, Condition condition, string? own, bool denied)
    {
        var nodes = parts.Select(p => Of(p, own, denied)).ToList();
        var on = nodes.Where(n => n != Free).ToList();
        var still = needed - (nodes.Count - on.Count);
        return still <= 0 ? Free
            : still > on.Count ? Never($"{needed} of {parts.Count} is more than there are", condition)
            : Made(still, on);
    }

    private int AnyOf(IReadOnlyList<int> parts) => parts.Contains(Free) ? Free : Made(1, parts);

    private int AllOf(IReadOnlyList<int> parts) => parts.Where(p => p != Free).ToList() is { Count: > 0 } on ? Made(on.Count, on) : Free;

    private int Made(int need, IReadOnlyList<int> on)
    {
        if (on.Count == 1)
        {
            return on[0];
        }
        var gate = Node();
        foreach (var part in on)
        {
            waits[gate].Add((part, ""));
        }
        needs[gate] = need;
        return gate;
    }

    private int Never(string why, Condition? at)
    {
        var node = Node(need: 1);
        nevers[node] = (why, at!);
        return node;
    }

    // Horn: every node waits with a counter, and each that becomes possible counts down those that wait for it.
    private bool[] LeastFixpoint()
    {
        var waiting = new List<int>?[needs.Count];
        for (var node = 0; node < needs.Count; node++)
        {
            foreach (var (on, _) in waits[node])
            {
                (waiting[on] ??= []).Add(node);
            }
        }
        var left = needs.ToArray();
        var reached = new bool[needs.Count];
        var next = new Queue<int>(Enumerable.Range(0, needs.Count).Where(n => left[n] == 0));
        while (next.TryDequeue(out var node))
        {
            reached[node] = true;
            foreach (var waiter in waiting[node] ?? [])
            {
                if (--left[waiter] == 0)
                {
                    next.Enqueue(waiter);
                }
            }
        }
        return reached;
    }
}
