using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>How one standpoint holds a provision, or one holder's part of it.</summary>
/// <param name="Claims">What its answer rests on.</param>
public sealed record Stand(Standpoint Standpoint, Told Value, Shown Shown, Node Proof, IReadOnlyList<StandingClaim> Claims);

/// <summary>How far two accounts are apart.</summary>
public enum Distance
{
    /// <summary>One tells it done or kept, another tells it is not.</summary>
    Opposite,

    /// <summary>Their answers differ, and neither is the other's opposite.</summary>
    Differing,

    /// <summary>One has an account where the other has none.</summary>
    OneSided,

    /// <summary>All rest on the same claims, or on none: only dates or readings of the text make the answers differ.</summary>
    Clock,
}

/// <summary>A provision, whole or for one holder, on which accounts differ.</summary>
/// <param name="Blocks">Of how many of the listed least sets that would open the next phase it is part, by everybody's account.</param>
/// <param name="Flips">By how many of the accounts compared the opening or completion of a phase would change if this were settled.</param>
/// <param name="WouldChange">Those phases.</param>
public sealed record AccountDifference(Provision Provision, string? Holder, Distance Distance, IReadOnlyList<Stand> Stands, int Blocks, int Flips, IReadOnlyList<string> WouldChange);

/// <summary>What talks could settle: a contested fact in a least set that would open the next phase.</summary>
/// <param name="Blocks">Of how many of the listed least sets it is part.</param>
public sealed record AgendaItem(OpenFact Fact, int Blocks);

/// <summary>An anchor that accounts date differently.</summary>
public sealed record AnchorDifference(Anchor Anchor, IReadOnlyList<(Standpoint Standpoint, IReadOnlyList<TimeRange> Dates)> Dates);

/// <summary>A provision that a party reads otherwise.</summary>
public sealed record ReadingDifference(Provision Provision, PartyReading Reading);

/// <summary>Positions of different actors on one provision or topic; opposed where one stands for it and another against.</summary>
public sealed record PositionDifference(Provision? Provision, string? Topic, bool Opposed, IReadOnlyList<StandingClaim> Positions);

/// <summary>Where standpoints differ, ordered by what settling it would change: the agenda for talks.</summary>
public sealed record Divergence
{
    /// <summary>The first phase that is not told entered, by everybody's account; null where all are.</summary>
    public required Phase? NextPhase { get; init; }

    /// <summary>What keeps that phase shut, by everybody's account; null where there is none.</summary>
    public required Blockers? Opening { get; init; }

    /// <summary>What is contested and stands between the next phase and its opening, the most blocking first; by everybody's account.</summary>
    public required IReadOnlyList<AgendaItem> Agenda { get; init; }
    public required IReadOnlyList<AccountDifference> Accounts { get; init; }
    public required IReadOnlyList<AnchorDifference> Anchors { get; init; }
    public required IReadOnlyList<ReadingDifference> Readings { get; init; }
    public required IReadOnlyList<PositionDifference> Positions { get; init; }

    /// <param name="between">The standpoints compared; every party's and the mediators' where left out.</param>
    /// <param name="meeting">Only positions that name this meeting.</param>
    public static Divergence Of(Record record, Instant asOf, IReadOnlyList<Standpoint>? between = null, string? meeting = null)
    {
        var agreement = record.Agreement;
        var standpoints = between ?? [.. Standpoint.Of(agreement).Where(s => s is Standpoint.OfParty or Standpoint.OfMediators)];
        // The last is everybody's, by which the next phase is told.
        var columns = Column.Of(record, asOf, [.. standpoints, Standpoint.Of(agreement).First(s => s.Id == Standpoint.AllId)]);
        var (compared, all) = (columns.Take(standpoints.Count).ToList(), columns[^1].Proofs);
        var gates = compared.Select(c => agreement.Phases.SelectMany(p => Gates(p, c.Proofs)).ToList()).ToList();
        var next = agreement.Phases.FirstOrDefault(p => !all.Entered(p).Value.IsTrue);
        var opening = next is null ? null : Blockers.Of(all, next);
        var ways = opening?.Ways ?? [];
        return new Divergence
        {
            NextPhase = next,
            Opening = opening,
            Agenda = AgendaOf(ways),
            Accounts =
            [
                .. agreement.Provisions.SelectMany(p => Holders(p).Select(h => Differing(p, h, compared, gates, ways))).OfType<AccountDifference>()
                    .OrderByDescending(d => d.Blocks).ThenByDescending(d => d.Flips).ThenByDescending(d => d.WouldChange.Count).ThenBy(d => d.Distance),
            ],
            Anchors = [.. agreement.Anchors.Select(a => Dated(a, compared)).OfType<AnchorDifference>()],
            Readings = [.. agreement.Provisions.SelectMany(p => p.Readings.Select(r => new ReadingDifference(p, r)))],
            Positions = Opposing(record, asOf, meeting),
        };
    }

    private static IReadOnlyList<AgendaItem> AgendaOf(IReadOnlyList<Way> ways) =>
    [
        .. ways.SelectMany(w => w.Needs).SelectMany(n => n.Of).Where(f => f.Move == Move.Settle).DistinctBy(f => f.Ref, StringComparer.Ordinal)
            .Select(f => new AgendaItem(f, ways.Count(w => Has(w, o => o.Ref == f.Ref))))
            .OrderByDescending(a => a.Blocks).ThenBy(a => a.Fact.Ref, StringComparer.Ordinal),
    ];

