using System.Globalization;
using System.Numerics;

namespace Servanda.Merkle;

/// <summary>The hashes of a tile from its left end: all 256 of a full one, fewer of one at the right edge.</summary>
public delegate ReadOnlyMemory<byte> TileAt(int level, long index);

/// <summary>
/// The tree in tiles, as c2sp.org/tlog-tiles has it: 256 neighbouring hashes of every eighth level. All other nodes are
/// computed from them.
/// </summary>
public static class Tiles
{
    /// <summary>A tile's height: what a level-1 tile has for a leaf is the root of a whole level-0 tile.</summary>
    public const int Height = 8;

    public const int Width = 1 << Height;

    /// <summary>Where the tile of the Merkle tree is served.</summary>
    /// <param name="width">256, or fewer hashes of a tile at the right edge.</param>
    public static string Path(int level, long index, int width) => string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{Number(index)}{Partial(width)}");

    /// <summary>Where the bundle of up to 256 entries is served.</summary>
    public static string EntriesPath(long index, int width) => $"tile/entries/{Number(index)}{Partial(width)}";

    /// <summary>The tiles of a tree of this size, the last of each level partial where it is.</summary>
    public static IEnumerable<(int Level, long Index, int Width)> Of(long size)
    {
        var level = 0;
        for (var hashes = size; hashes > 0; hashes >>= Height, level++)
        {
            for (var index = 0L; index < hashes >> Height; index++)
            {
                yield return (level, index, Width);
            }
            if (hashes % Width is var rest and > 0)
            {
                yield return (level, hashes >> Height, (int)rest);
            }
        }
    }

    /// <summary>Any node of the tree, computed from its tiles.</summary>
    public static NodeAt Nodes(TileAt tile) => (height, index) =>
    {
        var (level, above) = (height / Height, height % Height);
        var first = index << above;
        var hashes = tile(level, first >> Height).Span.Slice((int)(first % Width) * Digest.Length, Digest.Length << above);
        return Root(hashes);
    };

    /// <summary>The root over neighbouring hashes, as many as a power of two.</summary>
    public static Digest Root(ReadOnlySpan<byte> hashes)
    {
        var range = new CompactRange();
        for (var at = 0; at < hashes.Length; at += Digest.Length)
        {
            range.Add(Digest.From(hashes.Slice(at, Digest.Length)));
        }
        System.Diagnostics.Debug.Assert(BitOperations.IsPow2(range.Size), "a complete subtree");
        return range.Root;
    }

    // Groups of three digits, all but the last behind an x: 1234067 is x001/x234/067.
    private static string Number(long index)
    {
        var path = (index % 1000).ToString("d3", CultureInfo.InvariantCulture);
        for (var rest = index / 1000; rest > 0; rest /= 1000)
        {
            path = $"x{(rest % 1000).ToString("d3", CultureInfo.InvariantCulture)}/{path}";
        }
        return path;
    }

    private static string Partial(int width) => width == Width ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{width}");
}
