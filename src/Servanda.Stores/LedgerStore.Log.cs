using System.Globalization;
using System.Text;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>A signed checkpoint, and whose cosignatures stand under it.</summary>
/// <param name="SeenBy">Registered witnesses whose cosignature is right, with the time they give, Unix seconds; by name.</param>
public sealed record StoredCheckpoint(Checkpoint Checkpoint, SignedNote Note, IReadOnlyList<(string Witness, long Time)> SeenBy);

/// <summary>The ledger as a log in the public formats: checkpoints, proofs, tiles.</summary>
public sealed partial class LedgerStore
{
    /// <summary>The keys as the ledger's own entries have them.</summary>
    public KeyRing Keys() => Locked(() => StoredKeys.Read(_database, Origin));

    /// <summary>Signs the ledger as it stands, and keeps what it signed. When nothing was appended since the last time, answers with that.</summary>
    /// <exception cref="LedgerFaultException">
    /// The ledger is empty, its key is elsewhere, or it is not what it was when its last checkpoint was signed here.
    /// </exception>
    public StoredCheckpoint Sign()
    {
        if (Size == 0)
        {
            throw new LedgerFaultException(new Refusal.NoCheckpoint(Path, "and no entries"));
        }
        var book = Book()!;
        var key = LogKey(book);
        return Locked(() => book.Locked(() =>
        {
            using var transaction = _engine.BeginAppend(_database.Connection);
            var (size, root) = _database.Rows($"select size, root from head where ledger_id = @ledger{_engine.ForUpdate}", row => (row.GetInt64(0), Digest.From((byte[])row[1])))[0];
            if (Edge.Problem(_database, size) is { } damage)
            {
                throw new LedgerFaultException(damage);
            }
            var checkpoint = new Checkpoint(Origin, size, root);
            if (book.Last is { } last && Differs(last, [.. StoredKeys.Read(_database, Origin).LogKeys, key.Public]) is { } refusal)
            {
                throw new LedgerFaultException(refusal);
            }
            var stored = NoteAt(size);
            if (stored is null)
            {
                // Noted first: what was shown and then forgotten would be what a fork looks like.
                stored = book.Last is { } known && Checkpoint.TryParseNote(known, out var shown, out _, out _) && shown == checkpoint ? known : key.Sign(checkpoint.ToText()).ToString();
                book.Note(stored);
                _database.Run("insert into checkpoint(ledger_id, size, note) values (@ledger, @size, @note)", ("@size", size), ("@note", stored));
            }
            transaction.Commit();
            return Stored(stored);
        }));
    }

    /// <summary>The newest checkpoint; null when none was signed yet.</summary>
    public StoredCheckpoint? LastCheckpoint() => Locked(() =>
        _database.Text("select note from checkpoint where ledger_id = @ledger order by size desc limit 1") is { } note ? Stored(note) : null);

    /// <summary>Every checkpoint that was signed, the oldest first.</summary>
    public IReadOnlyList<StoredCheckpoint> Checkpoints() => Locked(() =>
        _database.Rows("select note from checkpoint where ledger_id = @ledger order by size", row => row.GetString(0)).ConvertAll(Stored));

    /// <summary>Puts a witness's lines under the checkpoint they were made for.</summary>
    /// <param name="lines">Signature lines, or a whole checkpoint with them.</param>
    public StoredCheckpoint Cosign(string lines)
    {
        var cosignatures = Lines(lines) ?? throw new LedgerFaultException(new Refusal.NotCosigned("it holds no signature lines"));
        return Locked(() =>
        {
            using var transaction = _engine.BeginAppend(_database.Connection);
            _database.Rows($"select size from head where ledger_id = @ledger{_engine.ForUpdate}", row => row.GetInt64(0));
            var witnesses = StoredKeys.Read(_database, Origin).Witnesses;
            foreach (var (size, text) in _database.Rows("select size, note from checkpoint where ledger_id = @ledger order by size desc", row => (row.GetInt64(0), row.GetString(1))))
            {
                var note = SignedNote.TryParse(text, out var parsed, out var problem) ? parsed : throw new LedgerFaultException(new Refusal.Damaged(Path, size - 1, problem));
                var right = cosignatures.Where(line => new SignedNote(note.Text, [line]).SignedBy(witnesses, Ed25519.Verify).Count == 1).ToList();
                if (right.Count > 0)
                {
                    var kept = note.Signatures.Where(line => !right.Exists(r => r.Name == line.Name && r.KeyId == line.KeyId));
                    var cosigned = new SignedNote(note.Text, [.. kept, .. right]).ToString();
                    _database.Run("update checkpoint set note = @note where ledger_id = @ledger and size = @size", ("@note", cosigned), ("@size", size));
                    transaction.Commit();
                    return Stored(cosigned);
                }
            }
            throw new LedgerFaultException(new Refusal.NotCosigned(cosignatures.Exists(line => witnesses.Any(w => w.Name == line.Name && w.Id == line.KeyId))
                ? "it was made for no checkpoint that is kept here" : $"no witness {string.Join(", ", cosignatures.Select(line => line.Name))} is registered with that key"));
        });
    }

