using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>What is asked of a phase.</summary>
public enum PhaseGoal { Opens, Completes }

/// <summary>Why there are no ways to list.</summary>
public enum NoWay
{
    /// <summary>The phase is open, by this account.</summary>
    OpenAlready,

    /// <summary>The phase is completed, by this account.</summary>
    CompletedAlready,

    /// <summary>Whatever is done, verified or settled from here on, the condition cannot be told met.</summary>
    Impossible,
}

/// <summary>
/// What keeps a phase shut, by one account: the smallest sets of facts that would open it, each with its move, and the
/// smallest sets that keep it shut as long as they are left as they are.
/// </summary>
public sealed record Blockers
{
    /// <summary>How many sets are listed at most; there can be exponentially many.</summary>
    public const int MostSets = 20;

    public required Phase Phase { get; init; }
    public required PhaseGoal Goal { get; init; }
    public required Standpoint Standpoint { get; init; }

    /// <summary>How the condition itself stands.</summary>
    public required Told Value { get; init; }

    /// <summary>Null where there are ways.</summary>
    public required NoWay? Reason { get; init; }

    /// <summary>Cheapest first, ties by the names of their facts.</summary>
    public required IReadOnlyList<Way> Ways { get; init; }

    /// <summary>Fewest facts first, ties by their names.</summary>
    public required IReadOnlyList<IReadOnlyList<Need>> Cuts { get; init; }

    /// <summary>Whether there are more ways than are listed.</summary>
    public required bool Capped { get; init; }

    /// <summary>Whether there are more cuts than are listed.</summary>
    public required bool CutsCapped { get; init; }

    /// <summary>Facts that would count and can no longer be told as the condition needs them.</summary>
    public required IReadOnlyList<LostFact> Lost { get; init; }

    /// <summary>By the account of a standpoint, on a record of any size.</summary>
    public static Blockers Of(Record record, Standpoint standpoint, Instant asOf, Phase phase, PhaseGoal goal = PhaseGoal.Opens) =>
        Of(Column.Of(record, asOf, [standpoint])[0].Proofs, phase, goal);

    public static Blockers Of(Evaluation evaluation, Phase phase, PhaseGoal goal = PhaseGoal.Opens)
    {
        var read = new GateReader(evaluation);
        var gate = goal == PhaseGoal.Opens ? read.Opening(phase) : read.Completion(phase);
        var listed = new Listing(gate.Tidied(), read.Facts);
        var (ways, capped) = listed.Ways();
        var (cuts, cutsCapped) = listed.Cuts();
        return new Blockers
        {
            Phase = phase,
            Goal = goal,
            Standpoint = evaluation.Standpoint,
            Value = (goal == PhaseGoal.Opens ? evaluation.Opens(phase) : evaluation.Completed(phase)).Value,
            Reason = gate == Gate.True ? goal == PhaseGoal.Opens ? NoWay.OpenAlready : NoWay.CompletedAlready : ways.Count == 0 ? NoWay.Impossible : null,
            Ways = gate == Gate.True ? [] : ways,
            Cuts = gate is Gate.Constant ? [] : cuts,
            Capped = capped,
            CutsCapped = cutsCapped,
            Lost = read.Lost,
        };
    }

    /// <summary>Lists the sets of a gate. So many of several single facts stay one need, "any 2 of these 7", and are not spelt out.</summary>
    private sealed class Listing
    {
        /// <summary>How many sets are looked at for those that can be told together.</summary>
        private const int MostTried = 2_000;

        private readonly IReadOnlyList<OpenFact> facts;
        private readonly Dictionary<int, int> places;
        private readonly IReadOnlyList<(Need Way, Need Cut)> needs;
        private readonly Gate gate;

