using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>
/// The quick audit: what the bytes of all entries hash to, against what the ledger and its signed checkpoints say. Whoever
/// changes an entry has to sign a checkpoint anew to pass it; who signed each entry is for the whole audit.
/// </summary>
internal static class HashAudit
{
    public static Audit Of(Database database, string origin)
    {
        using var snapshot = database.Engine.BeginRead(database.Connection);
        var keys = StoredKeys.Read(database, origin).LogKeys;
        var checkpoints = database.Rows("select size, note from checkpoint where ledger_id = @ledger order by size", row => (Size: row.GetInt64(0), Note: row.GetString(1))).ToDictionary(row => row.Size, row => row.Note);
        var tree = new CompactRange();
        var before = 0L;
        using (var command = database.Command("select seq, leaf, leaf_hash from entry where ledger_id = @ledger order by seq"))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                if (rows.GetInt64(0) != tree.Size || rows.IsDBNull(1))
                {
                    return Broken(tree.Size, "it is missing");
                }
                var hash = Digest.OfLeaf((byte[])rows[1]);
                if (!hash.Is((byte[])rows[2]))
                {
                    return Broken(tree.Size, "its bytes are not those that were hashed");
                }
                tree.Add(hash);
                if (checkpoints.TryGetValue(tree.Size, out var note))
                {
                    if (!Checkpoint.TryParseNote(note, out var checkpoint, out var signed, out _) || signed.SignedBy(keys, Ed25519.Verify).Count == 0)
                    {
                        return Broken(tree.Size - 1, $"the checkpoint stored at {tree.Size} entries is not signed by this ledger's key");
                    }
                    if (checkpoint != new Checkpoint(origin, tree.Size, tree.Root))
                    {
                        return Broken(before, $"it or an entry behind it, up to {tree.Size - 1}, is not what the checkpoint of {tree.Size} entries was signed over");
                    }
                    before = tree.Size;
                }
            }
        }
        var (size, root) = database.Rows("select size, root from head where ledger_id = @ledger", row => (row.GetInt64(0), (byte[])row[1]))[0];
        return size != tree.Size ? Broken(Math.Min(size, tree.Size), $"the ledger has {tree.Size} entries, and its head says {size}")
            : !tree.Root.Is(root) ? Broken(before, "the root in its head is not the root over its entries")
            : checkpoints.Keys.Any(at => at > size) ? Broken(size, $"it is missing: a checkpoint was signed over {checkpoints.Keys.Max()} entries")
            : new Audit.Holds(size, 0, 0, DisclosuresOpened: false, tree.Root, checkpoints.Count);

        Audit.Broken Broken(long seq, string what) => new(seq, new Refusal.Damaged(database.Place, seq, what));
    }
}
