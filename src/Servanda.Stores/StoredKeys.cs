using Servanda.Ledger;

namespace Servanda.Stores;

/// <summary>The keys as a stored ledger's own entries have them.</summary>
internal static class StoredKeys
{
    public static KeyRing Read(Database database, string origin)
    {
        var keys = new KeyRing(origin);
        foreach (var (seq, leaf) in database.Rows("select seq, leaf from entry where ledger_id = @ledger and kind in ('key-register', 'key-rotate', 'key-revoke') order by seq",
            row => (row.GetInt64(0), (byte[])row[1])))
        {
            var entry = Entries.Parse(leaf, seq, database.Place).Entry;
            keys.Take(EntryFields.Read(entry.Kind, entry.Clear));
        }
        return keys;
    }
}
