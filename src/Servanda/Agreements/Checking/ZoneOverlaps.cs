namespace Servanda.Agreements.Checking;

/// <summary>The zones that share ground on the map though neither is part of the other.</summary>
public static class ZoneOverlaps
{
    /// <summary>
    /// Each pair once: a sweep along the axis on which the zones crowd less, so that only those whose extents meet are
    /// compared.
    /// </summary>
    /// <param name="shapes">The shapes of zones, by zone; one without a shape overlaps none.</param>
    public static IEnumerable<(Zone One, Zone Other)> Of(Agreement agreement, IReadOnlyDictionary<string, ZoneShape> shapes)
    {
        var drawn = agreement.Zones.Where(z => shapes.ContainsKey(z.Id)).Select(z => (Zone: z, Shape: shapes[z.Id])).ToList();
        Func<ZoneShape, double> begin = s => s.West, end = s => s.East;
        if (Crowding(drawn, s => s.South, s => s.North) < Crowding(drawn, begin, end))
        {
            (begin, end) = (s => s.South, s => s.North);
        }
        var open = new List<(Zone Zone, ZoneShape Shape)>();
        foreach (var (zone, shape) in drawn.OrderBy(d => begin(d.Shape)))
        {
            open.RemoveAll(o => end(o.Shape) <= begin(shape));
            foreach (var (other, otherShape) in open)
            {
                if (shape.Overlaps(otherShape) && !agreement.IsZonePartOf(zone.Id, other.Id) && !agreement.IsZonePartOf(other.Id, zone.Id))
                {
                    yield return (other, zone);
                }
            }
            open.Add((zone, shape));
        }
    }

    // How many lie side by side on the axis, on average.
    private static double Crowding(List<(Zone Zone, ZoneShape Shape)> drawn, Func<ZoneShape, double> begin, Func<ZoneShape, double> end) =>
        drawn.Count == 0 ? 0 : drawn.Sum(d => end(d.Shape) - begin(d.Shape)) / (drawn.Max(d => end(d.Shape)) - drawn.Min(d => begin(d.Shape)));
}