    private static bool Has(Way way, Func<OpenFact, bool> fact) => way.Needs.Any(n => n.Of.Any(fact));

    private static IEnumerable<string?> Holders(Provision provision) =>
        provision.By.Count > 1 && provision.Responsibility == Responsibility.Several ? provision.By.Select(string? (h) => h) : [null];

    /// <summary>The opening or completion of a phase by one account, with the facts that it may hinge on.</summary>
    private sealed record PhaseGate(string Phase, Node Node)
    {
        private readonly HashSet<string> facts = OpenFacts.Facts(Node).Select(f => f.Fact!).ToHashSet(StringComparer.Ordinal);

        public bool HingesOn(string fact) => facts.Contains(fact) && OpenFacts.ValueIf(Node, fact, Told.T) != OpenFacts.ValueIf(Node, fact, Told.F);
    }

    private static IEnumerable<PhaseGate> Gates(Phase phase, Evaluation evaluation)
    {
        if (phase.Opens?.When is not null)
        {
            yield return new PhaseGate($"{phase.Id} opens", evaluation.Opens(phase));
        }
        if (phase.Completes is not null)
        {
            yield return new PhaseGate($"{phase.Id} completes", evaluation.Completed(phase));
        }
    }

    private static AccountDifference? Differing(Provision provision, string? holder, List<Column> columns, List<List<PhaseGate>> gates, IReadOnlyList<Way> ways)
    {
        if (columns.Select(c => c.ValueOf(provision, holder)).Distinct().Count() < 2)
        {
            return null;
        }
        var stands = columns.Select(c => StandOf(c, provision, holder)).ToList();
        var facts = stands.Select(s => s.Proof.Fact).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var changed = gates.Select(account => account.Where(g => facts.Exists(g.HingesOn)).Select(g => g.Phase).ToList()).ToList();
        var blocks = ways.Count(w => Has(w, f => f.Provision == provision.Id && (holder is null || f.Holder is null || f.Holder == holder)));
        return new AccountDifference(provision, holder, DistanceOf(stands), stands, blocks, changed.Count(c => c.Count > 0), [.. changed.SelectMany(c => c).Distinct(StringComparer.Ordinal)]);
    }

    private static Distance DistanceOf(List<Stand> stands) =>
        stands.TrueForAll(s => s.Claims.ToHashSet().SetEquals(stands[0].Claims)) ? Distance.Clock
        : stands.Exists(s => s.Value.IsTrue) && stands.Exists(s => s.Value.IsFalse) ? Distance.Opposite
        : stands.Where(s => s.Value != Told.N).Select(s => s.Value).Distinct().Count() > 1 ? Distance.Differing
        : Distance.OneSided;

    private static Stand StandOf(Column column, Provision provision, string? holder)
    {
        var proof = column.Proofs.Performance(provision, holder);
        return new Stand(column.Evaluation.Standpoint, proof.Value, column.ShownOf(provision, holder), proof, [.. Why.Cut(proof).Claims]);
    }

    private static AnchorDifference? Dated(Anchor anchor, List<Column> columns)
    {
        var dates = columns.Select(c => (c.Evaluation.Standpoint, Dates: c.Evaluation.DatesOf(anchor))).ToList();
        var differs = dates.Exists(d => d.Dates.Count > 1) || dates.Exists(a => dates.Exists(b => !Agree(a.Dates, b.Dates)));
        return differs ? new AnchorDifference(anchor, dates) : null;
    }

    // A day and a time within it agree: one is only less exact.
    private static bool Agree(IReadOnlyList<TimeRange> a, IReadOnlyList<TimeRange> b) => a.Count == b.Count
        && a.All(x => b.Any(y => x.Earliest <= y.Latest && y.Earliest <= x.Latest));

    // Each actor's latest position on a provision or a topic, where more than one actor has one.
    private static IReadOnlyList<PositionDifference> Opposing(Record record, Instant asOf, string? meeting)
    {
        var positions = Status.Positions.Latest(record, asOf, c => meeting is null || c.Claim.Meeting == meeting);
        return
        [
            .. positions.Where(c => c.Claim.Provision is not null || c.Claim.Topic is not null)
                .GroupBy(c => (c.Claim.Provision, Topic: c.Claim.Provision is null ? c.Claim.Topic : null))
                .Where(g => g.Select(c => c.Speaker).Distinct(StringComparer.Ordinal).Count() > 1)
                .Select(g => new PositionDifference(
                    g.Key.Provision is { } id ? record.Agreement.Provision(id) : null, g.Key.Topic,
                    g.Any(c => c.Claim.Stance == Claims.Stance.For) && g.Any(c => c.Claim.Stance == Claims.Stance.Against),
                    [.. g.GroupBy(c => c.Speaker, StringComparer.Ordinal).Select(s => s.First())]))
                .OrderByDescending(d => d.Opposed).ThenBy(d => d.Provision?.Id ?? d.Topic, StringComparer.Ordinal),
        ];
    }
}
