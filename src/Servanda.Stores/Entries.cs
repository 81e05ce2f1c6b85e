using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>Entries as they lie in the tables, a page at a time, with what the vault discloses of them.</summary>
internal static class Entries
{
    /// <summary>As many as a tile has hashes, so that a page begins where a tile does.</summary>
    public const int PageSize = Tiles.Width;

    public static List<EntryRow> Page(Database database, long from, int count = PageSize) =>
        database.Rows($"select {EntryRow.Columns} from entry where ledger_id = @ledger and seq >= @from and seq < @to order by seq", EntryRow.Of, ("@from", from), ("@to", from + count));

    public static ILookup<long, DisclosureRow> Disclosures(Database database, long from, int count = PageSize) =>
        database.Rows("select seq, path, sealed from disclosure where ledger_id = @ledger and seq >= @from and seq < @to order by seq, path", DisclosureRow.Of, ("@from", from), ("@to", from + count))
            .ToLookup(row => row.Seq);

    public static Dictionary<long, string> Authors(Database database) =>
        database.Rows("select author, name from author where ledger_id = @ledger", row => (row.GetInt64(0), row.GetString(1))).ToDictionary(row => row.Item1, row => row.Item2);

    /// <summary>All entries from a place on, from one moment's state.</summary>
    public static IEnumerable<EntryRecord> Stream(Database database, long from)
    {
        using var snapshot = database.Engine.BeginRead(database.Connection);
        var vault = database.FindVault();
        var authors = Authors(database);
        for (var at = from; ; at += PageSize)
        {
            var page = Page(database, at);
            var disclosures = Disclosures(database, at);
            foreach (var row in page)
            {
                yield return Record(database.Place, row, authors.GetValueOrDefault(row.Author, ""), disclosures[row.Seq], vault);
            }
            if (page.Count < PageSize)
            {
                // A page with a gap in it is the last one only when nothing comes behind it.
                if (database.NumberOrNone("select min(seq) from entry where ledger_id = @ledger and seq >= @next", ("@next", at + PageSize)) is not { } next)
                {
                    yield break;
                }
                throw Damaged(database.Place, page.Count == 0 ? at : Gap(page, at), "it is missing");
            }
        }
    }

    public static EntryRecord Record(string place, EntryRow row, string author, IEnumerable<DisclosureRow> sealedRows, Vault? vault)
    {
        var bytes = row.Leaf ?? throw Damaged(place, row.Seq, "its bytes are missing");
        var hash = Digest.OfLeaf(bytes);
        if (!hash.Is(row.Hash))
        {
            throw Damaged(place, row.Seq, "its bytes are not those that were hashed");
        }
        var (leaf, entry) = Parse(bytes, row.Seq, place);
        var disclosures = entry.Sealed.Count == 0 || vault is null ? [] : Open(place, row.Seq, entry, sealedRows, vault);
        return new EntryRecord
        {
            Seq = row.Seq,
            Recorded = leaf.Recorded,
            Author = author,
            Leaf = bytes,
            LeafHash = hash,
            Entry = entry,
            Disclosures = disclosures,
            Payload = EntryFields.Read(entry.Kind, Commitments.Join(entry.Clear, disclosures)),
        };
    }

    /// <summary>The leaf and the entry in it.</summary>
    /// <exception cref="LedgerFaultException">They are not what can have been written.</exception>
    public static (Leaf Leaf, Entry Entry) Parse(byte[] bytes, long seq, string place)
    {
        if (!Leaf.TryParse(bytes, out var leaf, out var problem))
        {
            throw Damaged(place, seq, problem);
        }
        SignedNote? note = null;
        if (leaf.IsSigned && !SignedNote.TryParse(leaf.Note, out note, out problem))
        {
            throw Damaged(place, seq, problem);
        }
        return Entry.TryParse(note?.Text ?? leaf.Note, out var entry, out problem) ? (leaf, entry) : throw Damaged(place, seq, problem);
    }

    /// <summary>What is stored of an entry's disclosures, each checked against its commitment.</summary>
    public static List<Disclosure> Open(string place, long seq, Entry entry, IEnumerable<DisclosureRow> rows, Vault vault)
    {
        var disclosures = new List<Disclosure>();
        foreach (var row in rows)
        {
            if (vault.Open(entry.Id, row.Path, row.Sealed) is not { } text || new Disclosure(row.Path, text) is var disclosure
                && (!entry.Sealed.TryGetValue(row.Path, out var commitment) || disclosure.Commitment != commitment))
            {
                throw Damaged(place, seq, $"what is stored as its {row.Path} is not what the entry commits to");
            }
            disclosures.Add(disclosure);
        }
        return disclosures;
    }

    /// <summary>The first place that a page leaves out.</summary>
    public static long Gap(List<EntryRow> page, long from)
    {
        foreach (var row in page)
        {
            if (row.Seq != from)
            {
                break;
            }
            from++;
        }
        return from;
    }

    public static LedgerFaultException Damaged(string place, long seq, string what) => new(new Refusal.Damaged(place, seq, what));
}