    /// <summary>That an entry is in the ledger, under the newest checkpoint.</summary>
    /// <param name="named">Its place, its id, or the id of its claim, which stands for the latest wording.</param>
    public InclusionProof Prove(string named) => Locked(() =>
    {
        using var snapshot = _engine.BeginRead(_database.Connection);
        var seq = Find(named) ?? throw new LedgerFaultException(new Refusal.NoSuchEntry(Path, named));
        var checkpoint = Newest(seq + 1, $"that covers entry {seq}");
        var leaf = _database.Bytes("select leaf from entry where ledger_id = @ledger and seq = @seq", ("@seq", seq));
        return new InclusionProof(leaf, seq, MerkleTree.Inclusion(seq, checkpoint.Checkpoint.Size, Nodes()), checkpoint.Note);
    });

    /// <summary>That the newest checkpoint continues the ledger as it was with so many entries.</summary>
    public ConsistencyProof ProveSince(long size) => Locked(() =>
    {
        using var snapshot = _engine.BeginRead(_database.Connection);
        var checkpoint = Newest(size, $"of {size:N0} entries or more");
        return new ConsistencyProof(size, MerkleTree.Consistency(size, checkpoint.Checkpoint.Size, Nodes()), checkpoint.Note);
    });

    /// <summary>Whether a checkpoint that somebody was shown is one of this ledger's past; null when it is, else what happened.</summary>
    /// <param name="logKeys">Keys to trust for its signature besides those the ledger itself names.</param>
    public Refusal? Against(string checkpoint, params IReadOnlyList<VerifierKey> logKeys) => Locked(() =>
    {
        using var snapshot = _engine.BeginRead(_database.Connection);
        var own = StoredKeys.Read(_database, Origin).LogKeys;
        return Differs(checkpoint, [.. own, .. logKeys, .. Book()?.Key is { } key ? [key.Public] : Array.Empty<VerifierKey>()]);
    });

    /// <summary>The id of an entry.</summary>
    /// <param name="named">Its place, its id, or the id of its claim, which stands for the latest wording.</param>
    public Guid IdOf(string named) => Locked(() => Find(named) is { } seq ? Entries.Page(_database, seq, 1)[0].Id : throw new LedgerFaultException(new Refusal.NoSuchEntry(Path, named)));

    /// <summary>What was asked to be destroyed, and what was.</summary>
    public Redactions Redactions() => Locked(() => StoredRedactions.Read(_database));

    /// <summary>Cuts the database's logs and free pages, so that nothing of what was destroyed is left in them.</summary>
    public void Scour() => Locked(() =>
    {
        _engine.Scour(_database);
        return true;
    });

    /// <summary>Writes the newest checkpoint, the tiles and the bundles of entries as files that any web server can serve (c2sp.org/tlog-tiles).</summary>
    /// <returns>The checkpoint that the files are of.</returns>
    public StoredCheckpoint WriteTiles(string folder) => Locked(() =>
    {
        using var snapshot = _engine.BeginRead(_database.Connection);
        var checkpoint = Newest(1, "");
        var tiles = new StoredTiles(_database);
        foreach (var (level, index, width) in Tiles.Of(checkpoint.Checkpoint.Size))
        {
            Write(Tiles.Path(level, index, width), tiles.At(level, index)[..(width * Digest.Length)].ToArray());
            if (level == 0)
            {
                Write(Tiles.EntriesPath(index, width), Bundle(index, width));
            }
        }
        // Last, for it is what leads a reader to all others.
        Write("checkpoint", Encoding.UTF8.GetBytes(checkpoint.Note.ToString()));
        return checkpoint;

        void Write(string path, byte[] content)
        {
            var file = System.IO.Path.Combine(folder, path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file + ".new", content);
            File.Move(file + ".new", file, overwrite: true);
        }
    });

    private byte[] Bundle(long index, int width)
    {
        using var bundle = new MemoryStream();
        foreach (var row in Entries.Page(_database, index * Tiles.Width, width))
        {
            var leaf = row.Leaf ?? throw Entries.Damaged(Path, row.Seq, "its bytes are missing");
            bundle.Write([(byte)(leaf.Length >> 8), (byte)leaf.Length]);
            bundle.Write(leaf);
        }
        return bundle.ToArray();
    }

