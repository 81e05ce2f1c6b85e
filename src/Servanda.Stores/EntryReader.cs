using Microsoft.Data.Sqlite;
using NodaTime;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>Streams entries from one moment's state of the file, with what the vault discloses of them.</summary>
internal sealed class EntryReader : IDisposable
{
    private const string Columns = "select e.seq, e.leaf, e.leaf_hash, a.name from entry e join author a using (ledger_id, author)";

    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly SqliteTransaction _snapshot;
    private readonly SqliteCommand _entries;
    private readonly SqliteDataReader _rows;
    private readonly Vault? _vault;

    public EntryReader(SqliteConnection connection, string path, long from)
    {
        (_connection, _path) = (connection, path);
        _snapshot = connection.BeginTransaction(deferred: true);
        _vault = FindVault(connection, path);
        _entries = connection.Command($"{Columns} where e.ledger_id = 1 and e.seq >= $from order by e.seq", ("$from", from));
        _rows = _entries.ExecuteReader();
    }

    public EntryRecord? Next() => _rows.Read() ? Record(_connection, _path, _vault, _rows) : null;

    public static EntryRecord One(SqliteConnection connection, string path, Vault vault, long seq)
    {
        using var command = connection.Command($"{Columns} where e.ledger_id = 1 and e.seq = $seq", ("$seq", seq));
        using var row = command.ExecuteReader();
        return row.Read() ? Record(connection, path, vault, row) : throw Damaged(path, seq, "it is missing");
    }

    /// <summary>The leaf and the entry in it.</summary>
    /// <exception cref="LedgerFaultException">They are not what can have been written.</exception>
    public static (Leaf Leaf, Entry Entry) Parse(byte[] bytes, long seq, string path)
    {
        if (!Leaf.TryParse(bytes, out var leaf, out var problem))
        {
            throw Damaged(path, seq, problem);
        }
        SignedNote? note = null;
        if (leaf.IsSigned && !SignedNote.TryParse(leaf.Note, out note, out problem))
        {
            throw Damaged(path, seq, problem);
        }
        return Entry.TryParse(note?.Text ?? leaf.Note, out var entry, out problem) ? (leaf, entry) : throw Damaged(path, seq, problem);
    }

    /// <summary>The key of what is sealed; null when nothing is.</summary>
    /// <exception cref="LedgerFaultException">Something is sealed, and its key is not there.</exception>
    public static Vault? FindVault(SqliteConnection connection, string path)
    {
        using var head = connection.Command("select vault from head where ledger_id = 1");
        return head.ExecuteScalar() is byte[] fingerprint
            ? Vault.Find(path, fingerprint) ?? throw new LedgerFaultException(new Refusal.VaultKeyMissing(Vault.PathBeside(path)))
            : null;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _entries.Dispose();
        _snapshot.Dispose();
        _connection.Dispose();
    }

    private static EntryRecord Record(SqliteConnection connection, string path, Vault? vault, SqliteDataReader row)
    {
        var seq = row.GetInt64(0);
        var bytes = row.IsDBNull(1) ? throw Damaged(path, seq, "its bytes are missing") : (byte[])row[1];
        var hash = Digest.OfLeaf(bytes);
        if (!hash.ToArray().AsSpan().SequenceEqual((byte[])row[2]))
        {
            throw Damaged(path, seq, "its bytes are not those that were hashed");
        }
        var (leaf, entry) = Parse(bytes, seq, path);
        var disclosures = entry.Sealed.Count == 0 || vault is null ? [] : Disclosures(connection, path, vault, seq, entry);
        return new EntryRecord
        {
            Seq = seq,
            Recorded = leaf.Recorded,
            Author = row.GetString(3),
            Leaf = bytes,
            LeafHash = hash,
            Entry = entry,
            Disclosures = disclosures,
            Payload = EntryFields.Read(entry.Kind, Commitments.Join(entry.Clear, disclosures)),
        };
    }

    /// <summary>What is stored of an entry's disclosures, each checked against its commitment.</summary>
    public static List<Disclosure> Disclosures(SqliteConnection connection, string path, Vault vault, long seq, Entry entry)
    {
        var disclosures = new List<Disclosure>();
        using var command = connection.Command("select path, sealed from disclosure where ledger_id = 1 and seq = $seq", ("$seq", seq));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var field = rows.GetString(0);
            if (vault.Open(entry.Id, field, (byte[])rows[1]) is not { } text || new Disclosure(field, text) is var disclosure
                && (!entry.Sealed.TryGetValue(field, out var commitment) || disclosure.Commitment != commitment))
            {
                throw Damaged(path, seq, $"what is stored as its {field} is not what the entry commits to");
            }
            disclosures.Add(disclosure);
        }
        return disclosures;
    }

    private static LedgerFaultException Damaged(string path, long seq, string what) => new(new Refusal.Damaged(path, seq, what));
}
