using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>The last entry of a ledger. A file that was cut short or half restored shows here; all else is for the audit.</summary>
internal static class Edge
{
    public static Refusal.Damaged? Problem(Database database, long size)
    {
        var last = database.Rows("select leaf, leaf_hash from entry where ledger_id = @ledger and seq = @last", row => (Leaf: row.IsDBNull(0) ? null : (byte[])row[0], Hash: (byte[])row[1]), ("@last", size - 1));
        return last is not [var (leaf, hash)] || leaf is null ? new Refusal.Damaged(database.Place, size - 1, "it is missing")
            : !Digest.OfLeaf(leaf).Is(hash) ? new Refusal.Damaged(database.Place, size - 1, "its bytes are not those that were hashed")
            : database.NumberOrNone("select seq from entry where ledger_id = @ledger and seq >= @size limit 1", ("@size", size)) is { } beyond
                ? new Refusal.Damaged(database.Place, beyond, $"the head says there are {size} entries") : null;
    }
}
