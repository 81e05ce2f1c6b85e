using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>The steps from each format of the tables to the next. A step that was released is never changed.</summary>
internal static class Tables
{
    /// <summary>Format 2 brought the tree: what is there already is put into it.</summary>
    public static Refusal? GrowTree(Database database)
    {
        foreach (var (ledger, size) in database.Rows("select ledger_id, size from head where root is null", row => (row.GetInt64(0), row.GetInt64(1))))
        {
            database.Ledger = ledger;
            var tree = new TreeWriter(database, new CompactRange());
            var next = 0L;
            while (next < size)
            {
                var hashes = database.Rows($"select seq, leaf_hash from entry where ledger_id = @ledger and seq >= @from order by seq limit {Tiles.Width * 16}",
                    row => (Seq: row.GetInt64(0), Hash: (byte[])row[1]), ("@from", next));
                if (hashes.Count == 0 || hashes[0].Seq != next)
                {
                    return new Refusal.Damaged(database.Place, next, "it is missing");
                }
                foreach (var (seq, hash) in hashes)
                {
                    if (seq != next || hash.Length != Digest.Length)
                    {
                        return new Refusal.Damaged(database.Place, next, seq != next ? "it is missing" : "its hash is none");
                    }
                    tree.Add(Digest.From(hash));
                    next++;
                }
                tree.Flush();
            }
            database.Run("update head set root = @root, peaks = @peaks where ledger_id = @ledger", ("@root", tree.Range.Root.ToArray()), ("@peaks", tree.Range.ToArray()));
        }
        return null;
    }
}
