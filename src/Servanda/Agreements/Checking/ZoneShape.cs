namespace Servanda.Agreements.Checking;

/// <summary>A corner of a shape in degrees: longitude east, latitude north.</summary>
public readonly record struct Corner(double Longitude, double Latitude);

/// <summary>
/// The outline of a zone: polygons of rings, the first the outer one, the others holes; a ring ends where it begins. On the scale of
/// zones the surface is taken as flat, and no shape crosses the date line. Its edges lie in rows by latitude, as many rows as the
/// root of their number, so that a point or an edge is compared with those beside it alone.
/// </summary>
public sealed class ZoneShape
{
    private readonly IReadOnlyList<Edge[]> polygons;
    private readonly Edge[] edges;
    private readonly List<Edge>[] rows;

    public ZoneShape(IReadOnlyList<IReadOnlyList<IReadOnlyList<Corner>>> polygons)
    {
        Polygons = polygons;
        this.polygons = [.. polygons.Select(p => (Edge[])[.. p.SelectMany(ring => ring.Zip(ring.Skip(1), (from, to) => new Edge(from, to)))])];
        edges = [.. this.polygons.SelectMany(p => p)];
        var corners = polygons.SelectMany(p => p).SelectMany(ring => ring).DefaultIfEmpty().ToList();
        (West, East) = (corners.Min(c => c.Longitude), corners.Max(c => c.Longitude));
        (South, North) = (corners.Min(c => c.Latitude), corners.Max(c => c.Latitude));
        rows = [.. Enumerable.Range(0, 1 + (int)Math.Sqrt(edges.Length)).Select(_ => new List<Edge>())];
        foreach (var edge in edges)
        {
            for (var row = RowOf(edge.South); row <= RowOf(edge.North); row++)
            {
                rows[row].Add(edge);
            }
        }
    }

    /// <summary>Polygons of rings, the first of each the outer one.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<Corner>>> Polygons { get; }

    public double West { get; }
    public double East { get; }
    public double South { get; }
    public double North { get; }

    private readonly record struct Edge(Corner From, Corner To)
    {
        public double South => Math.Min(From.Latitude, To.Latitude);
        public double North => Math.Max(From.Latitude, To.Latitude);
        public double West => Math.Min(From.Longitude, To.Longitude);
        public double East => Math.Max(From.Longitude, To.Longitude);

        /// <summary>The point this share of the way from its beginning to its end.</summary>
        public Corner At(double share) => new(From.Longitude + share * (To.Longitude - From.Longitude), From.Latitude + share * (To.Latitude - From.Latitude));

        /// <summary>How far along a point of it lies, between 0 and 1.</summary>
        public double Share(Corner point) => Math.Abs(To.Longitude - From.Longitude) > Math.Abs(To.Latitude - From.Latitude)
            ? (point.Longitude - From.Longitude) / (To.Longitude - From.Longitude)
            : From.Latitude == To.Latitude ? 0 : (point.Latitude - From.Latitude) / (To.Latitude - From.Latitude);
    }

    /// <summary>
    /// Whether the two share more than a border. Where they do, the edge of one crosses that of the other or runs inside it
    /// for a while, or a whole polygon of the one is one of the other.
    /// </summary>
    public bool Overlaps(ZoneShape other) =>
        West < other.East && other.West < East && South < other.North && other.South < North
        && (other.edges.Any(IsEnteredBy) || edges.Any(other.IsEnteredBy) || other.Middles().Any(IsInside));

    private int RowOf(double latitude) => North > South ? Math.Clamp((int)((latitude - South) / (North - South) * rows.Length), 0, rows.Length - 1) : 0;

    private bool IsEnteredBy(Edge edge)
    {
        if (edge.North < South || edge.South > North || edge.East < West || edge.West > East)
        {
            return false;
        }
        // The edge in pieces, from one corner that lies on it to the next: each is inside, outside or on the border as a whole.
        var cuts = new List<double> { 0, 1 };
        for (var row = RowOf(edge.South); row <= RowOf(edge.North); row++)
        {
            foreach (var own in rows[row])
            {
                if (Cross(own, edge))
                {
                    return true;
                }
                if (IsOn(edge, own.From))
                {
                    cuts.Add(edge.Share(own.From));
                }
            }
        }
        cuts.Sort();
        return cuts.Zip(cuts.Skip(1), (from, to) => edge.At((from + to) / 2)).Any(IsInside);
    }

    // Of each polygon, half way between the crossings of a line through it.
    private IEnumerable<Corner> Middles()
    {
        foreach (var polygon in polygons.Where(p => p.Length > 0))
        {
            var (south, north) = (polygon.Min(e => e.South), polygon.Max(e => e.North));
            var latitude = south + (north - south) * 0.4917;
            foreach (var pair in polygon.Where(e => IsAcross(e, latitude)).Select(e => At(e, latitude)).Order().Chunk(2).Where(p => p.Length == 2))
            {
                yield return new Corner((pair[0] + pair[1]) / 2, latitude);
            }
        }
    }

    private bool IsInside(Corner point)
    {
        if (point.Longitude < West || point.Longitude > East || point.Latitude < South || point.Latitude > North)
        {
            return false;
        }
        var crossings = 0;
        foreach (var edge in rows[RowOf(point.Latitude)])
        {
            if (IsOn(edge, point))
            {
                return false;
            }
            crossings += IsAcross(edge, point.Latitude) && point.Longitude < At(edge, point.Latitude) ? 1 : 0;
        }
        return crossings % 2 == 1;
    }

    private static bool IsAcross(Edge edge, double latitude) => edge.From.Latitude > latitude != edge.To.Latitude > latitude;

    private static double At(Edge edge, double latitude) =>
        edge.From.Longitude + (latitude - edge.From.Latitude) / (edge.To.Latitude - edge.From.Latitude) * (edge.To.Longitude - edge.From.Longitude);

    private static bool IsOn(Edge edge, Corner point) =>
        Math.Abs(Turn(edge.From, edge.To, point)) < 1e-12
        && point.Longitude >= edge.West && point.Longitude <= edge.East && point.Latitude >= edge.South && point.Latitude <= edge.North;

    // Each passes from one side of the other to its other side.
    private static bool Cross(Edge a, Edge b) =>
        Turn(a.From, a.To, b.From) * Turn(a.From, a.To, b.To) < -1e-24 && Turn(b.From, b.To, a.From) * Turn(b.From, b.To, a.To) < -1e-24;

    private static double Turn(Corner from, Corner to, Corner point) =>
        (to.Longitude - from.Longitude) * (point.Latitude - from.Latitude) - (to.Latitude - from.Latitude) * (point.Longitude - from.Longitude);
}
