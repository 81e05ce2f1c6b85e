namespace Servanda.Agreements.Checking;

/// <summary>Where: <c>zone-without-geometry</c>, <c>zones-overlap</c>.</summary>
internal static class ZoneChecks
{
    public static void Of(DraftFindings findings, IReadOnlyDictionary<string, ZoneShape>? shapes)
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
        if (shapes is not null)
        {
            Overlaps(findings, shapes, owing);
        }
    }

    // From west to east, so that only zones whose widths meet are compared.
    private static void Overlaps(DraftFindings findings, IReadOnlyDictionary<string, ZoneShape> shapes, ILookup<string, string> owing)
    {
        var agreement = findings.Agreement;
        var open = new List<(Zone Zone, ZoneShape Shape)>();
        foreach (var (zone, shape) in agreement.Zones.Where(z => shapes.ContainsKey(z.Id)).Select(z => (z, shapes[z.Id])).OrderBy(z => z.Item2.West))
        {
            open.RemoveAll(o => o.Shape.East <= shape.West);
            foreach (var (other, otherShape) in open.Where(o => !agreement.IsZonePartOf(zone.Id, o.Zone.Id) && !agreement.IsZonePartOf(o.Zone.Id, zone.Id) && o.Shape.Overlaps(shape)))
            {
                var (first, second) = zone.Position.Line < other.Position.Line || zone.Position.Line == other.Position.Line && zone.Position.Column < other.Position.Column ? (zone, other) : (other, zone);
                findings.Warning("zones-overlap", new Excerpt(second.Position, null),
                    $"\"{second.Name}\" and \"{first.Name}\" overlap and neither is part of the other: where they do, nobody can tell which rules hold.",
                    "draw them apart, make one `part-of` the other, or give what they share a zone of its own",
                    [.. owing[first.Id].Concat(owing[second.Id]).Distinct(StringComparer.Ordinal)]);
            }
            open.Add((zone, shape));
        }
    }
}
