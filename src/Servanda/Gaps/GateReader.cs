using System.Globalization;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>
/// Reads a condition, as an account leaves it, into the open facts that would make it hold. What is told as needed counts as
/// settled. What can no longer come about counts as lost: a deadline has passed, one told incident ended a bare "kept", or
/// the fact waits on the very phase that is to open. A fact whose time begins only with something else needs that as well.
/// Where a condition needs a thing told not so, only accounts can be settled or given: nothing here proposes that anybody
/// break an undertaking.
/// </summary>
internal sealed class GateReader
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

    // Provisions ------------------------------------------------------------------------------------------------------

    private Gate Performed(Provision provision, string? holder, bool so)
    {
        var read = evaluation.AsRead(provision);
        if (holder is null && !read.IsNegative && read.Each is null && read.Responsibility == Responsibility.Several && read.By.Count > 1)
        {
            return All(read.By.Select(h => Performed(provision, h, so)), so);
        }
        var node = evaluation.Performance(provision, holder);
        var reference = $"{(read.IsNegative ? "kept" : "done")}({(holder is null ? provision.Id : $"{provision.Id}@{holder}")})";
        if (IsSettled(node, so))
        {
            return Gate.True;
        }
        if (!so)
        {
            return ToldNot(reference, provision, holder, node);
        }
        if (node.Value.IsFalse && Irreparable(read, node) is { } because)
        {
            return Lose(reference, provision.Id, because);
        }
        var begun = Started(provision, read);
        var fact = Fact(reference, provision, holder, node, begun == Gate.True && !CanOnlyBeDone(provision, read, node));
        if (fact.Move != Move.Do)
        {
            return Gate.AllOf([begun, Open(fact)]);
        }
        // What is done from now on is in time by every account only where none has the deadline behind it; a power is used
        // validly only while its condition is told.
        return Gate.AllOf([begun, read.Each is null && evaluation.PassedDeadline(provision).Value == Told.B ? PassedDeadline(provision, false) : Gate.True, read is Provision.Power ? Applies(provision, true) : Gate.True, Open(fact)]);
    }

    // A power nobody has used waits for its use, a rate without a closed window for the first one, and of what is not owed
    // yet nobody has to have an account.
    private bool CanOnlyBeDone(Provision provision, Provision read, Node node) =>
        (read is Provision.Power or Provision.Rate && node.Kind == NodeKind.Given)
        || (node.Value == Told.N && !read.IsNegative && read.Each is null && !evaluation.Applies(provision).Value.IsTrue);

    private string? Irreparable(Provision read, Node node)
    {
        if (read is Provision.Prohibition or Provision.Continuing)
        {
            return "an incident is told, and the time it is asked of has no other";
        }
        if (read is Provision.Power { Limits.Times: { } times } && evaluation.OccurrencesOf(read).Count >= times)
        {
            return $"it may be used {(times == 1 ? "once" : times.ToString(CultureInfo.InvariantCulture) + " times")}, and was";
        }
        if (read.Each is { } each && Agreement.Provision(each) is { } giver)
        {
            return evaluation.InstancesOf(read, giver).Any(i => (!i.Happened.Value | i.Done.Value).IsFalse && i.Windows.All(IsOver)) ? "the deadline for one of the occurrences has passed" : null;
        }
        // What an exchange still owes can be delivered late; only its total has to be there in time.
        if (read is Provision.Exchange { Total: var total } && (total is null || !node.Parts[0].Value.IsFalse))
        {
            return null;
        }
        return evaluation.IsClosed(read) ? $"its deadline has passed: {Day(evaluation.DueOf(read).Latest!.Value)}" : null;
    }

    private bool IsOver(CandidateWindow window) => window.To is { } to && to.Latest < evaluation.AsOf;

    private string Day(Instant at) => NodaTime.Text.LocalDatePattern.Iso.Format(evaluation.Record.Rules.DayOf(at));

    private Gate KeptLately(Provision provision, string? holder, Condition condition, TimeLength last, Node node, bool so)
    {
        var reference = ConditionText.Of(condition);
        if (!so)
        {
            return ToldNot(reference, provision, holder, node);
        }
        var read = evaluation.AsRead(provision);
        if (node.Value.IsFalse && evaluation.IsClosed(read))
        {
            return Lose(reference, provision.Id, $"its time ended on {Day(evaluation.DueOf(read).Latest!.Value)}");
        }
        var begun = Started(provision, read);
        return Gate.AllOf([begun, Open(Fact(reference, provision, holder, node, begun == Gate.True))]);
    }

    /// <param name="canBeReported">Whether a report could tell it so where no account answers; otherwise it has yet to be done.</param>
    private OpenFact Fact(string reference, Provision provision, string? holder, Node node, bool canBeReported)
    {
        var move = node.Value == Told.B || node.Value == Told.A ? Move.Settle
            : !node.Value.IsFalse && canBeReported ? Move.Verify
            : Move.Do;
        return new OpenFact
        {
            Ref = reference,
            Provision = provision.Id,
            Holder = holder,
            Value = node.Value,
            Move = move,
            By = move switch
            {
                Move.Do => Doers(provision, holder),
                Move.Verify => Reporters(provision),
                Move.Settle => Sides(node) is { Count: > 0 } sides ? sides : DatedBy(provision),
                Move.Wait => [],
            },
            Cost = provision.Effort,
        };
    }

    // Of an exchange, those of the leg that is behind; of what several keep, those told not to.
    private IReadOnlyList<string> Doers(Provision provision, string? holder)
    {
        if (holder is not null)
        {
            return [holder];
        }
        if (evaluation.AsRead(provision) is Provision.Exchange exchange)
        {
            return [.. exchange.Legs.SelectMany(l => l.By).Distinct(StringComparer.Ordinal)];
        }
        if (provision.IsNegative && provision.Responsibility == Responsibility.Several && provision.By.Count > 1)
        {
            var told = provision.By.Where(h => evaluation.Performance(provision, h).Value.IsFalse).ToList();
            return told.Count > 0 ? told : provision.By;
        }
        return provision.By;
    }

    // Those who verify it, where the account counts their word; otherwise those of the account itself.
    private IReadOnlyList<string> Reporters(Provision? provision)
    {
        var named = provision?.VerifiedBy ?? [];
        var counted = named.Where(v => evaluation.Standpoint.Counts(v, Agreement)).ToList();
        return counted.Count > 0 ? counted : evaluation.Standpoint switch
        {
            Standpoint.OfParty { Party: var party } => [party],
            Standpoint.OfMediators => [.. Agreement.Actors.Where(a => a.Role is ActorRole.Mediator or ActorRole.Guarantor).Select(a => a.Id)],
            Standpoint.OfFile { Declared: var declared } => declared.Speakers,
            _ => named.Count > 0 ? named : provision?.By ?? [],
        };
    }

    // Whoever speaks on either side of a contradiction; an office speaks for the party it is part of.
    private IReadOnlyList<string> Sides(Node node)
    {
        var sides = new HashSet<string>(StringComparer.Ordinal);
        Gather(node);
        return [.. sides.OrderBy(Place).ThenBy(s => s, StringComparer.Ordinal)];

        void Gather(Node at)
        {
            if (at.Kind is NodeKind.Fact or NodeKind.Count && (at.Value.P || !at.Value.Q) && !at.Value.Lo && at.Value.Hi)
            {
                sides.UnionWith(at.For.Concat(at.Against).Select(c => Party(c.Speaker)));
            }
            foreach (var part in at.Parts)
            {
                Gather(part);
            }
        }

        int Place(string actor) => Agreement.Actors.TakeWhile(a => a.Id != actor).Count();
    }

    private string Party(string speaker) => Agreement.Actors.FirstOrDefault(a => a.Role == ActorRole.Party && Agreement.IsPartOf(speaker, a.Id))?.Id ?? speaker;

    // Where accounts give different dates, those who give them.
    private IReadOnlyList<string> DatedBy(Provision provision)
    {
        var within = evaluation.AsRead(provision).Within;
        var speakers = Evaluation.AnchorsIn(within?.From).Concat(Evaluation.AnchorsIn(within?.To)).Distinct(StringComparer.Ordinal)
            .SelectMany(evaluation.Record.OfAnchor).Where(evaluation.Admits).Select(c => Party(c.Speaker)).Distinct(StringComparer.Ordinal).ToList();
        return speakers.Count > 0 ? speakers : Reporters(provision);
    }

    private Gate ToldNot(string reference, Provision? provision, string? holder, Node node)
    {
        if (node.Value.IsTrue)
        {
            return Lose($"not {reference}", provision?.Id, provision is { IsNegative: true } ? "it is told kept, and nothing here counts a breach as a way" : "it is told so already");
        }
        var contested = node.Value == Told.B || node.Value == Told.A;
        return Open(new OpenFact
        {
            Ref = $"not {reference}",
            Provision = provision?.Id,
            Holder = holder,
            Value = node.Value,
            Move = contested ? Move.Settle : Move.Verify,
            By = contested ? Sides(node) is { Count: > 0 } sides ? sides : provision is null ? [] : DatedBy(provision) : Reporters(provision),
            Cost = provision?.Effort ?? 1,
        });
    }

    private Gate Breached(Provision provision, string? holder, bool so)
    {
        var node = evaluation.Breached(provision, holder);
        if (IsSettled(node, so))
        {
            return Gate.True;
        }
        var read = evaluation.AsRead(provision);
        return read switch
        {
            { Each: not null } or Provision.Rate => so ? ToldBreached(provision, holder, node) : ToldNot($"breached({provision.Id})", provision, holder, node),
            Provision.Act or Provision.Quota or Provision.Exchange =>
                All([Applies(provision, so), PassedDeadline(provision, so), Performed(provision, holder, !so)], so),
            Provision.Prohibition or Provision.Continuing => All([Applies(provision, so), Performed(provision, holder, !so)], so),
            _ => Lose($"breached({provision.Id})", provision.Id, "a power is not owed"),
        };
    }

    private Gate ToldBreached(Provision provision, string? holder, Node node) => node.Value.IsFalse
        ? Lose($"breached({provision.Id})", provision.Id, "it is told not breached, and nothing here counts a breach as a way")
        : Open(Fact($"breached({provision.Id})", provision, holder, node, canBeReported: true));

    private Gate Applies(Provision provision, bool so)
    {
        if (IsSettled(evaluation.Applies(provision), so))
        {
            return Gate.True;
        }
        var read = evaluation.AsRead(provision);
        var entered = Entered(Agreement.Phase(provision.Phase)!, so);
        return read.Applies is { } applies ? All([Of(applies, so), entered], so)
            : evaluation.RemedyFor(provision) is { } breached ? All([Breached(breached, null, so), entered], so)
            : entered;
    }

    private Gate InForce(Provision provision, bool so)
    {
        var node = evaluation.InForce(provision);
        if (IsSettled(node, so))
        {
            return Gate.True;
        }
        var reference = $"in-force({provision.Id})";
        if (so && node.Parts.Any(p => p is { Kind: NodeKind.Given, Value.IsFalse: true, Because: not null } && p.Because.StartsWith("a power", StringComparison.Ordinal)))
        {
            return Lose(reference, provision.Id, "a power suspends it or has ended it");
        }
        var read = evaluation.AsRead(provision);
        return All([Applies(provision, so), Begun(provision, read, so), read.Within?.To is null ? so ? Gate.True : Gate.False : PassedDeadline(provision, !so)], so);
    }

    private Gate Begun(Provision provision, Provision read, bool so)
    {
        var windows = evaluation.WindowsOf(read);
        var begins = windows.Where(w => !w.FromUndated && w.From is { } from && from.Earliest > evaluation.AsOf).Select(w => (Instant?)w.From!.Value.Earliest).Max();
        if (!so)
        {
            return windows.All(w => w.FromUndated || w.From is { } from && from.Earliest > evaluation.AsOf) ? Gate.True : Gate.False;
        }
        return begins is { } until ? Open(Waiting($"begun({provision.Id})", provision.Id, until)) : Started(provision, read);
    }

    private Gate PassedDeadline(Provision provision, bool so)
    {
        var read = evaluation.AsRead(provision);
        var node = evaluation.PassedDeadline(provision);
        if (IsSettled(node, so))
        {
            return Gate.True;
        }
        return read.Within?.To is not { } to ? Lose($"passed({provision.Id})", provision.Id, "it has no deadline")
            : Passed($"passed({provision.Id})", [.. evaluation.WindowsOf(read).Select(w => w.To).OfType<TimeRange>()], node, so, () => Dated(to, provision), provision.Id);
    }

    // When the time of a provision has a beginning that nobody dates yet, what would date it comes first.
    private Gate Started(Provision provision, Provision read)
    {
        if (read.Each is not null || evaluation.WindowsOf(read).All(w => !w.FromUndated))
        {
            return Gate.True;
        }
        return Guarded($"start({provision.Id})", provision.Id, () => read.Within?.From is { } from ? Dated(from, provision) : Entered(Agreement.Phase(provision.Phase)!, true));
    }

    private Gate Dated(TimeExpression time, Provision? of) => time switch
    {
        TimeExpression.Fixed => Gate.True,
        TimeExpression.Anchor { Id: var id } => Agreement.Anchor(id) is not { } anchor || evaluation.DatesOf(anchor).Count > 0 ? Gate.True : Undated(anchor, of),
        TimeExpression.Start { Ref: var at } => Named(at) is { Each: null } provision ? Guarded($"applies({at})", at.Id, () => Applies(provision, true)) : Gate.True,
        TimeExpression.Done { Ref: var at } => Named(at) is { } provision ? Guarded($"done({at}) as a time", at.Id, () => Performed(provision, at.Holder, true)) : Gate.True,
        TimeExpression.End { Phase: var id } => Agreement.Phase(id) is { } phase ? Completed(phase, true) : Gate.True,
        TimeExpression.EndOfDay { Of: var inner } => Dated(inner, of),
        TimeExpression.EndOfMonth { Of: var inner } => Dated(inner, of),
        TimeExpression.Shift { Of: var inner } => Dated(inner, of),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Gate Undated(Anchor anchor, Provision? of) => Open(new OpenFact
    {
        Ref = $"done({anchor.Id})",
        Value = Told.N,
        Move = Move.Verify,
        By = Reporters(of),
        Cost = 1,
    });

    // Phases ----------------------------------------------------------------------------------------------------------

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

    // Counts, declarations, grades and times --------------------------------------------------------------------------

    private Gate Counted(Condition.Count count, Node node, bool so)
    {
        var reference = ConditionText.Of(count);
        var provision = Agreement.CountedBy(count.Counter) is [var first, ..] ? first : Agreement.Counter(count.Counter)?.Measures is { } measured ? Agreement.Provision(measured) : null;
        var rises = so == count.Comparison is Comparison.AtLeast or Comparison.Greater;
        if ((so ? node.Value.IsFalse : node.Value.IsTrue) && !rises && count.Last is null && Agreement.Counter(count.Counter) is { Monotone: true })
        {
            return Lose(so ? reference : $"not {reference}", provision?.Id, "the count can only grow");
        }
        return Measured(reference, provision, node, so);
    }

    private Gate Measured(Condition condition, Provision? provision, Node node, bool so) => Measured(ConditionText.Of(condition), provision, node, so);

    private Gate Measured(string reference, Provision? provision, Node node, bool so)
    {
        var turned = so ? node.Value.IsFalse : node.Value.IsTrue;
        var contested = node.Value == Told.B || node.Value == Told.A;
        return Open(new OpenFact
        {
            Ref = so ? reference : $"not {reference}",
            Provision = provision?.Id,
            Value = node.Value,
            Move = contested ? Move.Settle : turned ? Move.Do : Move.Verify,
            By = contested ? Sides(node) : turned ? provision is null ? [] : Doers(provision, null) : Reporters(provision),
            Cost = provision?.Effort ?? 1,
        });
    }

    private Gate Declared(string of, string by, Condition condition, Node node, bool so)
    {
        var reference = ConditionText.Of(condition);
        if (!so)
        {
            return ToldNot(reference, Agreement.Provision(of), null, node);
        }
        return Open(new OpenFact
        {
            Ref = reference,
            Provision = Agreement.Provision(of)?.Id,
            Phase = Agreement.Phase(of)?.Id,
            Value = node.Value,
            // A word against it stays against a later declaration, until those who gave it say otherwise.
            Move = node.Value == Told.N ? Move.Do : Move.Settle,
            By = node.Value == Told.N ? [by] : [.. node.For.Concat(node.Against).Select(c => Party(c.Speaker)).Append(by).Distinct(StringComparer.Ordinal)],
            Cost = 1,
        });
    }

    // What is verified is told so first.
    private Gate Verified(Provision provision, string? holder, Condition condition, Node node, bool so)
    {
        var reference = ConditionText.Of(condition);
        if (!so)
        {
            return ToldNot(reference, provision, holder, node);
        }
        if (provision.VerifiedBy.Count == 0)
        {
            return Lose(reference, provision.Id, "the text names nobody who verifies it");
        }
        return Gate.AllOf(
        [
            Performed(provision, holder, true),
            Open(new OpenFact { Ref = reference, Provision = provision.Id, Holder = holder, Value = node.Value, Move = Move.Verify, By = provision.VerifiedBy, Cost = provision.Effort }),
        ]);
    }

    private Gate Reached(Anchor anchor, Node node, bool so)
    {
        var reference = $"done({anchor.Id})";
        if (!so)
        {
            return node.Value.IsTrue ? Lose($"not {reference}", null, "it has come") : ToldNot(reference, null, null, node);
        }
        var dates = evaluation.DatesOf(anchor);
        return dates.Count == 0 ? Undated(anchor, null)
            : Open(Waiting(reference, null, dates.Max(d => d.Earliest)));
    }

    private Gate Passed(string reference, IReadOnlyList<TimeRange> times, Node node, bool so, Func<Gate> dated, string? provision = null)
    {
        if (so)
        {
            return times.Count == 0 ? dated() : Open(Waiting(reference, provision, times.Max(t => t.Latest)));
        }
        return node.Value.IsTrue ? Lose($"not {reference}", provision, "the time has passed") : ToldNot(reference, provision is null ? null : Agreement.Provision(provision), null, node);
    }

    private Gate Compared(Condition.Compare compare, Node node, bool so)
    {
        var reference = ConditionText.Of(compare);
        return (so ? node.Value.IsFalse : node.Value.IsTrue) ? Lose(so ? reference : $"not {reference}", null, "the dates are told otherwise")
            : node.Value == Told.N && so ? Gate.AllOf([Dated(compare.Left, null), Dated(compare.Right, null)]) is var dated && dated == Gate.True ? Measured(reference, null, node, so) : dated
            : Measured(reference, null, node, so);
    }

    private OpenFact Waiting(string reference, string? provision, Instant until) => new()
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
