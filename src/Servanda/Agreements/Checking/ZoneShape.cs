namespace Servanda.Agreements.Checking;

/// <summary>A corner of a shape in degrees: longitude east, latitude north.</summary>
public readonly record struct Corner(double Longitude, double Latitude);

/// <summary>
/// The outline of a zone: polygons of rings, the first the outer one, the others holes; a ring ends where it begins. On the scale of
/// zones the surface is taken as flat, and no shape crosses the date line.
/// </summary>
public sealed class ZoneShape(IReadOnlyList<IReadOnlyList<IReadOnlyList<Corner>>> polygons)
{
    private readonly (Corner From, Corner To)[] edges = [.. polygons.SelectMany(p => p).SelectMany(ring => ring.Zip(ring.Skip(1)))];

    /// <summary>Polygons of rings, the first of each the outer one.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<Corner>>> Polygons => polygons;

    public double West { get; } = Corners(polygons).Select(c => c.Longitude).DefaultIfEmpty(0).Min();
    public double East { get; } = Corners(polygons).Select(c => c.Longitude).DefaultIfEmpty(0).Max();
    public double South { get; } = Corners(polygons).Select(c => c.Latitude).DefaultIfEmpty(0).Min();
    public double North { get; } = Corners(polygons).Select(c => c.Latitude).DefaultIfEmpty(0).Max();

    /// <summary>Whether the two share more than a border.</summary>
    public bool Overlaps(ZoneShape other) =>
        West < other.East && other.West < East && South < other.North && other.South < North
        && (edges.Any(a => other.edges.Any(b => Cross(a, b))) || HasPointOf(other) || other.HasPointOf(this));

    private static IEnumerable<Corner> Corners(IReadOnlyList<IReadOnlyList<IReadOnlyList<Corner>>> polygons) => polygons.SelectMany(p => p).SelectMany(ring => ring);

    // Corners may lie on a shared border; the middle of a shape does not.
    private bool HasPointOf(ZoneShape other) => other.edges.Any(e => IsInside(e.From)) || other.Middle() is { } middle && IsInside(middle);

    // Half way between the first two crossings of a line through the shape.
    private Corner? Middle()
    {
        var latitude = South + (North - South) * 0.4917;
        var crossings = edges.Where(e => e.From.Latitude > latitude != e.To.Latitude > latitude).Select(e => At(e, latitude)).Order().Take(2).ToList();
        return crossings.Count == 2 ? new Corner((crossings[0] + crossings[1]) / 2, latitude) : null;
    }

    private bool IsInside(Corner point) =>
        !edges.Any(e => IsOn(e, point))
        && edges.Count(e => e.From.Latitude > point.Latitude != e.To.Latitude > point.Latitude && point.Longitude < At(e, point.Latitude)) % 2 == 1;

    private static double At((Corner From, Corner To) edge, double latitude) =>
        edge.From.Longitude + (latitude - edge.From.Latitude) / (edge.To.Latitude - edge.From.Latitude) * (edge.To.Longitude - edge.From.Longitude);

    private static bool IsOn((Corner From, Corner To) edge, Corner point) =>
        Math.Abs(Turn(edge.From, edge.To, point)) < 1e-12
        && point.Longitude >= Math.Min(edge.From.Longitude, edge.To.Longitude) && point.Longitude <= Math.Max(edge.From.Longitude, edge.To.Longitude)
        && point.Latitude >= Math.Min(edge.From.Latitude, edge.To.Latitude) && point.Latitude <= Math.Max(edge.From.Latitude, edge.To.Latitude);

    // Each passes from one side of the other to its other side.
    private static bool Cross((Corner From, Corner To) a, (Corner From, Corner To) b) =>
        Turn(a.From, a.To, b.From) * Turn(a.From, a.To, b.To) < -1e-24 && Turn(b.From, b.To, a.From) * Turn(b.From, b.To, a.To) < -1e-24;

    private static double Turn(Corner from, Corner to, Corner point) =>
        (to.Longitude - from.Longitude) * (point.Latitude - from.Latitude) - (to.Latitude - from.Latitude) * (point.Longitude - from.Longitude);
}
