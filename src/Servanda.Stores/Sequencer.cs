using System.Text;
using NodaTime;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>
/// One transaction's appending: holds the write lock, knows the head, gives each entry its place. Rows are gathered and
/// written together at the end.
/// </summary>
internal sealed class Sequencer
{
    private readonly Database _database;
    private readonly LedgerSettings _settings;
    private readonly SigningKey _key;
    private readonly string _origin;
    private readonly long _sizeBefore;
    private readonly KeyRing _keys;
    private readonly TreeWriter _tree;
    private readonly Dictionary<string, string?> _texts = new(StringComparer.Ordinal);
    private readonly List<EntryRow> _entries = [];
    private readonly List<DisclosureRow> _disclosures = [];
    private readonly Dictionary<string, long> _claims = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedClaims = new(StringComparer.Ordinal);
    private Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private byte[]? _fingerprint;
    private Vault? _vault;
    private long _size, _last;
    private (long Author, long Seq, Digest? Note) _chain = (-1, -1, null);

    public Sequencer(Database database, LedgerSettings settings, SigningKey key, Vault? vault)
    {
        (_database, _settings, _key) = (database, settings, key);
        var head = database.Rows($"select origin, size, last_t, vault, peaks from head where ledger_id = @ledger{database.Engine.ForUpdate}",
            row => (Origin: row.GetString(0), Size: row.GetInt64(1), Last: row.GetInt64(2), Vault: row.IsDBNull(3) ? null : (byte[])row[3], Peaks: row.IsDBNull(4) ? null : (byte[])row[4]));
        if (head is not [var (origin, size, last, fingerprint, peaks)] || CompactRange.TryRead(size, peaks) is not { } range)
        {
            throw Damaged(null, head.Count == 0 ? "it has no head" : "the edge of its tree is not that of its size");
        }
        (_origin, _size, _last, _fingerprint) = (origin, size, last, fingerprint);
        _sizeBefore = _size;
        _keys = StoredKeys.Read(database, _origin);
        _tree = new TreeWriter(database, range);
        // The key of the last transaction, unless that was rolled back before the head took note of it.
        _vault = vault is not null && _fingerprint is not null && vault.Fingerprint.AsSpan().SequenceEqual(_fingerprint) ? vault : null;
        CheckEdge();
        ReadChain();
    }

    /// <summary>The key of what is sealed here, to spare the next transaction from reading its file; null when none was needed.</summary>
    public Vault? VaultInUse => _vault;

    /// <summary>Whether something was destroyed that has to be scoured out of the database after the commit.</summary>
    public bool Destroyed { get; private set; }

    private Vault Vault
    {
        get
        {
            if (_vault is null)
            {
                _vault = Stores.Vault.FindOrMake(_database.VaultFile, _fingerprint);
                if (_fingerprint is null)
                {
                    _fingerprint = _vault.Fingerprint;
                    _database.Run("update head set vault = @vault where ledger_id = @ledger", ("@vault", _fingerprint));
                }
            }
            return _vault;
        }
    }

    public List<Outcome> Append(IReadOnlyList<Prepared> drafts)
    {
        LookUp(drafts);
        var outcomes = new List<Outcome>(drafts.Count);
        foreach (var draft in drafts)
        {
            outcomes.Add(Append(draft, signed: true, out _));
        }
        return outcomes;
    }

    /// <summary>Appends rows that wait for the signature of the batch entry which the caller appends next.</summary>
    public List<Outcome> AppendUnsigned(IReadOnlyList<Prepared> rows, out long first, out List<Digest> leaves)
    {
        LookUp(rows);
        first = -1;
        leaves = [];
        var outcomes = new List<Outcome>(rows.Count);
        foreach (var row in rows)
        {
            outcomes.Add(Append(row, signed: false, out var leaf));
            if (leaf is { } hash)
            {
                first = first < 0 ? _size - 1 : first;
                leaves.Add(hash);
            }
        }
        return outcomes;
    }

    public Outcome AppendDocument(Prepared draft, Digest hash, string mediaType, byte[] content)
    {
        var found = _database.Rows("select d.seq, e.event_id from document d join entry e on e.ledger_id = d.ledger_id and e.seq = d.seq where d.ledger_id = @ledger and d.hash = @hash",
            row => (Seq: row.GetInt64(0), Id: EntryRow.IdOf((byte[])row[1])), ("@hash", hash.ToArray()));
        if (found is [var (seq, id)])
        {
            return new Outcome.Known(seq, id);
        }
        var outcome = Append([draft])[0];
        if (outcome is Outcome.Recorded recorded)
        {
            Flush();
            _database.Run("insert into document(ledger_id, hash, media_type, seq, content) values (@ledger, @hash, @type, @seq, @content)",
                ("@hash", hash.ToArray()), ("@type", mediaType), ("@seq", recorded.Seq), ("@content", content));
        }
        return outcome;
    }

