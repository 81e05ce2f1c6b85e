using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

/// <summary>A happening on the table: everything on the record that speaks of it, by whomever.</summary>
/// <param name="Named">False for a claim that names no occurrence and is one of its own.</param>
public sealed record Occurrence(string Id, bool Named, IReadOnlyList<StandingClaim> Claims);

public sealed partial class Evaluation
{
    private readonly Dictionary<string, IReadOnlyList<Occurrence>> occurrences = new(StringComparer.Ordinal);

    /// <summary>
    /// The occurrences that anybody's claim places under a provision and that are not wholly after the as-of: the issues
    /// on the table are the same for every standpoint, only their values differ.
    /// </summary>
    public IReadOnlyList<Occurrence> OccurrencesOf(Provision provision)
    {
        if (!occurrences.TryGetValue(provision.Id, out var known))
        {
            occurrences[provision.Id] = known =
            [
                .. Record.IssuesOf(provision).Select(i => new Occurrence(i.Id, i.Named, i.OnTable(AsOf))).Where(o => o.Claims.Count > 0),
            ];
        }
        return known;
    }

    private IEnumerable<Occurrence> OccurrencesOf(Provision provision, string? holder) =>
        OccurrencesOf(provision).Where(o => holder is null || o.Claims.Any(c => IsHolders(c, holder)));

    // The one of an id, where it is on the table.
    private IEnumerable<Occurrence> OccurrenceOf(Provision provision, string id, string? holder) =>
        Record.IssueOf(provision, id) is { } issue && issue.OnTable(AsOf) is { Count: > 0 } claims && (holder is null || claims.Any(c => IsHolders(c, holder)))
            ? [new Occurrence(issue.Id, issue.Named, claims)] : [];

    internal enum Fit { Inside, Outside, Straddling, Unplaced }

    internal static Fit FitOf(TimeRange happened, CandidateWindow window)
    {
        if (window.FromUndated)
        {
            return Fit.Unplaced;
        }
        if ((window.From is { } from && happened.Latest < from.Earliest) || (window.To is { } to && happened.Earliest > to.Latest))
        {
            return Fit.Outside;
        }
        return (window.From is not { } f || happened.Earliest >= f.Earliest) && (window.To is not { } t || happened.Latest <= t.Earliest)
            ? Fit.Inside
            : Fit.Straddling;
    }

    /// <summary>Whether it lies inside one of the windows, and whether it lies outside one.</summary>
    private static (bool Inside, bool Outside) FitsOf(TimeRange happened, IReadOnlyList<CandidateWindow> windows)
    {
        var (inside, outside) = (false, false);
        for (var i = 0; i < windows.Count; i++)
        {
            var fit = FitOf(happened, windows[i]);
            inside |= fit == Fit.Inside;
            outside |= fit == Fit.Outside;
        }
        return (inside, outside);
    }

    internal static Fit ZoneFit(StandingClaim claim, Provision provision, Agreement agreement)
    {
        if (claim.Claim.Zone is not { } zone || provision.Zones.Count == 0 || provision.Zones.Any(z => agreement.IsZonePartOf(zone, z)))
        {
            return Fit.Inside;
        }
        return provision.Zones.Any(z => agreement.IsZonePartOf(z, zone)) ? Fit.Straddling : Fit.Outside;
    }

    /// <summary>
    /// Whether the occurrence happened inside the window: a claim that dates it inside says so, one that dates it wholly
    /// outside says that it did not happen in time, one that straddles a bound says neither, and denials say no.
    /// </summary>
    private Node Happened(Provision provision, Occurrence occurrence, string? holder, IReadOnlyList<CandidateWindow> windows, IEnumerable<StandingClaim> alsoDenied)
    {
        // Of a duty for each occurrence what is named is what it answers: what another holder did about it contests nothing.
        var own = provision.Each is not null ? holder : null;
        var (@for, against) = ForAndAgainst(provision, occurrence, own, windows, alsoDenied);
        Phrase question = occurrence.Named ? (Phrase)$"{occurrence.Id} happened, in the time and place {provision.Id} covers" : (Phrase)$"it happened as claimed, in the time and place {provision.Id} covers";
        var value = Told.Of(@for.Count > 0, against.Count > 0);
        var fact = new Node
        {
            Kind = NodeKind.Fact,
            Value = value,
            Bare = value,
            Asked = question,
            For = @for,
            Against = against,
            Provision = provision.Id,
            Occurrence = occurrence.Id,
            Holder = holder,
            Fact = $"happened({provision.Id}, {occurrence.Id})",
        };
        return own is not null ? fact : holder is not null ? Attributed(fact, occurrence, holder)
            : provision is { IsNegative: false, Responsibility: Responsibility.Any, By.Count: > 1 } ? ByAnyHolder(fact, occurrence, provision)
            : fact;
    }

