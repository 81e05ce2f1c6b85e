using System.Text.RegularExpressions;

namespace Servanda.Agreements.Checking;

/// <summary>Whether somebody who can tell is named to verify: <c>no-verifier</c>, <c>self-verified</c>, <c>verifier-without-access</c>.</summary>
internal static partial class VerifierChecks
{
    public static void Of(DraftFindings findings)
    {
        var agreement = findings.Agreement;
        var toVerify = new Dictionary<string, List<Provision>>(StringComparer.Ordinal);
        foreach (var provision in agreement.Provisions)
        {
            var holders = HolderChecks.HoldersOf(provision);
            if (provision.VerifiedBy.Count == 0)
            {
                // What the mechanism or the mediators owe is seen by those who follow their work; a power is used in the open.
                if (provision is not Provision.Power && !(holders.Count > 0 && holders.All(h => Sides.IsThird(agreement, h))))
                {
                    findings.Note("no-verifier", DraftFindings.At(provision, "id"),
                        $"Nobody is named to verify {findings.Titled(provision)}: whether it was {(provision.IsNegative ? "kept" : "done")} will be one side's word against the other's.",
                        "name in `verified-by` a mechanism, or somebody whom both sides accept", [provision.Id]);
                }
                continue;
            }
            foreach (var holder in holders.Where(h => provision.VerifiedBy.All(v => Sides.AreOne(agreement, v, h))).Take(1))
            {
                findings.Warning("self-verified", DraftFindings.At(provision, "verified-by/0", "verified-by"),
                    $"{findings.Titled(provision, begins: true)} is owed by {agreement.NameOf(holder)} and verified by {findings.Actors(provision.VerifiedBy)} alone: the other side has no reason to accept that as verified.",
                    "add a verifier that belongs to neither side, or a joint one", [provision.Id]);
            }
            foreach (var verifier in provision.VerifiedBy.Distinct(StringComparer.Ordinal).Where(v => holders.Any(h => !Sides.AreOne(agreement, v, h))))
            {
                (toVerify.TryGetValue(verifier, out var known) ? known : toVerify[verifier] = []).Add(provision);
            }
        }
        Access(findings, toVerify);
    }

    private static void Access(DraftFindings findings, Dictionary<string, List<Provision>> toVerify)
    {
        var agreement = findings.Agreement;
        var asked = toVerify.Keys.SelectMany(v => Sides.Wholes(agreement, v)).ToHashSet(StringComparer.Ordinal);
        var own = agreement.Provisions.SelectMany(p => p.By.Where(asked.Contains).Select(v => (Actor: v, Provision: p)))
            .Where(o => SpeaksOfAccess().IsMatch(o.Provision.Text)).ToLookup(o => o.Actor, o => o.Provision, StringComparer.Ordinal);
        var owed = agreement.Provisions.SelectMany(p => p.To.Where(asked.Contains).Select(v => (Actor: v, Provision: p))).ToLookup(o => o.Actor, o => o.Provision, StringComparer.Ordinal);
        foreach (var (verifier, provisions) in toVerify.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            // What binds or lets in the whole does the same for its parts; an exception for verifying bars nobody from it.
            var wholes = Sides.Wholes(agreement, verifier).ToList();
            var barred = InZones(wholes.SelectMany(w => own[w]).Where(Bars));
            var granted = InZones(wholes.SelectMany(w => own[w].Where(p => !Bars(p)).Concat(owed[w])));
            var outside = new List<(string Zone, Provision Provision)>();
            foreach (var (zone, provision) in provisions.SelectMany(p => p.Zones.Select(z => (Zone: z, Provision: p))).DistinctBy(z => z.Zone, StringComparer.Ordinal))
            {
                if (Over(agreement, zone, barred) is { } bar)
                {
                    findings.Warning("verifier-without-access", DraftFindings.At(provision, "verified-by/0", "verified-by"),
                        $"{agreement.NameOf(verifier)} is to verify {findings.Titled(provision)} in {ZoneName(agreement, zone)}, and {findings.Titled(bar)} keeps it out of there: it could only report that it was not able to look.",
                        "except verification from that prohibition, or name a verifier who may go there", [provision.Id, bar.Id]);
                }
                else if (Over(agreement, zone, granted) is null)
                {
                    outside.Add((zone, provision));
                }
            }
            if (outside.Count > 0)
            {
                var provision = outside[0].Provision;
                findings.Note("verifier-without-access", DraftFindings.At(provision, "verified-by/0", "verified-by"),
                    $"{agreement.NameOf(verifier)} is to verify {findings.Titled(provision)}{(outside.Count > 1 ? " and others" : "")}, and nothing in the text gives it access to {DraftFindings.Listed([.. outside.Take(3).Select(z => ZoneName(agreement, z.Zone))])}{(outside.Count > 3 ? $" and {outside.Count - 3} more" : "")}: where it cannot go, silence shows nothing.",
                    "add a provision that lets it move there freely (`to` names who is let in), and say who answers when it is stopped",
                    [.. outside.Select(z => z.Provision.Id).Distinct(StringComparer.Ordinal)]);
            }
        }
    }

    private static bool Bars(Provision provision) => provision is Provision.Prohibition && !provision.Exceptions.Any(e => SpeaksOfAccess().IsMatch(e.Text));

    // By zone; one that names no zone holds everywhere, under the empty name.
    private static Dictionary<string, Provision> InZones(IEnumerable<Provision> provisions)
    {
        var inZones = new Dictionary<string, Provision>(StringComparer.Ordinal);
        foreach (var provision in provisions)
        {
            foreach (var zone in provision.Zones.Count == 0 ? [""] : provision.Zones)
            {
                inZones.TryAdd(zone, provision);
            }
        }
        return inZones;
    }

    // The one that holds in the zone, in one it is part of, or everywhere.
    private static Provision? Over(Agreement agreement, string zone, Dictionary<string, Provision> inZones)
    {
        var at = agreement.ZoneOf(zone);
        for (var steps = 0; at is not null && steps <= agreement.Zones.Count; steps++)
        {
            if (inZones.TryGetValue(at.Id, out var found))
            {
                return found;
            }
            at = at.PartOf is { } above ? agreement.ZoneOf(above) : null;
        }
        return inZones.GetValueOrDefault("");
    }

    private static string ZoneName(Agreement agreement, string zone) => $"\"{agreement.ZoneOf(zone)?.Name ?? zone}\"";

    [GeneratedRegex(@"\b(?:(?:go|goes|going|cross|crosses|stay|stays)\b|(?:access|enter|entry|presence|present|visit|inspect|patrol|monitor|observ|move|movement|deploy|verif|travel|approach|station|passage)\w*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpeaksOfAccess();
}