        public Listing(Gate of, IReadOnlyList<OpenFact> facts)
        {
            this.facts = facts;
            places = of.Leaves().CountBy(l => l).ToDictionary();
            var met = new Dictionary<string, (Need Way, Need Cut)>(StringComparer.Ordinal);
            Collect(of, met);
            // Numbered in the order of their names, so that what costs the same is listed by name.
            var names = met.Keys.Order(StringComparer.Ordinal).ToList();
            needs = [.. names.Select(n => met[n])];
            gate = Numbered(of, names.Select((name, number) => (name, number)).ToDictionary(n => n.name, n => n.number, StringComparer.Ordinal));
        }

        public (IReadOnlyList<Way> Ways, bool Capped) Ways()
        {
            var (sets, capped) = Least(gate, [.. needs.Select(n => n.Way.Cost)], s => !Contradicts(s));
            return ([.. sets.Select(s => new Way((int)s.Cost, [.. s.Leaves.Select(l => needs[l].Way)]))], capped);
        }

        public (IReadOnlyList<IReadOnlyList<Need>> Cuts, bool Capped) Cuts()
        {
            var (sets, capped) = Least(gate.Dual(), [.. needs.Select(n => n.Cut.Needed)], _ => true);
            return ([.. sets.Select(s => (IReadOnlyList<Need>)[.. s.Leaves.Select(l => needs[l].Cut)])], capped);
        }

        private static (List<LeafSet> Sets, bool Capped) Least(Gate gate, IReadOnlyList<int> costs, Func<LeafSet, bool> admits)
        {
            var search = new LeastSets(costs);
            var tried = 0;
            var sets = search.Of(gate).TakeWhile(_ => ++tried <= MostTried).Where(admits).Take(MostSets + 1).ToList();
            return (sets.Count > MostSets ? sets[..MostSets] : sets, sets.Count > MostSets || tried > MostTried || search.GaveUp);
        }

        // One thing cannot be told so and not so.
        private bool Contradicts(LeafSet set)
        {
            var refs = set.Leaves.Where(l => needs[l].Way.Of.Count == 1).Select(l => needs[l].Way.Ref).ToHashSet(StringComparer.Ordinal);
            return refs.Any(r => r.StartsWith("not ", StringComparison.Ordinal) && refs.Contains(r[4..]));
        }

        // As a need, and as what leaving it keeps shut; null for a part that has to be taken apart.
        private (Need Way, Need Cut)? NeedOf(Gate at)
        {
            if (at is Gate.Leaf { Number: var leaf })
            {
                var one = new Need(1, [facts[leaf]]);
                return (one, one);
            }
            if (at is not Gate.AtLeast { Needed: var needed, Parts: var parts } || !parts.All(p => p is Gate.Leaf { Number: var l } && places[l] == 1))
            {
                return null;
            }
            IReadOnlyList<OpenFact> of = [.. parts.Cast<Gate.Leaf>().Select(l => facts[l.Number]).OrderBy(f => f.Cost).ThenBy(f => f.Ref, StringComparer.Ordinal)];
            return (new Need(needed, of), new Need(of.Count - needed + 1, of));
        }

        private static IReadOnlyList<Gate> PartsOf(Gate gate) => gate switch
        {
            Gate.All { Parts: var parts } => parts,
            Gate.Any { Parts: var parts } => parts,
            Gate.AtLeast { Parts: var parts } => parts,
            _ => [],
        };

        private void Collect(Gate at, Dictionary<string, (Need Way, Need Cut)> met)
        {
            if (NeedOf(at) is { } need)
            {
                met[need.Way.Ref] = need;
                return;
            }
            foreach (var part in PartsOf(at))
            {
                Collect(part, met);
            }
        }

        private Gate Numbered(Gate at, Dictionary<string, int> numbers) => NeedOf(at) is { } need ? new Gate.Leaf(numbers[need.Way.Ref]) : at switch
        {
            Gate.All { Parts: var parts } => new Gate.All([.. parts.Select(p => Numbered(p, numbers))]),
            Gate.Any { Parts: var parts } => new Gate.Any([.. parts.Select(p => Numbered(p, numbers))]),
            Gate.AtLeast { Needed: var needed, Parts: var parts } => new Gate.AtLeast(needed, [.. parts.Select(p => Numbered(p, numbers))]),
            _ => at,
        };
    }
}