    /// <summary>The key for checkpoints; made, and named in the ledger, on first use.</summary>
    private SigningKey LogKey(LogBook book)
    {
        var registered = Keys().Of(Origin);
        if (registered is null)
        {
            var made = book.MakeKey(Origin);
            if (Append(Draft.RegisterKey(made.Public)) is Outcome.Refused { Refusal: var refusal } && Keys().Of(Origin) != made.Public)
            {
                throw new LedgerFaultException(refusal);
            }
            return made;
        }
        return book.Key is { } key && key.Public == registered ? key : throw new LedgerFaultException(new Refusal.LogKeyElsewhere(registered.ToString(), _settings.Home.Folder));
    }

    private LogBook? Book() => Locked(() => _database.Bytes("select leaf_hash from entry where ledger_id = @ledger and seq = 0")) is { } first ? new LogBook(_settings.Home, Digest.From(first)) : null;

    private NodeAt Nodes() => Tiles.Nodes(new StoredTiles(_database).At);

    private string? NoteAt(long size) => _database.Text("select note from checkpoint where ledger_id = @ledger and size = @size", ("@size", size));

    private StoredCheckpoint Newest(long size, string what) =>
        _database.Text("select note from checkpoint where ledger_id = @ledger and size >= @size order by size desc limit 1", ("@size", size)) is { } note
            ? Stored(note) : throw new LedgerFaultException(new Refusal.NoCheckpoint(Path, what));

    private StoredCheckpoint Stored(string text)
    {
        if (!Checkpoint.TryParseNote(text, out var checkpoint, out var note, out var problem))
        {
            throw new LedgerFaultException(new Refusal.Damaged(Path, null, $"a stored checkpoint cannot be read: {problem}"));
        }
        var witnesses = StoredKeys.Read(_database, Origin).Witnesses;
        var seen = note.Signatures.Where(line => new SignedNote(note.Text, [line]).SignedBy(witnesses, Ed25519.Verify).Count == 1)
            .Select(line => (line.Name, Cosignature.Time(line) ?? 0)).OrderBy(line => line.Name, StringComparer.Ordinal);
        return new StoredCheckpoint(checkpoint, note, [.. seen]);
    }

    private Refusal? Differs(string text, IReadOnlyList<VerifierKey> logKeys)
    {
        if (!Checkpoint.TryParseNote(text, out var seen, out var note, out var problem))
        {
            return new Refusal.NotItsCheckpoint(problem);
        }
        if (seen.Origin != Origin)
        {
            return new Refusal.NotItsCheckpoint($"it is of {seen.Origin}");
        }
        if (note.SignedBy(logKeys, Ed25519.Verify).Count == 0)
        {
            return new Refusal.NotItsCheckpoint("no key of this ledger signed it");
        }
        var (size, root) = _database.Rows("select size, root from head where ledger_id = @ledger", row => (row.GetInt64(0), Digest.From((byte[])row[1])))[0];
        var now = NoteAt(size) ?? new Checkpoint(Origin, size, root).ToText();
        if (seen.Size > size)
        {
            return new Refusal.RolledBack(Path, size, seen.Size, text, now);
        }
        return MerkleTree.Root(seen.Size, Nodes()) == seen.Root ? null : new Refusal.Forked(Path, seen.Size, text, NoteAt(seen.Size) ?? now);
    }

    private long? Find(string named)
    {
        if (long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            return _database.NumberOrNone("select seq from entry where ledger_id = @ledger and seq = @seq", ("@seq", seq));
        }
        if (Guid.TryParseExact(named, "D", out var id))
        {
            return _database.NumberOrNone("select seq from entry where ledger_id = @ledger and event_id = @id", ("@id", id.ToByteArray(bigEndian: true)));
        }
        return _database.FindVault() is { } vault ? _database.NumberOrNone("select seq from claim where ledger_id = @ledger and claim = @claim", ("@claim", vault.ClaimKey(Nfc.Of(named)))) : null;
    }

    /// <summary>The signature lines of a text that may have a checkpoint above them.</summary>
    private static List<SignatureLine>? Lines(string text)
    {
        var lines = text[(text.LastIndexOf("\n\n", StringComparison.Ordinal) is var split and >= 0 ? split + 2 : 0)..];
        return SignedNote.TryParse($"-\n\n{lines}", out var note, out _) ? [.. note.Signatures] : null;
    }
}