    /// <summary>Writes what was gathered, and moves the head from the size it had when the lock was taken: compare and swap.</summary>
    public void MoveHead()
    {
        Flush();
        if (_size == _sizeBefore)
        {
            return;
        }
        var moved = _database.Run("update head set size = @size, last_t = @t, root = @root, peaks = @peaks where ledger_id = @ledger and size = @old",
            ("@size", _size), ("@t", _last), ("@root", _tree.Range.Root.ToArray()), ("@peaks", _tree.Range.ToArray()), ("@old", _sizeBefore));
        if (moved != 1)
        {
            throw Damaged(null, "its head moved under the write lock");
        }
    }

    private void Flush()
    {
        _database.Engine.Insert(_database, _entries, _disclosures, [.. _changedClaims.Select(claim => (Convert.FromHexString(claim), _claims[claim]))]);
        _entries.Clear();
        _disclosures.Clear();
        _changedClaims.Clear();
        _tree.Flush();
    }

    /// <summary>What is on the record of these drafts already, asked for at once.</summary>
    private void LookUp(IReadOnlyList<Prepared> drafts)
    {
        _ids = drafts.Any(draft => draft.Id is not null)
            ? _database.Engine.Find(_database, "entry", "event_id", [.. drafts.Where(draft => draft.Id is not null).Select(draft => draft.Id!.Value.ToByteArray(bigEndian: true))]) : [];
        if (drafts.Any(draft => draft.ClaimId is not null))
        {
            foreach (var (claim, seq) in _database.Engine.Find(_database, "claim", "claim", [.. drafts.Where(draft => draft.ClaimId is not null).Select(draft => draft.ClaimKey(Vault))]))
            {
                _claims.TryAdd(claim, seq);
            }
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
            return Says(Entry(taken), draft)
                ? new Outcome.Known(taken, id) : new Outcome.Refused(new Refusal.EntryIdTaken(id, taken));
        }
        var earlier = draft.ClaimId is not null && SeqOfClaim(draft) is { } seq ? Entry(seq) : null;
        if (earlier is not null && Says(earlier, draft))
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
        if (!signed && (EntryKinds.IsOfKey(draft.Payload.Kind) || draft.Payload is Payload.Redaction))
        {
            return new Outcome.Refused(new Refusal.BadContent($"A {draft.Payload.Kind} entry carries a signature of its own and cannot be a row of an import."));
        }
        if (draft.Payload is Payload.Redaction redaction && RedactionProblem(redaction) is { } problem)
        {
            return new Outcome.Refused(problem);
        }
        if (SpanDiffers(draft.Source, out var documentUnknown) is { } differs)
        {
            return new Outcome.Refused(differs);
        }
        var payload = earlier is null ? draft.Payload : new Payload.Correction(earlier.Entry.Id, ((Payload.OfClaim)draft.Payload).Claim) { EnteredBy = draft.Payload.EnteredBy };
        if (Put(payload, draft, signed, out var entry, out var hash) is { } refusal)
        {
            return new Outcome.Refused(refusal);
        }
        leaf = hash;
        return earlier is null
            ? new Outcome.Recorded(_size - 1, entry, documentUnknown)
            : new Outcome.Corrected(_size - 1, entry, earlier.Seq, documentUnknown);
    }

