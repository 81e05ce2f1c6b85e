namespace Servanda.Ledger;

/// <summary>
/// What is to be destroyed and what was, as the ledger's own redaction entries say: one author asks, another one approves.
/// </summary>
public sealed class Redactions
{
    /// <summary>The field that stands for the bytes of a document.</summary>
    public const string Content = "/content";

    private readonly Dictionary<Guid, (string Author, Payload.Redaction Redaction)> _asked = [];
    private readonly Dictionary<(Guid Entry, string Path), long> _destroyed = [];

    /// <summary>Every field that was destroyed, with the place of the entry that approved it.</summary>
    public IReadOnlyDictionary<(Guid Entry, string Path), long> Destroyed => _destroyed;

    /// <summary>Why the author may not put this on the record; null when it may.</summary>
    public Refusal? ProblemWith(string author, Payload.Redaction redaction) => redaction.Approves switch
    {
        null => null,
        { } asked when !_asked.TryGetValue(asked, out var request) => new Refusal.NothingToApprove(asked),
        { } asked when _asked[asked].Author == author => new Refusal.SecondKeyNeeded(author),
        { } asked when _asked[asked].Redaction is var request && (request.Of != redaction.Of || !request.Paths.SequenceEqual(redaction.Paths, StringComparer.Ordinal)) =>
            new Refusal.BadContent("It approves something else than was asked for."),
        _ => null,
    };

    /// <summary>What was asked for in an entry; null when nothing was.</summary>
    public Payload.Redaction? Asked(Guid entry) => _asked.TryGetValue(entry, out var request) ? request.Redaction : null;

    /// <summary>Takes note of an entry that is on the record.</summary>
    public void Take(long seq, Guid id, string author, Payload.Redaction redaction)
    {
        if (redaction.Approves is null)
        {
            _asked[id] = (author, redaction);
            return;
        }
        foreach (var path in redaction.Paths)
        {
            _destroyed.TryAdd((redaction.Of, path), seq);
        }
    }
}
