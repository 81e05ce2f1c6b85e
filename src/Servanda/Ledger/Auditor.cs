using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>What does not hold, and where it shows first.</summary>
public sealed record Fault(long Seq, string What);

/// <summary>
/// Checks a ledger from its leaves alone, one after the other: canonical bytes, dense order, times that never go
/// backward, ids used once, each author's chain, each signature under the key that was its author's at that place, and
/// each batch's root over its rows. It keeps some 200 bytes for each entry.
/// </summary>
public sealed class Auditor(string origin, VerifySignature verify)
{
    private readonly KeyRing _keys = new(origin);
    private readonly Redactions _redactions = new();
    private readonly CompactRange _tree = new();
    private readonly Dictionary<string, (long Seq, Digest Note)> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> _authors = [];
    private readonly List<Row> _rows = [];
    private long _last = long.MinValue;

    private static readonly Payload Other = new Payload.Withheld("");

    private sealed record Row(Entry Entry, Digest Note, Digest Leaf);

    /// <summary>How many entries were taken.</summary>
    public long Count => _tree.Size;

    /// <summary>The root over the entries that were taken.</summary>
    public Digest Root => _tree.Root;

    /// <summary>The keys as the entries up to here have them.</summary>
    public KeyRing Keys => _keys;

    /// <summary>What was destroyed by the entries up to here.</summary>
    public Redactions Redactions => _redactions;

    /// <summary>The last leaf that was taken, and the entry in it.</summary>
    public (Leaf Leaf, Entry Entry)? Last { get; private set; }

    /// <summary>The first entry that waits for the signature of its batch; null when none does.</summary>
    public long? FirstUnsigned => _rows.Count > 0 ? Count - _rows.Count : null;

    /// <summary>Takes the next leaf. A fault ends the audit.</summary>
    /// <param name="authorOf">Told the author of each entry once it is sure: of rows, when their batch is signed.</param>
    public Fault? Take(ReadOnlySpan<byte> bytes, Action<long, string>? authorOf = null)
    {
        if (!Leaf.TryParse(bytes, out var leaf, out var problem))
        {
            return Here(problem);
        }
        if (leaf.Seq != Count)
        {
            return Here($"it says it is entry {leaf.Seq}");
        }
        if (leaf.Recorded.ToUnixTimeMilliseconds() < _last)
        {
            return Here("it was recorded before the entry in front of it");
        }
        SignedNote? note = null;
        if (leaf.IsSigned && !SignedNote.TryParse(leaf.Note, out note, out problem))
        {
            return Here(problem);
        }
        if (!Entry.TryParse(note?.Text ?? leaf.Note, out var entry, out problem))
        {
            return Here(problem);
        }
        if (note is null && (EntryKinds.IsOfKey(entry.Kind) || entry.Kind is EntryKinds.ImportBatch or EntryKinds.Redaction))
        {
            return Here($"a {entry.Kind} entry must be signed");
        }
        if (entry.Origin != origin)
        {
            return Here($"it belongs to the ledger {entry.Origin}");
        }
        if (!_authors.TryAdd(entry.Id, ""))
        {
            return Here($"the id {entry.Id} is there before");
        }
        var row = new Row(entry, Digest.Of(leaf.Note), Digest.OfLeaf(bytes));
        var fault = note is null ? null : TakeSigned(row, note, authorOf);
        if (fault is not null)
        {
            return fault;
        }
        if (note is null)
        {
            _rows.Add(row);
        }
        _tree.Add(row.Leaf);
        (_last, Last) = (leaf.Recorded.ToUnixTimeMilliseconds(), (leaf, entry));
        return null;
    }

    private Fault Here(string what) => new(Count, what);

    private Fault? TakeSigned(Row row, SignedNote note, Action<long, string>? authorOf)
    {
        // Of all others only the envelope is asked about here.
        var payload = EntryKinds.IsOfKey(row.Entry.Kind) || row.Entry.Kind is EntryKinds.ImportBatch or EntryKinds.Redaction ? EntryFields.Read(row.Entry.Kind, row.Entry.Clear) : Other;
        var author = note.Signatures[0].Name;
        // The first entry of all brings the key it is signed with.
        var key = Count == 0 && payload is Payload.KeyRegister own ? own.Key : _keys.Of(author);
        if (note.Signatures.Count != 1 || key is null || note.SignedBy([key], verify).Count == 0)
        {
            return Here($"its signature is not that of a key of {author} registered at this place");
        }
        if (_keys.ProblemWith(author, payload) is { } refusal)
        {
            return Here(refusal.Message);
        }
        if (payload is Payload.Redaction redaction && _redactions.ProblemWith(author, redaction) is { } alone)
        {
            return Here(alone.Message);
        }
        if (Rows(row, payload) is { } unsigned)
        {
            return unsigned;
        }
        var seq = Count - _rows.Count;
        foreach (var each in _rows.Append(row))
        {
            if (Chain(each, author) is { } broken)
            {
                return new Fault(seq, broken);
            }
            authorOf?.Invoke(seq++, author);
        }
        _rows.Clear();
        _keys.Take(payload);
        if (payload is Payload.Redaction done)
        {
            _redactions.Take(Count, row.Entry.Id, author, done);
        }
        return null;
    }

    /// <summary>A batch covers exactly the unsigned entries before it, and nothing else does.</summary>
    private Fault? Rows(Row row, Payload payload)
    {
        if (payload is not Payload.ImportBatch batch)
        {
            return _rows.Count == 0 ? null : new Fault(FirstUnsigned!.Value, "no batch covers it");
        }
        if (batch.Rows != _rows.Count || batch.Rows == 0 || batch.First != FirstUnsigned)
        {
            return Here("it covers other entries than those before it");
        }
        return batch.Root == MerkleTree.Root([.. _rows.Select(r => r.Leaf)]) ? null : Changed(row);
    }

    /// <summary>
    /// The root says only that some row was changed. Which one, the author's chain says: each entry holds the hash of the
    /// note before it, and the batch entry that of the last row.
    /// </summary>
    private Fault Changed(Row batch)
    {
        var first = FirstUnsigned!.Value;
        for (var i = 0; i < _rows.Count; i++)
        {
            var next = i + 1 < _rows.Count ? _rows[i + 1] : batch;
            if (next.Entry.AuthorPrevious == _rows[i].Note && next.Entry.AuthorSeq == _rows[i].Entry.AuthorSeq + 1)
            {
                continue;
            }
            // Where the next but one does not follow the next either, it is the next that was changed.
            var isNext = i + 1 < _rows.Count && (i + 2 < _rows.Count ? _rows[i + 2] : batch).Entry.AuthorPrevious != _rows[i + 1].Note;
            return new Fault(first + i + (isNext ? 1 : 0), "it was changed after its batch was signed");
        }
        return new Fault(first, $"its time or place, or that of one of the {_rows.Count - 1} entries behind it, was changed after their batch was signed");
    }

    private string? Chain(Row row, string author)
    {
        (long Seq, Digest? Note) previous = _chains.TryGetValue(author, out var found) ? found : (-1, null);
        if (row.Entry.AuthorSeq != previous.Seq + 1 || row.Entry.AuthorPrevious != previous.Note)
        {
            return $"it does not follow entry {previous.Seq} of {author}";
        }
        if (row.Entry.Kind == EntryKinds.Correction && (row.Entry.Corrects is not { } corrects || _authors.GetValueOrDefault(corrects) != author))
        {
            return $"it corrects what is no entry of {author}";
        }
        _chains[author] = (row.Entry.AuthorSeq, row.Note);
        _authors[row.Entry.Id] = author;
        return null;
    }
}
