using System.Globalization;
using System.Text;
using Servanda.Agreements;
using Servanda.Agreements.Checking;
using Servanda.Files;
using Xunit;

namespace Servanda.Tests.Checking;

/// <summary>Whether two provisions hold in one place, by what the zones are part of and by how they are drawn.</summary>
public sealed class Zones_of_a_draft
{
    private const string Beginning = """
        servanda: 1
        id: draft
        title: A draft
        time-zone: Europe/Zurich
        actors:
          - {id: north, name: Northland, role: party}
          - {id: south, name: Southland, role: party}
          - {id: watch, name: Joint Watch, role: mechanism}
        anchors:
          - {id: signature, at: 2026-01-09}
        zones:
          - {id: region, name: The region}
          - {id: valley, name: The valley, part-of: region, geometry: map.geojson#valley}
          - {id: mill, name: The mill, part-of: valley}
          - {id: hill, name: The hill, geometry: map.geojson#hill}
          - {id: hut, name: The hut, part-of: hill}
          - {id: meadow, name: The meadow, geometry: map.geojson#meadow}
          - {id: yard, name: The yard, geometry: map.geojson#yard}
          - {id: lake, name: The lake, geometry: map.geojson#lake}
          - {id: island, name: The island, geometry: map.geojson#island}
          - {id: lost, name: Where no map is}
        phases:
          - id: one
            title: One
            provisions:

        """;

    // The hill lies across the valley's eastern edge, the meadow begins at that edge, the yard touches a corner; the island is a hole in the lake.
    private static readonly byte[] Map = Encoding.UTF8.GetBytes($$"""
        {"type": "FeatureCollection", "features": [
          {{Feature("valley", Ring(0, 0, 4, 4))}}, {{Feature("hill", Ring(3, 1, 6, 2))}}, {{Feature("meadow", Ring(4, 2, 6, 4))}}, {{Feature("yard", Ring(4, 4, 5, 5))}},
          {{Feature("lake", Ring(10, 0, 14, 4) + ", " + Ring(11, 1, 13, 3))}}, {{Feature("island", Ring(11, 1, 13, 3))}}
        ]}
        """);

    [Theory]
    [InlineData("valley", "hill", true)]
    [InlineData("hill", "valley", true)]
    [InlineData("region", "hill", true)]
    [InlineData("hill", "region", true)]
    [InlineData("lost, hill", "valley", true)]
    [InlineData("valley", "meadow", false)]
    [InlineData("valley", "yard", false)]
    [InlineData("hill", "meadow", false)]
    [InlineData("lake", "island", false)]
    [InlineData("lost", "valley", false)]
    [InlineData("mill", "hill", false)]
    [InlineData("valley", "hut", false)]
    [InlineData("valley", "mill", true)]
    [InlineData("mill", "valley", true)]
    [InlineData("mill", "region", true)]
    public void Are_one_place_where_they_overlap(string forbidden, string asked, bool isTold)
    {
        var findings = Check(Provisions(forbidden, asked));
        Assert.Equal(isTold, findings.Any(f => f.Code == "duty-against-prohibition" && f.Provisions.SequenceEqual(["duty", "ban"])));
    }

    [Fact]
    public void Are_named_where_they_overlap() =>
        Assert.Contains("where \"The hill\" and \"The valley\" overlap",
            Assert.Single(Check(Provisions("valley", "hill")), f => f.Code == "duty-against-prohibition").Message, StringComparison.Ordinal);

    [Fact]
    public void Are_no_one_place_without_a_map() =>
        Assert.DoesNotContain(Check(Provisions("valley", "hill"), _ => null), f => f.Code == "duty-against-prohibition");