    /// <summary>Gives an entry its place.</summary>
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
        NameAuthor();
        _entries.Add(new EntryRow(_size, id, _chain.Author, _chain.Seq + 1, payload.Kind, hash.ToArray(), bytes, recorded));
        _tree.Add(hash);
        foreach (var disclosure in disclosures)
        {
            _disclosures.Add(new DisclosureRow(_size, disclosure.Path, Vault.Seal(id, disclosure.Path, disclosure.Text)));
        }
        if (draft.ClaimId is not null)
        {
            var claim = Convert.ToHexString(draft.ClaimKey(Vault));
            _claims[claim] = _size;
            _changedClaims.Add(claim);
        }
        _ids[Convert.ToHexString(id.ToByteArray(bigEndian: true))] = _size;
        _keys.Take(payload);
        if (payload is Payload.Redaction { Approves: not null } approved)
        {
            Destroy(approved);
        }
        _chain = (_chain.Author, _chain.Seq + 1, Digest.Of(note));
        (_size, _last) = (_size + 1, recorded);
        return null;
    }

    private void NameAuthor()
    {
        if (_chain.Author < 0)
        {
            _chain.Author = _database.Number("select coalesce(max(author) + 1, 0) from author where ledger_id = @ledger");
            _database.Run("insert into author(ledger_id, author, name) values (@ledger, @author, @name)", ("@author", _chain.Author), ("@name", _key.Name));
        }
    }

    /// <summary>The first entry of a ledger registers the key that signs it.</summary>
    private void RegisterOnFirstUse()
    {
        if (_size == 0 && Put(new Payload.KeyRegister(_key.Public), Prepared.Of(new Payload.KeyRegister(_key.Public), id: null), signed: true, out _, out _) is { } refusal)
        {
            throw new LedgerFaultException(refusal);
        }
    }

    /// <summary>Before anything is put on top, the last entry must be there and be what its hash says.</summary>
    private void CheckEdge()
    {
        if (_size > 0 && Edge.Problem(_database, _size) is { } damage)
        {
            throw new LedgerFaultException(damage);
        }
    }

    private void ReadChain()
    {
        if (_database.NumberOrNone("select author from author where ledger_id = @ledger and name = @name", ("@name", _key.Name)) is not { } author)
        {
            return;
        }
        _chain.Author = author;
        foreach (var (authorSeq, leaf, seq) in _database.Rows("select author_seq, leaf, seq from entry where ledger_id = @ledger and author = @author order by author_seq desc limit 1",
            row => (row.GetInt64(0), (byte[])row[1], row.GetInt64(2)), ("@author", author)))
        {
            _chain = (author, authorSeq, Digest.Of(Entries.Parse(leaf, seq, _database.Place).Leaf.Note));
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
            documentUnknown = !StoredDocuments.Holds(_database, source.Document);
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
        StoredDocuments.Read(_database, document) is { } stored && stored.MediaType.Split(';')[0].Trim() is "text/plain" or "text/markdown"
            ? Encoding.UTF8.GetString(stored.Content.Span).TrimStart('\uFEFF') : null;

    private static string Plain(string text) => Nfc.Of(text.Replace("\r\n", "\n", StringComparison.Ordinal));

    /// <summary>Whether the entry says what the draft says. What was destroyed in it does not count: sent again, it does not come back.</summary>
    private static bool Says(EntryRecord entry, Prepared draft)
    {
        var content = EntryFields.Content(entry.Entry.Kind, Commitments.Join(entry.Entry.Clear, entry.Disclosures));
        if (entry.Disclosures.Count == entry.Entry.Sealed.Count)
        {
            return content == draft.Content;
        }
        var fields = (System.Text.Json.Nodes.JsonObject)draft.Fields.DeepClone();
        foreach (var path in entry.Entry.Sealed.Keys.Except(entry.Disclosures.Select(disclosure => disclosure.Path), StringComparer.Ordinal))
        {
            fields.Remove(path[1..]);
        }
        return content == EntryFields.Content(draft.Payload.Kind, fields);
    }

    private Refusal? RedactionProblem(Payload.Redaction redaction)
    {
        if (_database.Engine.Find(_database, "entry", "event_id", [redaction.Of.ToByteArray(bigEndian: true)]) is not { Count: 1 } found)
        {
            return new Refusal.NoSuchEntry(_database.Place, redaction.Of.ToString());
        }
        var entry = Entry(found.Values.First());
        return redaction.Paths.FirstOrDefault(path => !entry.Entry.Sealed.ContainsKey(path) && (path != Redactions.Content || entry.Entry.Kind != EntryKinds.Document)) is { } wrong
            ? new Refusal.NothingSealed(entry.Seq, wrong) : StoredRedactions.Read(_database).ProblemWith(_key.Name, redaction);
    }

    /// <summary>Takes the disclosures out, in the transaction of the entry that approves it.</summary>
    private void Destroy(Payload.Redaction redaction)
    {
        var of = _database.Engine.Find(_database, "entry", "event_id", [redaction.Of.ToByteArray(bigEndian: true)]).Values.First();
        foreach (var path in redaction.Paths)
        {
            if (path == Redactions.Content)
            {
                _database.Run("delete from document where ledger_id = @ledger and seq = @seq", ("@seq", of));
            }
            _database.Run("delete from disclosure where ledger_id = @ledger and seq = @seq and path = @path", ("@seq", of), ("@path", path));
        }
        Destroyed = true;
    }

    private long? SeqOf(Guid id) => _ids.TryGetValue(Convert.ToHexString(id.ToByteArray(bigEndian: true)), out var seq) ? seq : null;

    private long? SeqOfClaim(Prepared draft) => _claims.TryGetValue(Convert.ToHexString(draft.ClaimKey(Vault)), out var seq) ? seq : null;

    private EntryRecord Entry(long seq)
    {
        // What was put on in this transaction is still in our hands.
        if (_entries.Count > 0 && seq >= _entries[0].Seq)
        {
            return Record(_entries[(int)(seq - _entries[0].Seq)], _disclosures.Where(row => row.Seq == seq));
        }
        return Entries.Page(_database, seq, 1) is [var row]
            ? Record(row, Entries.Disclosures(_database, seq, 1)[seq]) : throw Damaged(seq, "it is missing");
    }

    private EntryRecord Record(EntryRow row, IEnumerable<DisclosureRow> disclosures)
    {
        var author = row.Author == _chain.Author ? _key.Name
            : _database.Text("select name from author where ledger_id = @ledger and author = @author", ("@author", row.Author)) ?? "";
        return Entries.Record(_database.Place, row, author, disclosures, Vault);
    }

    private LedgerFaultException Damaged(long? seq, string what) => new(new Refusal.Damaged(_database.Place, seq, what));
}
