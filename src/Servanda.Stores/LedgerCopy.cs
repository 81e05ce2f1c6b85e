namespace Servanda.Stores;

/// <summary>Carries a ledger, row by row, from one database to another of whatever kind, as it stands.</summary>
internal static class LedgerCopy
{
    /// <param name="to">A ledger of the same name without entries.</param>
    public static void Write(Database from, Database to)
    {
        using var snapshot = from.Engine.BeginRead(from.Connection);
        using var transaction = to.Engine.BeginAppend(to.Connection);
        foreach (var (author, name) in from.Rows("select author, name from author where ledger_id = @ledger", row => (row.GetInt64(0), row.GetString(1))))
        {
            to.Run("insert into author(ledger_id, author, name) values (@ledger, @author, @name)", ("@author", author), ("@name", name));
        }
        var size = from.Number("select size from head where ledger_id = @ledger");
        for (var at = 0L; at < size; at += Entries.PageSize)
        {
            to.Engine.Insert(to, Entries.Page(from, at), [.. Entries.Disclosures(from, at).SelectMany(rows => rows)], []);
        }
        to.Engine.Insert(to, [], [], from.Rows("select claim, seq from claim where ledger_id = @ledger", row => ((byte[])row[0], row.GetInt64(1))));
        foreach (var hash in from.Rows("select hash from document where ledger_id = @ledger order by seq", row => (byte[])row[0]))
        {
            var (type, seq, content) = from.Rows("select media_type, seq, content from document where ledger_id = @ledger and hash = @hash", row => (row.GetString(0), row.GetInt64(1), (byte[])row[2]), ("@hash", hash))[0];
            to.Run("insert into document(ledger_id, hash, media_type, seq, content) values (@ledger, @hash, @type, @seq, @content)", ("@hash", hash), ("@type", type), ("@seq", seq), ("@content", content));
        }
        foreach (var (level, n) in from.Rows("select level, n from tile where ledger_id = @ledger", row => (row.GetInt64(0), row.GetInt64(1))))
        {
            to.Run("insert into tile(ledger_id, level, n, data) values (@ledger, @level, @n, @data)", ("@level", level), ("@n", n), ("@data", StoredTiles.Read(from, (int)level, n)));
        }
        foreach (var (at, note) in from.Rows("select size, note from checkpoint where ledger_id = @ledger", row => (row.GetInt64(0), row.GetString(1))))
        {
            to.Run("insert into checkpoint(ledger_id, size, note) values (@ledger, @size, @note)", ("@size", at), ("@note", note));
        }
        var head = from.Rows("select size, last_t, vault, root, peaks from head where ledger_id = @ledger", row => (Size: row.GetInt64(0), Last: row.GetInt64(1), Vault: row.IsDBNull(2) ? null : (byte[])row[2], Root: (byte[])row[3], Peaks: (byte[])row[4]))[0];
        var moved = to.Run("update head set size = @size, last_t = @t, vault = @vault, root = @root, peaks = @peaks where ledger_id = @ledger and size = 0",
            ("@size", head.Size), ("@t", head.Last), ("@vault", head.Vault), ("@root", head.Root), ("@peaks", head.Peaks));
        System.Diagnostics.Debug.Assert(moved == 1, "the target had no entries");
        transaction.Commit();
    }
}
