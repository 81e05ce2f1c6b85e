using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>
/// Checks a ledger from its leaves alone, one after the other: canonical bytes, dense order, times that never go
/// backward, ids used once, each author's chain, each signature under the key that was its author's at that place, and
/// each batch's root over its rows. It keeps some 200 bytes for each entry.
/// </summary>
public sealed class Auditor(string origin, VerifySignature verify)
{
    private readonly KeyRing _keys = new();
    private readonly Dictionary<string, (long Seq, Digest Note)> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> _authors = [];
    private readonly List<Row> _rows = [];
    private long _next;
    private long _last = long.MinValue;

    private sealed record Row(Entry Entry, Digest Note, Digest Leaf);

    /// <summary>How many entries were taken.</summary>
    public long Count => _next;

    /// <summary>The last leaf that was taken, and the entry in it.</summary>
    public (Leaf Leaf, Entry Entry)? Last { get; private set; }

    /// <summary>The first entry that waits for the signature of its batch; null when none does.</summary>
    public long? FirstUnsigned => _rows.Count > 0 ? _next - _rows.Count : null;

    /// <summary>Takes the next leaf. A problem ends the audit.</summary>
    /// <param name="authorOf">Told the author of each entry once it is sure: of rows, when their batch is signed.</param>
    public string? Take(ReadOnlySpan<byte> bytes, Action<long, string>? authorOf = null)
    {
        if (!Leaf.TryParse(bytes, out var leaf, out var problem))
        {
            return problem;
        }
        if (leaf.Seq != _next)
        {
            return $"it says it is entry {leaf.Seq}";
        }
        if (leaf.Recorded.ToUnixTimeMilliseconds() < _last)
        {
            return "it was recorded before the entry in front of it";
        }
        SignedNote? note = null;
        if (leaf.IsSigned && !SignedNote.TryParse(leaf.Note, out note, out problem))
        {
            return problem;
        }
        if (!Entry.TryParse(note?.Text ?? leaf.Note, out var entry, out problem))
        {
            return problem;
        }
        if (note is null && (EntryKinds.IsOfKey(entry.Kind) || entry.Kind == EntryKinds.ImportBatch))
        {
            return $"a {entry.Kind} entry must be signed";
        }
        if (entry.Origin != origin)
        {
            return $"it belongs to the ledger {entry.Origin}";
        }
        if (!_authors.TryAdd(entry.Id, ""))
        {
            return $"the id {entry.Id} is there before";
        }
        var row = new Row(entry, Digest.Of(leaf.Note), Digest.OfLeaf(bytes));
        problem = note is null ? null : TakeSigned(row, note, authorOf);
        if (problem is not null)
        {
            return problem;
        }
        if (note is null)
        {
            _rows.Add(row);
        }
        (_next, _last, Last) = (_next + 1, leaf.Recorded.ToUnixTimeMilliseconds(), (leaf, entry));
        return null;
    }

    private string? TakeSigned(Row row, SignedNote note, Action<long, string>? authorOf)
    {
        var payload = EntryFields.Read(row.Entry.Kind, row.Entry.Clear);
        var author = note.Signatures[0].Name;
        // The first entry of all brings the key it is signed with.
        var key = _next == 0 && payload is Payload.KeyRegister own ? own.Key : _keys.Of(author);
        if (note.Signatures.Count != 1 || key is null || note.SignedBy([key], verify).Count == 0)
        {
            return $"its signature is not that of a key of {author} registered at this place";
        }
        if (_keys.ProblemWith(author, payload) is { } refusal)
        {
            return refusal.Message;
        }
        if (Rows(payload) is { } unsigned)
        {
            return unsigned;
        }
        foreach (var each in _rows.Append(row))
        {
            if (Chain(each, author) is { } broken)
            {
                return broken;
            }
        }
        for (var i = 0; i <= _rows.Count; i++)
        {
            authorOf?.Invoke(_next - _rows.Count + i, author);
        }
        _rows.Clear();
        _keys.Take(payload);
        return null;
    }

    /// <summary>A batch covers exactly the unsigned entries before it, and nothing else does.</summary>
    private string? Rows(Payload payload)
    {
        if (payload is not Payload.ImportBatch batch)
        {
            return _rows.Count == 0 ? null : $"no batch covers the unsigned entries from {FirstUnsigned} on";
        }
        return batch.Rows == _rows.Count && batch.Rows > 0 && batch.First == FirstUnsigned && batch.Root == MerkleTree.Root([.. _rows.Select(row => row.Leaf)])
            ? null : "its root is not that of the entries before it";
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
