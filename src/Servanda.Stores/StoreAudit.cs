using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>What an audit found.</summary>
public abstract record Audit
{
    private Audit() { }

    /// <summary>Every entry holds.</summary>
    /// <param name="Root">The root over all of them.</param>
    /// <param name="Checkpoints">How many signed checkpoints are stored; each of them fits.</param>
    /// <param name="Withheld">Commitments whose disclosure is not stored.</param>
    /// <param name="DisclosuresOpened">False when the vault key was not there: what is sealed was not looked into.</param>
    public sealed record Holds(long Entries, long Documents, long Withheld, bool DisclosuresOpened, Digest Root, long Checkpoints) : Audit;

    /// <param name="Seq">The first entry that does not hold; null when it is the ledger as a whole.</param>
    public sealed record Broken(long? Seq, Refusal Refusal) : Audit;
}

/// <summary>The audit of a stored ledger: its leaves as <see cref="Auditor"/> does, the tree over them, and each column against the leaf it repeats.</summary>
internal sealed class StoreAudit
{
    private readonly Database _database;
    private readonly string _origin;
    private readonly Auditor _auditor;
    private readonly Vault? _vault;
    private readonly Dictionary<long, string> _names;

    // The author column of rows whose batch is not signed yet, from the first of them on.
    private readonly Dictionary<long, string> _unconfirmed = [];
    private readonly Dictionary<long, string> _checkpoints;

    // Corrections are not counted: they take the place of a claim in the index.
    private readonly Dictionary<string, long> _claims = new(StringComparer.Ordinal);
    private readonly Redactions _redactions;
    private readonly HashSet<string> _documents;
    private long _withheld;

    private StoreAudit(Database database, string origin)
    {
        (_database, _origin, _auditor) = (database, origin, new Auditor(origin, Ed25519.Verify));
        _names = Entries.Authors(database);
        _redactions = StoredRedactions.Read(database);
        _documents = database.Rows("select hash from document where ledger_id = @ledger", row => Convert.ToHexStringLower((byte[])row[0])).ToHashSet(StringComparer.Ordinal);
        _checkpoints = database.Rows("select size, note from checkpoint where ledger_id = @ledger", row => (row.GetInt64(0), row.GetString(1))).ToDictionary(row => row.Item1, row => row.Item2);
        try
        {
            _vault = database.FindVault();
        }
        catch (LedgerFaultException fault) when (fault.Refusal is Refusal.VaultKeyMissing)
        {
            _vault = null;
        }
    }

    public static Audit Of(Database database, string origin)
    {
        // The database's own check first: where a page or an index is torn, queries may pass over entries in silence.
        if (database.Engine.SelfCheck(database) is { } torn)
        {
            return new Audit.Broken(null, new Refusal.Damaged(database.Place, null, torn));
        }
        using var snapshot = database.Engine.BeginRead(database.Connection);
        return new StoreAudit(database, origin).Run();
    }

    private Audit Run()
    {
        for (var from = 0L; ; from += Entries.PageSize)
        {
            var page = Entries.Page(_database, from);
            if (Page(page, from) is { } broken)
            {
                return broken;
            }
            if (page.Count < Entries.PageSize)
            {
                break;
            }
        }
        if (_auditor.FirstUnsigned is { } unsigned)
        {
            return Broken(unsigned, "no signature covers it");
        }
        if (RestProblem() is { } rest)
        {
            return Broken(rest.Seq, rest.What);
        }
        return new Audit.Holds(_auditor.Count, _database.Number("select count(*) from document where ledger_id = @ledger"), _withheld,
            _vault is not null || _database.Number("select count(*) from disclosure where ledger_id = @ledger") == 0, _auditor.Root, _checkpoints.Count);
    }

    private Audit.Broken? Page(List<EntryRow> page, long from)
    {
        var disclosures = Entries.Disclosures(_database, from);
        var tile = _database.Bytes("select data from tile where ledger_id = @ledger and level = 0 and n = @n", ("@n", from / Tiles.Width));
        foreach (var row in page)
        {
            var seq = _auditor.Count;
            try
            {
                if (EntryProblem(row, seq, tile, disclosures) is { } fault)
                {
                    return Broken(fault.Seq, fault.What);
                }
            }
            catch (LedgerFaultException fault)
            {
                return new Audit.Broken(seq, fault.Refusal);
            }
        }
        return null;
    }

