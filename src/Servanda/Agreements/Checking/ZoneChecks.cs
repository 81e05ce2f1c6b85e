namespace Servanda.Agreements.Checking;

/// <summary>Where: <c>zone-without-geometry</c>, <c>zones-overlap</c>.</summary>
internal static class ZoneChecks
{
    // Nobody reads on after so many.
    private const int Most = 200;

    public static void Of(DraftFindings findings, IReadOnlyList<(Zone One, Zone Other)> overlaps)
    {
        var agreement = findings.Agreement;
        var owing = agreement.Provisions.SelectMany(p => p.Zones.Select(z => (Zone: z, p.Id))).ToLookup(p => p.Zone, p => p.Id, StringComparer.Ordinal);
        foreach (var zone in agreement.Zones.Where(z => z.Geometry is null && owing[z.Id].Any()))
        {
            var provisions = owing[zone.Id].Distinct(StringComparer.Ordinal).ToList();
            findings.Note("zone-without-geometry", new Excerpt(zone.Position, null),
                $"Where \"{zone.Name}\" begins and ends is not drawn, and {(provisions.Count == 1 ? "one provision holds" : $"{provisions.Count} provisions hold")} there: an incident at its edge will be inside for one side and outside for the other.",
                "add `geometry: FILE.geojson#ID`, and annex the map to the text", provisions);
        }
        foreach (var (one, other) in overlaps.Take(Most))
        {
            Overlap(findings, one, other, owing);
        }
    }

    private static void Overlap(DraftFindings findings, Zone one, Zone other, ILookup<string, string> owing)
    {
        var (first, second) = (one.Position.Line, one.Position.Column).CompareTo((other.Position.Line, other.Position.Column)) < 0 ? (one, other) : (other, one);
        findings.Warning("zones-overlap", new Excerpt(second.Position, null),
            $"\"{second.Name}\" and \"{first.Name}\" overlap and neither is part of the other: where they do, nobody can tell which rules hold.",
            "draw them apart, make one `part-of` the other, or give what they share a zone of its own",
            [.. owing[first.Id].Concat(owing[second.Id]).Distinct(StringComparer.Ordinal)]);
    }
}