    // Built for every occurrence of a record, by every account: a list only where there is something for it.
    private (IReadOnlyList<StandingClaim> For, IReadOnlyList<StandingClaim> Against) ForAndAgainst(Provision provision, Occurrence occurrence, string? own, IReadOnlyList<CandidateWindow> windows, IEnumerable<StandingClaim> alsoDenied)
    {
        List<StandingClaim>? @for = null, against = null;
        var denials = alsoDenied.ToList();
        foreach (var claim in occurrence.Claims)
        {
            if (claim.Claim.Exception is not null || !Admits(claim) || (own is not null && !IsHolders(claim, own) && !(claim.Says < 0 && claim.Actor is null)))
            {
                continue;
            }
            if (claim.Says < 0)
            {
                (against ??= []).Add(claim);
            }
            else if (claim.Says > 0 || claim.Claim is Claim.Exercise)
            {
                if (denials.Count > 0 && IsTakenBack(claim, denials))
                {
                    continue;
                }
                var (inside, outside) = FitsOf(claim.Happened, windows);
                var zone = ZoneFit(claim, provision, Agreement);
                var binding = provision.IsNegative ? SuspensionFit(provision, claim.Happened) : Fit.Inside;
                if (inside && zone == Fit.Inside && binding == Fit.Inside)
                {
                    (@for ??= []).Add(claim);
                }
                if (outside || zone == Fit.Outside || binding == Fit.Outside)
                {
                    (against ??= []).Add(claim);
                }
            }
        }
        if (denials.Count > 0)
        {
            (against ??= []).AddRange(denials);
        }
        return (@for ?? NoClaims, against ?? NoClaims);
    }

    private static readonly IReadOnlyList<StandingClaim> NoClaims = [];

    // By a later denial of its own speaker; an earlier one is what the speaker no longer says.
    private bool IsTakenBack(StandingClaim claim, List<StandingClaim> denials)
    {
        if (denials.Exists(d => d.Speaker == claim.Speaker && Record.Moment(d).CompareTo(Record.Moment(claim)) > 0))
        {
            return true;
        }
        denials.RemoveAll(d => d.Speaker == claim.Speaker);
        return false;
    }

    // Where any holder may do it, what no holder did is not done; what nobody is named for is.
    private Node ByAnyHolder(Node happened, Occurrence occurrence, Provision provision)
    {
        var telling = Admitted(occurrence.Claims).Where(c => c.Says > 0 || c.Claim is Claim.Exercise).ToList();
        bool ByHolder(StandingClaim claim) => claim.Actor is not { } actor || provision.By.Any(h => Agreement.IsPartOf(actor, h));
        var others = telling.Where(c => !ByHolder(c)).ToList();
        return others.Count == 0 ? happened : Node.All($"{occurrence.Id} happened, and a holder of {provision.Id} did it",
            [happened, Node.OfFact($"a holder of {provision.Id} did it", [.. telling.Where(ByHolder)], others) with { Occurrence = occurrence.Id, Provision = provision.Id, Fact = $"by({occurrence.Id}, {provision.Id})" }]) with
        { Occurrence = occurrence.Id, Provision = provision.Id };
    }

    // Who acted is a question of its own where accounts name different actors, or none does.
    private Node Attributed(Node happened, Occurrence occurrence, string holder)
    {
        var named = Admitted(occurrence.Claims).Where(c => c.Says > 0 && c.Claim.Exception is null && c.Actor is not null).ToList();
        var by = Node.OfFact($"{Agreement.NameOf(holder)} did it", [.. named.Where(c => IsHolders(c, holder))], [.. named.Where(c => !IsHolders(c, holder))])
            with
        { Occurrence = occurrence.Id, Holder = holder, Provision = happened.Provision, Fact = $"by({occurrence.Id}, {holder})" };
        return by.Value.IsTrue ? happened
            : Node.All($"{occurrence.Id} happened, and {Agreement.NameOf(holder)} did it", [happened, by]) with { Occurrence = occurrence.Id, Holder = holder };
    }

    /// <summary>What silence means: decided by claims where they cover the time, otherwise by the policy of the agreement.</summary>
    private Node? Unreported(Provision provision, IReadOnlyList<StandingClaim> covering, bool anyOnTable)
    {
        var question = provision.IsNegative ? "an incident that nobody has reported" : "a performance that nobody has reported";
        if (covering.Count > 0)
        {
            return Node.OfFact(question, [], covering) with { Provision = provision.Id };
        }
        return SilenceOf(provision) switch
        {
            SilencePolicy.IssueOnly when anyOnTable => null,
            SilencePolicy.PresumeNone when Standpoint.Presumes => Node.Presume(question, Told.F, Told.N, "presumed: the agreement takes silence to mean there is none"),
            _ => Node.Given(question, Told.N, "no account covers the whole time") with { Provision = provision.Id, Fact = $"observed({provision.Id})" },
        };
    }
}
