using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>The deadline by every account: its earliest and latest instant; null where there is none or nobody dates it.</summary>
    public Due DueOf(Provision provision)
    {
        var read = AsRead(provision);
        return read.Each is { } each && Agreement.Provision(each) is { } giver
            ? DueOf(InstancesOf(read, giver).Where(i => !i.Done.Value.IsTrue).SelectMany(i => i.Windows))
            : DueOf(WindowsOf(read));
    }

    private static Due DueOf(IEnumerable<CandidateWindow> windows)
    {
        var ends = windows.Where(w => w.To is not null && !w.FromUndated).Select(w => w.To!.Value).ToList();
        return ends.Count == 0 ? new Due(null, null) : new Due(ends.Min(e => e.Earliest), ends.Max(e => e.Latest));
    }

    /// <summary>Of a duty that each occurrence of another gives rise to: how it stands for every one of them.</summary>
    public IReadOnlyList<InstanceStatus> InstancesOf(Provision provision) => AsRead(provision) is { Each: { } each } read && Agreement.Provision(each) is { } giver
        ? [.. InstancesOf(read, giver).Select(i => new InstanceStatus(i.Occurrence.Id, i.Arose.Value, !i.Arose.Value | i.Done.Value, DueOf(i.Windows)))]
        : [];

    /// <summary>How many admitted claims speak for the performance, how many against, and how many only stand beside it.</summary>
    public ClaimCounts CountClaims(Provision provision, Node proof)
    {
        var (@for, against) = (new HashSet<StandingClaim>(), new HashSet<StandingClaim>());
        // What the condition of a power rests on speaks of other things than its use.
        foreach (var told in AsRead(provision) is Provision.Power power ? UsesOf(power).SelectMany(u => u.Valid.Parts.Take(2)) : [proof])
        {
            Sides(told, positive: true, @for, against, new(ReferenceEqualityComparer.Instance), new(ReferenceEqualityComparer.Instance));
        }
        var noted = Record.Of(provision).Count(StandsBeside);
        foreach (var counter in CountersOf(AsRead(provision)).Distinct(StringComparer.Ordinal))
        {
            noted += Record.OfCounter(counter).Count(c => c.Provision?.Id != provision.Id && StandsBeside(c));
        }
        return new ClaimCounts(@for.Count, against.Count, noted);

        bool StandsBeside(StandingClaim claim) => CountsSpeaker(claim.Speaker) && OnTable(claim) && claim.Grade >= Standpoint.MinimumGrade
            && !@for.Contains(claim) && !against.Contains(claim);
    }

    // Uses of a power rest on the uses before them, so that a proof is met in many places: each place once, on each side.
    private static void Sides(Node node, bool positive, HashSet<StandingClaim> @for, HashSet<StandingClaim> against, HashSet<Node> seen, HashSet<Node> seenOnTheOther)
    {
        if (!seen.Add(node))
        {
            return;
        }
        (positive ? @for : against).UnionWith(node.For);
        (positive ? against : @for).UnionWith(node.Against);
        foreach (var part in node.Parts)
        {
            if (node.Kind == NodeKind.Not)
            {
                Sides(part, !positive, @for, against, seenOnTheOther, seen);
            }
            else
            {
                Sides(part, positive, @for, against, seen, seenOnTheOther);
            }
        }
    }

    /// <summary>Incidents on the table, as this standpoint's claims leave them.</summary>
    public IncidentCounts CountIncidents(Provision provision)
    {
        var read = AsRead(provision);
        var windows = WindowsOf(read);
        var alleged = OccurrencesOf(read).Where(o => Admitted(o.Claims).Any(c => c.Says > 0 && c.Claim.Exception is null)).ToList();
        var contested = alleged.Count(o => ForAndAgainst(read, o, null, windows, []) is { For.Count: > 0, Against.Count: > 0 });
        var unattributed = alleged.Count(o => Admitted(o.Claims).Where(c => c.Says > 0).All(c => c.Actor is null));
        var summaries = Admitted(Record.Of(read)).Count(c => OnTable(c) && (c.IsSummary && c.Says > 0 || TellsOfOne(c, read)));
        return new IncidentCounts(alleged.Count, contested, unattributed, summaries);
    }

    /// <summary>Each admitted speaker's latest figure on the counters of a provision and on the tolls that measure it.</summary>
    public IReadOnlyList<StandingClaim> FiguresOf(Provision provision)
    {
        var counters = CountersOf(AsRead(provision)).Select(Agreement.Counter).OfType<Counter>().Concat(Agreement.TollsOf(provision.Id));
        return [.. counters.SelectMany(counter => LatestFigures(counter.Id).OrderBy(c => c.Speaker, StringComparer.Ordinal))];
    }

    private IEnumerable<StandingClaim> LatestFigures(string counter)
    {
        var latest = new Dictionary<string, StandingClaim>(StringComparer.Ordinal);
        foreach (var claim in Record.OfCounter(counter))
        {
            if (claim.Claim.Figure is not null && claim.Happened.Latest <= AsOf && Admits(claim)
                && (!latest.TryGetValue(claim.Speaker, out var before) || IsLater(claim, before)))
            {
                latest[claim.Speaker] = claim;
            }
        }
        return latest.Values;
    }

    // By the time it speaks of, then by when it was said and recorded, then by its id.
    private bool IsLater(StandingClaim claim, StandingClaim than)
    {
        var order = claim.Happened.Latest.CompareTo(than.Happened.Latest);
        order = order != 0 ? order : Record.Moment(claim).CompareTo(Record.Moment(than));
        return (order != 0 ? order : string.CompareOrdinal(claim.Claim.Id, than.Claim.Id)) > 0;
    }
}
