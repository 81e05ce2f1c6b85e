using System.Text;
using Microsoft.Data.Sqlite;
using NodaTime;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>One transaction's appending: holds the write lock, knows the head, gives each entry its place.</summary>
internal sealed class Sequencer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly LedgerSettings _settings;
    private readonly AuthorKey _key;
    private readonly string _origin;
    private readonly long _sizeBefore;
    private readonly KeyRing _keys = new();
    private readonly Dictionary<string, string?> _texts = new(StringComparer.Ordinal);
    private readonly SqliteCommand _insertEntry, _insertDisclosure, _upsertClaim, _byId, _byClaim;
    private byte[]? _fingerprint;
    private Vault? _vault;
    private long _size, _last;
    private (long Author, long Seq, Digest? Note) _chain = (-1, -1, null);

    public Sequencer(SqliteConnection connection, string path, LedgerSettings settings, AuthorKey key, Vault? vault)
    {
        (_connection, _path, _settings, _key) = (connection, path, settings, key);
        using (var row = connection.Command("select origin, size, last_t, vault from head where ledger_id = 1").ExecuteReader())
        {
            if (!row.Read())
            {
                throw new LedgerFaultException(new Refusal.Damaged(path, null, "it has no head"));
            }
            (_origin, _size, _last, _fingerprint) = (row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.IsDBNull(3) ? null : (byte[])row[3]);
        }
        _sizeBefore = _size;
        // The key of the last transaction, unless that was rolled back before the head took note of it.
        _vault = vault is not null && _fingerprint is not null && vault.Fingerprint.AsSpan().SequenceEqual(_fingerprint) ? vault : null;
        _insertEntry = connection.Command(
            "insert into entry(ledger_id, seq, event_id, author, author_seq, kind, leaf_hash, leaf, recorded_at) values (1, $seq, $id, $author, $author_seq, $kind, $hash, $leaf, $t)",
            ("$seq", 0L), ("$id", null), ("$author", 0L), ("$author_seq", 0L), ("$kind", ""), ("$hash", null), ("$leaf", null), ("$t", 0L));
        _insertDisclosure = connection.Command("insert into disclosure(ledger_id, seq, path, sealed) values (1, $seq, $path, $sealed)", ("$seq", 0L), ("$path", ""), ("$sealed", null));
        _upsertClaim = connection.Command("insert into claim(ledger_id, claim, seq) values (1, $claim, $seq) on conflict do update set seq = $seq", ("$claim", null), ("$seq", 0L));
        _byId = connection.Command("select seq from entry where ledger_id = 1 and event_id = $id", ("$id", null));
        _byClaim = connection.Command("select seq from claim where ledger_id = 1 and claim = $claim", ("$claim", null));
        ReadKeys();
        ReadChain();
    }

    /// <summary>The key of what is sealed here, to spare the next transaction from reading its file; null when none was needed.</summary>
    public Vault? VaultInUse => _vault;

    private Vault Vault
    {
        get
        {
            if (_vault is null)
            {
                _vault = Stores.Vault.FindOrMake(_path, _fingerprint);
                if (_fingerprint is null)
                {
                    _fingerprint = _vault.Fingerprint;
                    _connection.Run("update head set vault = $vault where ledger_id = 1", ("$vault", _fingerprint));
                }
            }
            return _vault;
        }
    }

    public Outcome Append(Prepared draft) => Append(draft, signed: true, out _);

    /// <summary>Appends rows that wait for the signature of the batch entry which the caller appends next.</summary>
    public List<Outcome> AppendUnsigned(IReadOnlyList<Prepared> rows, out long first, out List<Digest> leaves)
    {
        RegisterOnFirstUse();
        first = _size;
        leaves = [];
        var outcomes = new List<Outcome>(rows.Count);
        foreach (var row in rows)
        {
            outcomes.Add(Append(row, signed: false, out var leaf));
            if (leaf is { } hash)
            {
                leaves.Add(hash);
            }
        }
        return outcomes;
    }

    public Outcome AppendDocument(Prepared draft, Digest hash, string mediaType, byte[] content)
    {
        using (var found = _connection.Command("select d.seq, e.event_id from document d join entry e using (ledger_id, seq) where ledger_id = 1 and hash = $hash", ("$hash", hash.ToArray())).ExecuteReader())
        {
            if (found.Read())
            {
                return new Outcome.Known(found.GetInt64(0), new Guid((byte[])found[1], bigEndian: true));
            }
        }
        var outcome = Append(draft);
        if (outcome is Outcome.Recorded recorded)
        {
            _connection.Run("insert into document(ledger_id, hash, media_type, seq, content) values (1, $hash, $type, $seq, $content)",
                ("$hash", hash.ToArray()), ("$type", mediaType), ("$seq", recorded.Seq), ("$content", content));
        }
        return outcome;
    }

    /// <summary>Compare and swap: the head moves from the size it had when the lock was taken, or something is very wrong.</summary>
    public void MoveHead()
    {
        var moved = _connection.Run("update head set size = $size, last_t = $t where ledger_id = 1 and size = $old", ("$size", _size), ("$t", _last), ("$old", _sizeBefore));
        if (moved != 1)
        {
            throw new LedgerFaultException(new Refusal.Damaged(_path, null, "its head moved under the write lock"));
        }
    }

    public static StoredDocument? Document(SqliteConnection connection, string path, string name)
    {
        if (Hash(name) is not { } hash)
        {
            return null;
        }
        using var row = connection.Command("select media_type, content from document where ledger_id = 1 and hash = $hash", ("$hash", hash)).ExecuteReader();
        if (!row.Read())
        {
            return null;
        }
        var content = (byte[])row[1];
        return Digest.Of(content).ToArray().AsSpan().SequenceEqual(hash)
            ? new StoredDocument(name, row.GetString(0), content)
            : throw new LedgerFaultException(new Refusal.Damaged(path, null, $"the document {name} has other bytes than were filed"));
    }

    public void Dispose()
    {
        foreach (var command in new[] { _insertEntry, _insertDisclosure, _upsertClaim, _byId, _byClaim })
        {
            command.Dispose();
        }
    }

    private Outcome Append(Prepared draft, bool signed, out Digest? leaf)
    {
        leaf = null;
        if (draft.Refusal is { } bad)
        {
            return new Outcome.Refused(bad);
        }
        RegisterOnFirstUse();
        if (draft.Id is { } id && SeqOf(id) is { } taken)
        {
            return Entry(taken) is var there && Content(there) == draft.Content
                ? new Outcome.Known(taken, id) : new Outcome.Refused(new Refusal.EntryIdTaken(id, taken));
        }
        var earlier = draft.ClaimId is { } claim && SeqOfClaim(claim) is { } seq ? Entry(seq) : null;
        if (earlier is not null && Content(earlier) == draft.Content)
        {
            return new Outcome.Known(earlier.Seq, earlier.Entry.Id);
        }
        if (earlier is not null && earlier.Author != _key.Name)
        {
            return new Outcome.Refused(new Refusal.NotOwnEntry(draft.ClaimId!, earlier.Seq, earlier.Author));
        }
        if (_keys.Of(_key.Name) != _key.Public)
        {
            return new Outcome.Refused(new Refusal.KeyNotRegistered(_key.Public.ToString()));
        }
        if (_keys.ProblemWith(_key.Name, draft.Payload) is { } notAllowed)
        {
            return new Outcome.Refused(notAllowed);
        }
        if (!signed && EntryKinds.IsOfKey(draft.Payload.Kind))
        {
            return new Outcome.Refused(new Refusal.BadContent("A key entry carries a signature of its own and cannot be a row of an import."));
        }
        if (SpanDiffers(draft.Source, out var documentUnknown) is { } differs)
        {
            return new Outcome.Refused(differs);
        }
        var payload = earlier is null ? draft.Payload : new Payload.Correction(earlier.Entry.Id, ((Payload.OfClaim)draft.Payload).Claim);
        if (Put(payload, draft, signed, out var entry, out var hash) is { } refusal)
        {
            return new Outcome.Refused(refusal);
        }
        leaf = hash;
        return earlier is null
            ? new Outcome.Recorded(_size - 1, entry, documentUnknown)
            : new Outcome.Corrected(_size - 1, entry, earlier.Seq, documentUnknown);
    }

    /// <summary>Gives an entry its place, and writes it.</summary>
    private Refusal.TooLarge? Put(Payload payload, Prepared draft, bool signed, out Guid id, out Digest hash)
    {
        hash = default;
        var now = _settings.Clock.GetCurrentInstant();
        id = draft.Id ?? _settings.NewId(now);
        var fields = payload == draft.Payload ? draft.Fields : EntryFields.Of(payload);
        var (clear, disclosures) = Commitments.Split(fields, _settings.Salt);
        var text = new Entry
        {
            Origin = _origin,
            Id = id,
            Kind = payload.Kind,
            AuthorSeq = _chain.Seq + 1,
            AuthorPrevious = _chain.Note,
            Clear = clear,
            Sealed = disclosures.ToDictionary(d => d.Path, d => d.Commitment, StringComparer.Ordinal),
        }.ToText();
        var note = signed ? _key.Sign(text).ToString() : text;
        // A wall clock that jumped back does not take the ledger with it.
        var recorded = Math.Max(now.ToUnixTimeMilliseconds(), _last);
        var bytes = new Leaf(_size, Instant.FromUnixTimeMilliseconds(recorded), note).ToBytes();
        if (bytes.Length > Leaf.Longest)
        {
            return new Refusal.TooLarge(bytes.Length);
        }
        hash = Digest.OfLeaf(bytes);
        Insert(payload, id, hash, bytes, recorded);
        foreach (var disclosure in disclosures)
        {
            Set(_insertDisclosure, _size, disclosure.Path, Vault.Seal(id, disclosure.Path, disclosure.Text)).ExecuteNonQuery();
        }
        if (draft.ClaimId is { } claim)
        {
            Set(_upsertClaim, Vault.ClaimKey(claim), _size).ExecuteNonQuery();
        }
        _keys.Take(payload);
        _chain = (_chain.Author, _chain.Seq + 1, Digest.Of(note));
        (_size, _last) = (_size + 1, recorded);
        return null;
    }

    private void Insert(Payload payload, Guid id, Digest hash, byte[] leaf, long recorded)
    {
        if (_chain.Author < 0)
        {
            _chain.Author = _connection.Number("select coalesce(max(author) + 1, 0) from author where ledger_id = 1");
            _connection.Run("insert into author(ledger_id, author, name) values (1, $author, $name)", ("$author", _chain.Author), ("$name", _key.Name));
        }
        Set(_insertEntry, _size, id.ToByteArray(bigEndian: true), _chain.Author, _chain.Seq + 1, payload.Kind, hash.ToArray(), leaf, recorded).ExecuteNonQuery();
    }

    /// <summary>The first entry of a ledger registers the key that signs it.</summary>
    private void RegisterOnFirstUse()
    {
        if (_size == 0 && Put(new Payload.KeyRegister(_key.Public), Prepared.Of(new Payload.KeyRegister(_key.Public), id: null), signed: true, out _, out _) is { } refusal)
        {
            throw new LedgerFaultException(refusal);
        }
    }

    private void ReadKeys()
    {
        using var rows = _connection.Command("select seq, leaf from entry where ledger_id = 1 and kind in ('key-register', 'key-rotate', 'key-revoke') order by seq").ExecuteReader();
        while (rows.Read())
        {
            var entry = EntryReader.Parse((byte[])rows[1], rows.GetInt64(0), _path).Entry;
            _keys.Take(EntryFields.Read(entry.Kind, entry.Clear));
        }
    }

    private void ReadChain()
    {
        if (_connection.NumberOrNone("select author from author where ledger_id = 1 and name = $name", ("$name", _key.Name)) is not { } author)
        {
            return;
        }
        _chain.Author = author;
        using var row = _connection.Command("select author_seq, leaf, seq from entry where ledger_id = 1 and author = $author order by author_seq desc limit 1", ("$author", author)).ExecuteReader();
        if (row.Read())
        {
            _chain = (author, row.GetInt64(0), Digest.Of(EntryReader.Parse((byte[])row[1], row.GetInt64(2), _path).Leaf.Note));
        }
    }

    /// <summary>A quotation must stand in its document where it says, if the ledger holds the document.</summary>
    private Refusal.SpanDiffers? SpanDiffers(Source? source, out bool documentUnknown)
    {
        documentUnknown = false;
        if (source is null)
        {
            return null;
        }
        if (!_texts.TryGetValue(source.Document, out var text))
        {
            text = TextOf(source.Document);
            _texts.Add(source.Document, text);
        }
        if (text is null)
        {
            documentUnknown = Hash(source.Document) is not { } hash || _connection.NumberOrNone("select 1 from document where ledger_id = 1 and hash = $hash", ("$hash", hash)) is null;
            return null;
        }
        if (source.Start < 0 || source.End < source.Start || source.End > text.Length)
        {
            return new Refusal.SpanDiffers(source.Document, source.Start, source.End, null, $"it has {text.Length}");
        }
        var found = text[source.Start..source.End];
        return source.Exact is null || Plain(found) == Plain(source.Exact) ? null
            : new Refusal.SpanDiffers(source.Document, source.Start, source.End, source.Exact, found);
    }

    /// <summary>What spans count in; null for what is no plain text, whose text is made by whoever reads it.</summary>
    private string? TextOf(string document) =>
        Document(_connection, _path, document) is { } stored && stored.MediaType.Split(';')[0].Trim() is "text/plain" or "text/markdown"
            ? Encoding.UTF8.GetString(stored.Content.Span).TrimStart('\uFEFF') : null;

    private static string Plain(string text) => Nfc.Of(text.Replace("\r\n", "\n", StringComparison.Ordinal));

    private static byte[]? Hash(string name)
    {
        const string prefix = "sha256:";
        return name.Length == prefix.Length + (2 * Digest.Length) && name.StartsWith(prefix, StringComparison.Ordinal)
            && name.Skip(prefix.Length).All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(name.AsSpan(prefix.Length)) : null;
    }

    private static string Content(EntryRecord entry) => EntryFields.Content(entry.Entry.Kind, Commitments.Join(entry.Entry.Clear, entry.Disclosures));

    private long? SeqOf(Guid id) => Set(_byId, id.ToByteArray(bigEndian: true)).ExecuteScalar() as long?;

    private long? SeqOfClaim(string claim) => Set(_byClaim, Vault.ClaimKey(claim)).ExecuteScalar() as long?;

    private EntryRecord Entry(long seq) => EntryReader.One(_connection, _path, Vault, seq);

    private static SqliteCommand Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
        return command;
    }
}
