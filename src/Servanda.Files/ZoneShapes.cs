using System.Text.Json;
using Servanda.Agreements;
using Servanda.Agreements.Checking;

namespace Servanda.Files;

/// <summary>The shapes of an agreement's zones, read from the GeoJSON files that they name: <c>zones.geojson#east-of-line-one</c>.</summary>
public static class ZoneShapes
{
    // Outlines of zones are small; a file of satellite detail would take minutes to compare.
    private const int LargestFile = 16 * 1024 * 1024;
    private const int MostCorners = 20_000;

    /// <param name="open">The bytes of a file beside the agreement; null where there is none.</param>
    public static IReadOnlyDictionary<string, ZoneShape> Of(Agreement agreement, Func<string, byte[]?> open, List<Finding> findings)
    {
        var shapes = new Dictionary<string, ZoneShape>(StringComparer.Ordinal);
        var files = new Dictionary<string, Dictionary<string, ZoneShape>?>(StringComparer.Ordinal);
        foreach (var zone in agreement.Zones)
        {
            if (zone.Geometry?.Split('#', 2) is not { } parts)
            {
                continue;
            }
            if (!files.TryGetValue(parts[0], out var features))
            {
                files[parts[0]] = features = Features(parts[0], open);
            }
            if (features is not null && parts.Length == 2 && features.TryGetValue(parts[1], out var shape))
            {
                shapes[zone.Id] = shape;
                continue;
            }
            findings.Add(new Finding
            {
                Code = "zone-without-geometry",
                Severity = Severity.Warning,
                Message = $"The map of \"{zone.Name}\" cannot be read: {(features is null ? $"there is no GeoJSON file {Spelling.Quote(parts[0])} beside the agreement" : $"{Spelling.Quote(parts[0])} has no polygon of the id {Spelling.Quote(parts.ElementAtOrDefault(1) ?? "")}")}.",
                Hint = "write `geometry: FILE.geojson#ID`, the id of a feature in a file beside the agreement" + (Spelling.DidYouMean(parts.ElementAtOrDefault(1) ?? "", features?.Keys ?? Enumerable.Empty<string>()) is { } near ? "; " + near : ""),
                Position = zone.Position,
            });
        }
        return shapes;
    }

    private static Dictionary<string, ZoneShape>? Features(string file, Func<string, byte[]?> open)
    {
        if (file.Length == 0 || Path.IsPathRooted(file) || file.Split('/', '\\').Contains("..", StringComparer.Ordinal) || open(file) is not { Length: <= LargestFile } bytes)
        {
            return null;
        }
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var features = new Dictionary<string, ZoneShape>(StringComparer.Ordinal);
            if (json.RootElement.ValueKind is not JsonValueKind.Object || !json.RootElement.TryGetProperty("features", out var list) || list.ValueKind is not JsonValueKind.Array)
            {
                return null;
            }
            foreach (var feature in list.EnumerateArray().Where(f => f.ValueKind is JsonValueKind.Object))
            {
                if (IdOf(feature) is { } id && feature.TryGetProperty("geometry", out var geometry) && Shape(geometry) is { } shape)
                {
                    features.TryAdd(id, shape);
                }
            }
            return features;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? IdOf(JsonElement feature) =>
        feature.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String ? id.GetString()
        : feature.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object && properties.TryGetProperty("id", out id) && id.ValueKind is JsonValueKind.String ? id.GetString()
        : null;

    private static ZoneShape? Shape(JsonElement geometry)
    {
        if (geometry.ValueKind is not JsonValueKind.Object || !geometry.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String || !geometry.TryGetProperty("coordinates", out var coordinates))
        {
            return null;
        }
        List<IReadOnlyList<IReadOnlyList<Corner>>>? polygons = type.GetString() switch
        {
            "Polygon" => [.. new[] { Rings(coordinates) }],
            "MultiPolygon" => [.. Items(coordinates).Select(Rings)],
            _ => null,
        };
        return polygons is not null && polygons.Sum(p => p.Sum(r => r.Count)) is > 0 and <= MostCorners ? new ZoneShape(polygons) : null;
    }

    private static IReadOnlyList<IReadOnlyList<Corner>> Rings(JsonElement polygon) =>
        [.. Items(polygon).Select(ring => (IReadOnlyList<Corner>)[.. Items(ring).Select(CornerOf).OfType<Corner>()])];

    private static Corner? CornerOf(JsonElement position) =>
        Items(position).Take(2).ToList() is [{ ValueKind: JsonValueKind.Number } longitude, { ValueKind: JsonValueKind.Number } latitude] ? new Corner(longitude.GetDouble(), latitude.GetDouble()) : null;

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : [];
}
