using System.Diagnostics;
using Servanda.Merkle;
using Servanda.Stores;

namespace Servanda.Bench;

/// <summary>The rows of a ledger, written again by the engine alone.</summary>
internal sealed class BareLedger
{
    private readonly List<EntryRow> _entries = [];
    private readonly ILookup<long, DisclosureRow> _disclosures;
    private readonly ILookup<long, byte[]> _claims;

    public BareLedger(LedgerStore source)
    {
        using var database = source.Another();
        for (var at = 0L; at < source.Size; at += Entries.PageSize)
        {
            _entries.AddRange(Entries.Page(database, at));
        }
        _disclosures = Entries.Disclosures(database, 0, (int)source.Size);
        _claims = database.Rows("select seq, claim from claim where ledger_id = @ledger", row => (row.GetInt64(0), (byte[])row[1])).ToLookup(row => row.Item1, row => row.Item2);
    }

    /// <returns>Entries a second, each transaction durable before the next.</returns>
    public double Write(string place, string agreement, LedgerSettings settings, int batch, int count)
    {
        using var target = LedgerStore.OpenOrCreate(place, agreement, settings).OrThrow();
        using var database = target.Another();
        var rows = _entries.Take(count).Chunk(batch)
            .Select(chunk => (Entries: chunk, Disclosures: chunk.SelectMany(row => _disclosures[row.Seq]).ToList(), Claims: chunk.SelectMany(row => _claims[row.Seq].Select(claim => (claim, row.Seq))).ToList())).ToList();
        GC.Collect();
        var watch = Stopwatch.StartNew();
        foreach (var (entries, disclosures, claims) in rows)
        {
            using var transaction = database.Engine.BeginAppend(database.Connection);
            database.Engine.Insert(database, entries, disclosures, claims);
            transaction.Commit();
        }
        return Math.Min(count, _entries.Count) / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A tree over so many leaf hashes, and the time of a proof in it.</summary>
    public static (TimeSpan Build, TimeSpan Proof, long Bytes) Proofs(string path, int entries)
    {
        const int Batch = 100_000, Samples = 2000;
        using var ledger = LedgerStore.OpenOrCreate(path, "truce", NodaTime.SystemClock.Instance).OrThrow();
        using var database = ledger.Another();
        var tree = new TreeWriter(database, new CompactRange());
        var watch = Stopwatch.StartNew();
        for (var at = 0; at < entries; at += Batch)
        {
            using var transaction = database.Engine.BeginAppend(database.Connection);
            var rows = Enumerable.Range(at, Math.Min(Batch, entries - at)).Select(i =>
            {
                var hash = Digest.OfLeaf(BitConverter.GetBytes(i));
                tree.Add(hash);
                return new EntryRow(i, new Guid(i, 0, 0, new byte[8]), 0, i, "note", hash.ToArray(), null, 0);
            }).ToList();
            database.Engine.Insert(database, rows, [], []);
            tree.Flush();
            tree = new TreeWriter(database, tree.Range);
            transaction.Commit();
        }
        var build = watch.Elapsed;
        var random = new Random(1);
        watch.Restart();
        for (var i = 0; i < Samples; i++)
        {
            // Each as if it were the first: nothing is remembered from the one before.
            var index = random.Next(entries);
            MerkleTree.Inclusion(index, entries, Tiles.Nodes(new StoredTiles(database).At));
        }
        return (build, watch.Elapsed / Samples, new FileInfo(path).Length);
    }
}
