using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>
/// Grows the stored tree. The hashes of leaves lie with their entries; when 256 are there they are kept as a tile of
/// level 0 as well, never touched again. A tile of a higher level grows by one hash for each tile below it.
/// </summary>
internal sealed class TreeWriter(Database database, CompactRange range)
{
    private readonly long _before = range.Size;
    private readonly List<Digest> _fresh = [];
    private readonly Dictionary<(int Level, long Index), List<byte>> _grown = [];

    public CompactRange Range => range;

    public void Add(Digest leaf)
    {
        _fresh.Add(leaf);
        range.Add(leaf, Formed);
    }

    /// <summary>Writes what has grown. The entries themselves have to be there.</summary>
    public void Flush()
    {
        foreach (var ((level, index), data) in _grown.OrderBy(tile => tile.Key))
        {
            database.Run("insert into tile(ledger_id, level, n, data) values (@ledger, @level, @n, @data) on conflict (ledger_id, level, n) do update set data = excluded.data",
                ("@level", (long)level), ("@n", index), ("@data", data.ToArray()));
        }
        _grown.Clear();
    }

    private void Formed(int height, long index, Digest node)
    {
        if (height % Tiles.Height != 0)
        {
            return;
        }
        if (height == Tiles.Height)
        {
            _grown[(0, index)] = Leaves(index);
        }
        Grow(height / Tiles.Height, index, node);
    }

    private List<byte> Leaves(long index)
    {
        var hashes = new List<byte>(Tiles.Width * Digest.Length);
        var first = index * Tiles.Width;
        if (first < _before)
        {
            hashes.AddRange(StoredTiles.Leaves(database, first, _before));
        }
        foreach (var hash in _fresh.Skip((int)Math.Max(0, first - _before)))
        {
            hashes.AddRange(hash.ToArray());
        }
        return hashes;
    }

    private void Grow(int level, long index, Digest node)
    {
        var tile = (level, index / Tiles.Width);
        if (!_grown.TryGetValue(tile, out var data))
        {
            data = index % Tiles.Width == 0 ? [] : [.. StoredTiles.Read(database, level, tile.Item2)];
            _grown.Add(tile, data);
        }
        System.Diagnostics.Debug.Assert(data.Count == index % Tiles.Width * Digest.Length, "a tile grows from its left end");
        data.AddRange(node.ToArray());
    }
}

/// <summary>The stored tree, tile by tile.</summary>
internal sealed class StoredTiles(Database database)
{
    private const int Kept = 64;
    private readonly Dictionary<(int, long), byte[]> _read = [];

    /// <summary>The tile's hashes from its left end, as many as there are.</summary>
    public ReadOnlyMemory<byte> At(int level, long index)
    {
        if (!_read.TryGetValue((level, index), out var data))
        {
            if (_read.Count >= Kept)
            {
                _read.Clear();
            }
            data = Read(database, level, index);
            _read.Add((level, index), data);
        }
        return data;
    }

    public static byte[] Read(Database database, int level, long index) =>
        database.Bytes("select data from tile where ledger_id = @ledger and level = @level and n = @n", ("@level", (long)level), ("@n", index))
        ?? (level == 0 ? Leaves(database, index * Tiles.Width, (index + 1) * Tiles.Width) : []);

    public static byte[] Leaves(Database database, long from, long to) =>
        [.. database.Rows("select leaf_hash from entry where ledger_id = @ledger and seq >= @from and seq < @to order by seq", row => (byte[])row[0], ("@from", from), ("@to", to)).SelectMany(hash => hash)];
}