    private Fault? EntryProblem(EntryRow row, long seq, byte[]? tile, ILookup<long, DisclosureRow> disclosures)
    {
        if (row.Seq != seq)
        {
            return new Fault(seq, "it is missing");
        }
        if (row.Leaf is null)
        {
            return new Fault(seq, "its bytes are missing");
        }
        var hash = Digest.OfLeaf(row.Leaf);
        if (!hash.Is(row.Hash) || tile is { Length: Tiles.Width * Digest.Length } && !hash.Is(tile.AsSpan((int)(seq % Tiles.Width) * Digest.Length, Digest.Length)))
        {
            return new Fault(seq, "its bytes are not those that were hashed");
        }
        _unconfirmed[seq] = _names.GetValueOrDefault(row.Author, "");
        Fault? wrongAuthor = null;
        if (_auditor.Take(row.Leaf, (of, author) => wrongAuthor ??= _unconfirmed.Remove(of, out var noted) && noted == author ? null : new Fault(of, $"the author noted for it is not {author}")) is { } problem)
        {
            return problem;
        }
        if (wrongAuthor is not null)
        {
            return wrongAuthor;
        }
        var (leaf, entry) = _auditor.Last!.Value;
        if (entry.Id != row.Id || entry.AuthorSeq != row.AuthorSeq || entry.Kind != row.Kind || leaf.Recorded.ToUnixTimeMilliseconds() != row.Recorded)
        {
            return new Fault(seq, "the columns beside its bytes are not what the bytes say");
        }
        return WithheldProblem(seq, entry, disclosures[seq]) ?? (_vault is null ? null : DisclosureProblem(seq, entry, disclosures[seq])) ?? CheckpointProblem(seq + 1);
    }

    /// <summary>What is not there any more must have been destroyed by two authors, and what they destroyed must not be there.</summary>
    private Fault? WithheldProblem(long seq, Entry entry, IEnumerable<DisclosureRow> rows)
    {
        var stored = rows.Select(row => row.Path).ToHashSet(StringComparer.Ordinal);
        if (entry.Kind == EntryKinds.Document)
        {
            var there = EntryFields.Read(entry.Kind, entry.Clear) is not Payload.Document document || _documents.Contains(document.Hash.Split(':')[^1]);
            if (Unexplained(entry.Id, Redactions.Content, there) is { } missing)
            {
                return new Fault(seq, missing);
            }
        }
        foreach (var path in entry.Sealed.Keys)
        {
            if (Unexplained(entry.Id, path, stored.Contains(path)) is { } problem)
            {
                return new Fault(seq, problem);
            }
        }
        return null;
    }

    private string? Unexplained(Guid entry, string path, bool there)
    {
        var destroyed = _redactions.Destroyed.TryGetValue((entry, path), out var by);
        _withheld += there ? 0 : 1;
        return there == !destroyed ? null : there ? $"its {path} was to be destroyed by entry {by}, and is there" : $"its {path} is missing, and no two authors had it destroyed";
    }

    private Fault? DisclosureProblem(long seq, Entry entry, IEnumerable<DisclosureRow> rows)
    {
        var disclosures = Entries.Open(_database.Place, seq, entry, rows, _vault!);
        if (!EntryKinds.IsClaim(entry.Kind) && entry.Kind != EntryKinds.Correction)
        {
            return null;
        }
        var claim = EntryFields.ClaimId(entry, disclosures);
        if (claim is not null)
        {
            _claims[Convert.ToHexString(_vault!.ClaimKey(claim))] = seq;
        }
        return null;
    }

    /// <summary>A stored checkpoint says what the root was when there were so many entries, and the log's key says it too.</summary>
    private Fault? CheckpointProblem(long size)
    {
        if (!_checkpoints.TryGetValue(size, out var note))
        {
            return null;
        }
        return !Checkpoint.TryParseNote(note, out var checkpoint, out var signed, out var problem) ? new Fault(size - 1, $"the checkpoint stored at {size} entries cannot be read: {problem}")
            : checkpoint.Origin != _origin || checkpoint.Size != size || signed.SignedBy(_auditor.Keys.LogKeys, Ed25519.Verify).Count == 0
                ? new Fault(size - 1, $"the checkpoint stored at {size} entries is not signed by this ledger's key")
            : checkpoint.Root != _auditor.Root ? new Fault(LastCheckpointBefore(size), $"it or an entry behind it, up to {size - 1}, is not what the checkpoint of {size} entries was signed over")
            : null;
    }

