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

/// <summary>What was asked to be destroyed, and what was, as a stored ledger's own entries have it.</summary>
internal static class StoredRedactions
{
    public static Redactions Read(Database database)
    {
        var redactions = new Redactions();
        foreach (var (seq, leaf, author) in database.Rows(
            "select e.seq, e.leaf, a.name from entry e join author a on a.ledger_id = e.ledger_id and a.author = e.author where e.ledger_id = @ledger and e.kind = 'redaction' order by e.seq",
            row => (row.GetInt64(0), (byte[])row[1], row.GetString(2))))
        {
            var entry = Entries.Parse(leaf, seq, database.Place).Entry;
            if (EntryFields.Read(entry.Kind, entry.Clear) is Payload.Redaction redaction)
            {
                redactions.Take(seq, entry.Id, author, redaction);
            }
        }
        return redactions;
    }
}