    /// <summary>Shapes of unit squares share ground where they share a square, whatever their borders have in common.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Overlap_where_they_have_a_square_in_common(int seed)
    {
        var random = new Random(seed);
        var squares = Enumerable.Range(0, 80).ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"z{i}"), _ => Squares(random), StringComparer.Ordinal);
        var expected = squares.Keys.SelectMany(a => squares.Keys.Where(b => string.CompareOrdinal(a, b) < 0 && squares[a].Overlaps(squares[b])).Select(b => $"{a} {b}")).Order(StringComparer.Ordinal).ToList();
        var zones = string.Concat(squares.Keys.Select(id => $"  - {{id: {id}, name: Zone {id}}}\n"));
        var text = Beginning.Replace("  - {id: region, name: The region}\n", zones + "  - {id: region, name: The region}\n", StringComparison.Ordinal) + Provisions("region", "region");
        var agreement = AgreementFile.Read("draft.yaml", Encoding.UTF8.GetBytes(text)).Agreement!;

        var found = ZoneOverlaps.Of(agreement, squares.ToDictionary(s => s.Key, s => Drawn(s.Value), StringComparer.Ordinal))
            .Select(p => string.CompareOrdinal(p.One.Id, p.Other.Id) < 0 ? $"{p.One.Id} {p.Other.Id}" : $"{p.Other.Id} {p.One.Id}").Order(StringComparer.Ordinal);

        Assert.InRange(expected.Count, 10, squares.Count * squares.Count / 3);
        Assert.Equal(expected, found);
    }

    /// <summary>Corners on the other's edges, edges in common, one inside the other: what lies at the border decides nothing by itself.</summary>
    [Theory]
    [InlineData("0 0, 2 0, 2 2, 0 2", "1 0, 3 0, 3 2, 1 2", true)]
    [InlineData("0 0, 2 0, 2 2, 0 2", "0 0, 2 0, 2 2, 0 2", true)]
    [InlineData("0 0, 2 0, 2 2, 0 2", "0 0, 1 0, 1 1, 0 1", true)]
    [InlineData("0 0, 4 0, 4 4, 0 4", "1 1, 2 1, 2 2, 1 2", true)]
    [InlineData("0 0, 2 0, 2 2, 0 2", "1 0, 2 1, 1 2, 0 1", true)]
    [InlineData("0 0, 2 0, 2 2, 0 2", "2 0, 4 0, 4 2, 2 2", false)]
    [InlineData("0 0, 2 0, 2 2, 0 2", "2 1, 4 1, 4 3, 2 3", false)]
    [InlineData("0 0, 2 0, 2 2, 0 2", "2 1, 3 0, 3 2", false)]
    [InlineData("0 0, 4 0, 4 4, 0 4, 0 3, 3 3, 3 1, 0 1", "0 1, 3 1, 3 3, 0 3", false)]
    [InlineData("0 0, 4 0, 4 4, 0 4, 0 3, 3 3, 3 1, 0 1", "0 1, 3.5 1, 3.5 3, 0 3", true)]
    [InlineData("0 0, 2 0, 1 2", "0 2, 1 0, 2 2", true)]
    public void Overlap_whatever_their_borders_share(string one, string other, bool isTold)
    {
        Assert.Equal(isTold, Polygon(one).Overlaps(Polygon(other)));
        Assert.Equal(isTold, Polygon(other).Overlaps(Polygon(one)));
    }

    private static ZoneShape Polygon(string corners)
    {
        var ring = corners.Split(", ").Select(c => c.Split(' ')).Select(c => new Corner(double.Parse(c[0], CultureInfo.InvariantCulture), double.Parse(c[1], CultureInfo.InvariantCulture))).ToList();
        return new ZoneShape([[[.. ring, ring[0]]]]);
    }

    private static HashSet<(int West, int South)> Squares(Random random)
    {
        var (west, south) = (random.Next(0, 16), random.Next(0, 12));
        return [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (west + random.Next(0, 3), south + random.Next(0, 3)))];
    }

    private static ZoneShape Drawn(IEnumerable<(int West, int South)> squares) =>
        new([.. squares.Select(s => (IReadOnlyList<IReadOnlyList<Corner>>)[[new Corner(s.West, s.South), new(s.West + 1, s.South), new(s.West + 1, s.South + 1), new(s.West, s.South + 1), new(s.West, s.South)]])]);

    private static string Provisions(string forbidden, string asked) =>
        $"      - {{id: ban, kind: prohibition, text: No patrols, words: [patrol], by: [north], zones: [{forbidden}]}}\n"
        + $"      - {{id: duty, kind: act, text: It patrols, words: [patrol], by: [north], zones: [{asked}]}}\n";

    private static string Feature(string id, string rings) => $$$"""{"type": "Feature", "id": "{{{id}}}", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [{{{rings}}}]}}""";

    private static string Ring(int west, int south, int east, int north) => string.Create(CultureInfo.InvariantCulture, $"[[{west}, {south}], [{east}, {south}], [{east}, {north}], [{west}, {north}], [{west}, {south}]]");

    private static IReadOnlyList<Finding> Check(string provisions, Func<string, byte[]?>? open = null) =>
        AgreementCheck.Of(AgreementFile.Read("draft.yaml", Encoding.UTF8.GetBytes(Beginning + provisions)), "draft.yaml", open ?? (file => file == "map.geojson" ? Map : null));
}