    private long LastCheckpointBefore(long size) => _checkpoints.Keys.Where(s => s < size).DefaultIfEmpty(0).Max();

    private (long? Seq, string What)? RestProblem()
    {
        var (size, last, root, peaks) = _database.Rows("select size, last_t, root, peaks from head where ledger_id = @ledger", row => (row.GetInt64(0), row.GetInt64(1), (byte[])row[2], (byte[])row[3]))[0];
        if (size != _auditor.Count)
        {
            return (Math.Min(size, _auditor.Count), $"the ledger has {_auditor.Count} entries, and its head says {size}");
        }
        if (_database.Number("select coalesce(max(recorded_at), 0) from entry where ledger_id = @ledger") != last)
        {
            return (null, "its head does not hold the time of its last entry");
        }
        if (!_auditor.Root.Is(root) || CompactRange.TryRead(size, peaks)?.Root != _auditor.Root)
        {
            return (null, "the root in its head is not the root over its entries");
        }
        if (TileProblem(size) is { } tile)
        {
            return (null, tile);
        }
        if (_checkpoints.Keys.FirstOrDefault(s => s > size) is var beyond and > 0)
        {
            return (size, $"it is missing: a checkpoint was signed over {beyond} entries");
        }
        return ClaimProblem() ?? DocumentProblem();
    }

    private string? TileProblem(long size)
    {
        var stored = _database.Rows("select level, n, data from tile where ledger_id = @ledger", row => (Key: ((int)row.GetInt64(0), row.GetInt64(1)), Data: (byte[])row[2])).ToDictionary(row => row.Key, row => row.Data);
        // Partial tiles of leaves are not stored: those hashes lie with their entries.
        var wanted = Tiles.Of(size).Where(tile => tile.Level > 0 || tile.Width == Tiles.Width).ToList();
        if (stored.Count != wanted.Count)
        {
            return $"it has {stored.Count} tiles, and should have {wanted.Count}";
        }
        foreach (var (level, index, width) in wanted)
        {
            if (!stored.TryGetValue((level, index), out var data) || data.Length != width * Digest.Length)
            {
                return $"{Tiles.Path(level, index, width)} is missing or of another size";
            }
            // The hashes of leaves were compared as they were read.
            for (var i = 0; level > 0 && i < width; i++)
            {
                var below = stored[(level - 1, (index * Tiles.Width) + i)];
                if (!Tiles.Root(below).Is(data.AsSpan(i * Digest.Length, Digest.Length)))
                {
                    return $"{Tiles.Path(level, index, width)} is not made from the tiles below it";
                }
            }
        }
        return null;
    }

    private (long? Seq, string What)? ClaimProblem()
    {
        if (_vault is null)
        {
            return null;
        }
        var indexed = _database.Rows("select claim, seq from claim where ledger_id = @ledger", row => (Claim: Convert.ToHexString((byte[])row[0]), Seq: row.GetInt64(1))).ToDictionary(row => row.Claim, row => row.Seq, StringComparer.Ordinal);
        foreach (var (claim, seq) in _claims.OrderBy(claim => claim.Value))
        {
            if (indexed.GetValueOrDefault(claim, -1) != seq)
            {
                return (seq, "the index of claims does not lead to it");
            }
        }
        return indexed.Count == _claims.Count || _withheld > 0 ? null : (null, "the index of claims leads to entries that do not hold them");
    }

    private (long? Seq, string What)? DocumentProblem()
    {
        foreach (var (hash, seq, kind) in _database.Rows("select d.hash, d.seq, e.kind from document d left join entry e on e.ledger_id = d.ledger_id and e.seq = d.seq where d.ledger_id = @ledger order by d.seq",
            row => ((byte[])row[0], row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2))))
        {
            // One at a time: a document may be large.
            var content = _database.Bytes("select content from document where ledger_id = @ledger and hash = @hash", ("@hash", hash));
            if (content is null || !Digest.Of(content).Is(hash) || kind != EntryKinds.Document)
            {
                return (seq, $"the document sha256:{Convert.ToHexStringLower(hash)} is not what was filed");
            }
        }
        return null;
    }

    private Audit.Broken Broken(long? seq, string what) => new(seq, new Refusal.Damaged(_database.Place, seq, what));
}
