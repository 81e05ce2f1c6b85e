using System.Globalization;
using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Gaps;

// What would have to be told of a provision.
internal sealed partial class GateReader
{
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
            return evaluation.InstancesOf(read, giver).Any(i => (!i.Arose.Value | i.Done.Value).IsFalse && i.Windows.All(IsOver)) ? "the deadline for one of the occurrences has passed" : null;
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
            return Lose($"not {reference}", provision?.Id, provision is { IsNegative: true } ? "it is told kept, and only what the text forbids would change that" : "it is told so already");
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
        ? Lose($"breached({provision.Id})", provision.Id, "it is told otherwise, and only what the text forbids would change that")
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
        if (so && node.Parts.Any(p => p is { Kind: NodeKind.Given, Value.IsFalse: true, Because: not null } && p.Because.ToString()!.StartsWith("a power", StringComparison.Ordinal)))
        {
            return Lose(reference, provision.Id, "a power suspends it or has ended it");
        }
        var read = evaluation.AsRead(provision);
        return All([Applies(provision, so), Begun(provision, read, so), read.Within?.To is null ? so ? Gate.True : Gate.False : PassedDeadline(provision, !so)], so);
    }
}
