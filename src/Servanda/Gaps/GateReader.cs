using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>
/// Reads a condition, as an account leaves it, into the open facts that would make it hold. What is told as needed counts as
/// settled. What can no longer come about counts as lost: a deadline has passed, one told incident ended a bare "kept", or
/// the fact waits on the very phase that is to open. A fact whose time begins only with something else needs that as well.
/// Where a condition needs a thing told not so, only accounts can be settled or given: nothing here proposes that anybody
/// break an undertaking.
/// </summary>
internal sealed partial class GateReader
{
    private readonly Evaluation evaluation;
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<OpenFact> facts = [];
    private readonly List<LostFact> lost = [];
    private readonly Dictionary<string, Gate> known = new(StringComparer.Ordinal);
    private int circles;

    public GateReader(Evaluation evaluation) => this.evaluation = evaluation;

    /// <summary>The open facts met, each at the number of its leaf.</summary>
    public IReadOnlyList<OpenFact> Facts => facts;
    public IReadOnlyList<LostFact> Lost => [.. lost.DistinctBy(l => l.Ref, StringComparer.Ordinal)];

    private Agreement Agreement => evaluation.Record.Agreement;

    /// <summary>What opens a phase: its condition, and of a declared one the declaration too.</summary>
    public Gate Opening(Phase phase)
    {
        if (evaluation.Entered(phase).Value.IsTrue)
        {
            return Gate.True;
        }
        return Guarded($"phase({phase.Id}, entered)", null, () =>
        {
            var condition = phase.Opens?.When is { } when ? Of(when, true) : Gate.True;
            return phase.Opens is not { Mode: EntryMode.Declared } opens ? condition : Gate.AllOf([condition, Declaration(phase, opens)]);
        });
    }

    /// <summary>What completes a phase.</summary>
    public Gate Completion(Phase phase) => Completed(phase, true);

    private Gate Declaration(Phase phase, PhaseOpening opens)
    {
        var node = evaluation.Entered(phase);
        return Open(new OpenFact
        {
            Ref = $"declared({phase.Id})",
            Phase = phase.Id,
            Value = node.Value,
            Move = node.Value == Told.B ? Move.Settle : Move.Do,
            By = node.Value == Told.B ? Sides(node) : opens.By,
            Cost = 1,
        });
    }

    private Gate Of(Condition condition, bool so)
    {
        var node = evaluation.Value(condition);
        if (IsSettled(node, so))
        {
            return Gate.True;
        }
        return condition switch
        {
            Condition.And { Parts: var parts } => All(parts.Select(p => Of(p, so)), so),
            Condition.Or { Parts: var parts } => All(parts.Select(p => Of(p, so)), !so),
            Condition.Not { Part: var part } => Of(part, !so),
            Condition.AtLeast { Needed: var needed, Parts: var parts } => Gate.AtLeastOf(so ? needed : parts.Count - needed + 1, parts.Select(p => Of(p, so))),
            Condition.Done { Ref: var of } => Named(of) is { } provision ? Performed(provision, of.Holder, so)
                : Agreement.Anchor(of.Id) is { } anchor ? Reached(anchor, node, so) : Unknown(condition),
            Condition.Kept { Ref: var of, Last: { } last } => Named(of) is { } provision ? KeptLately(provision, of.Holder, condition, last, node, so) : Unknown(condition),
            Condition.Kept { Ref: var of } => Named(of) is { } provision ? Performed(provision, of.Holder, so) : Unknown(condition),
            Condition.Breached { Ref: var of } => Named(of) is { } provision ? Breached(provision, of.Holder, so) : Unknown(condition),
            Condition.InForce { Ref: var of } => Named(of) is { } provision ? InForce(provision, so) : Unknown(condition),
            Condition.Open { Ref: var of } => Named(of) is { } provision ? All([InForce(provision, so), Performed(provision, of.Holder, !so)], so) : Unknown(condition),
            Condition.Phase { Id: var id, Moment: var moment } => Agreement.Phase(id) is not { } phase ? Unknown(condition)
                : moment == PhaseMoment.Completed ? Completed(phase, so) : Entered(phase, so),
            Condition.Count count => Counted(count, node, so),
            Condition.Rate { Ref: var of } => Measured(condition, Named(of), node, so),
            Condition.Balance { Exchange: var exchange } => Measured(condition, Agreement.Provision(exchange), node, so),
            Condition.Declared { Ref: var of, By: var by } => Declared(of, by, condition, node, so),
            Condition.Verified { Ref: var of } => Named(of) is { } provision ? Verified(provision, of.Holder, condition, node, so) : Unknown(condition),
            Condition.Passed { Time: var time } => Passed(ConditionText.Of(condition), evaluation.TimesOf(time), node, so, () => Dated(time, null)),
            Condition.Compare compare => Compared(compare, node, so),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static bool IsSettled(Node node, bool so) => so ? node.Value.IsTrue : node.Value.IsFalse;

    // An "and" that is to be told not so is an "or" of its parts, each told not so.
    private static Gate All(IEnumerable<Gate> parts, bool so) => so ? Gate.AllOf(parts) : Gate.AnyOf(parts);

    private Provision? Named(ProvisionRef of) => Agreement.Provision(of.Id);

    private Gate Unknown(Condition condition) => Lose(ConditionText.Of(condition), null, "the agreement does not have what it names");

    // A fact that is reached again while it is being read waits on itself.
    private Gate Guarded(string key, string? provision, Func<Gate> ask)
    {
        if (known.TryGetValue(key, out var gate))
        {
            return gate;
        }
        if (!waiting.Add(key))
        {
            circles++;
            return Lose(key, provision, "it waits on itself");
        }
        var before = circles;
        gate = ask();
        waiting.Remove(key);
        // What a circle cut short would read otherwise from elsewhere.
        if (circles == before)
        {
            known[key] = gate;
        }
        return gate;
    }

    private Gate Entered(Phase phase, bool so)
    {
        if (IsSettled(evaluation.Entered(phase), so))
        {
            return Gate.True;
        }
        if (so)
        {
            return Opening(phase);
        }
        return phase.Opens switch
        {
            { Mode: EntryMode.Declared } => ToldNot($"declared({phase.Id})", null, null, evaluation.Entered(phase)),
            { When: { } when } => Guarded($"not phase({phase.Id}, entered)", null, () => Of(when, false)),
            _ => Lose($"not phase({phase.Id}, entered)", null, "it is open"),
        };
    }

    private Gate Completed(Phase phase, bool so)
    {
        if (IsSettled(evaluation.Completed(phase), so))
        {
            return Gate.True;
        }
        var reference = $"phase({phase.Id}, completed)";
        return phase.Completes is { } completes ? Guarded($"{(so ? "" : "not ")}{reference}", null, () => Of(completes, so)) : Lose(reference, null, "the agreement does not say what completes it");
    }

    private static OpenFact Waiting(string reference, string? provision, Instant until) => new()
    {
        Ref = reference,
        Provision = provision,
        Value = Told.F,
        Move = Move.Wait,
        By = [],
        Cost = 0,
        Until = until,
    };

    private Gate.Leaf Open(OpenFact fact)
    {
        if (!numbers.TryGetValue(fact.Ref, out var number))
        {
            numbers[fact.Ref] = number = facts.Count;
            facts.Add(fact);
        }
        return new Gate.Leaf(number);
    }

    private Gate Lose(string reference, string? provision, string because)
    {
        lost.Add(new LostFact(reference, provision, because));
        return Gate.False;
    }
}
