using NodaTime;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Stores;

namespace Servanda.Web.Serving;

/// <summary>An entry as lists show it.</summary>
/// <param name="About">The claim, occurrence or document it is about; null where it is about none.</param>
/// <param name="EnteredBy">The name that whoever entered it typed; null where none was asked for. Nothing proves it.</param>
public sealed record EntryLine(long Seq, Guid Id, Instant Recorded, string Author, string Kind, string? About, string? EnteredBy = null);

/// <summary>A document that was filed, and its entry.</summary>
public sealed record FiledDocument(Payload.Document Document, EntryLine Entry);

/// <summary>What somebody made of a proposal, and its entry.</summary>
public sealed record MadeReview(Payload.Review Review, EntryLine Entry);

/// <summary>What the ledger says at one moment; never changed once made.</summary>
public sealed record LedgerState(long Size, IReadOnlyList<Claim> Claims, IReadOnlyList<Link> Links, IReadOnlyList<EntryLine> Entries)
{
    public static LedgerState Empty { get; } = new(0, [], [], []);

    /// <summary>The documents that were filed, in their order.</summary>
    public IReadOnlyList<FiledDocument> Documents { get; init; } = [];

    /// <summary>The reviews of their proposals, in their order.</summary>
    public IReadOnlyList<MadeReview> Reviews { get; init; } = [];

    private ILookup<string, EntryLine>? byAbout;

    /// <summary>The entries about a claim, an occurrence or a document, in their order.</summary>
    public IEnumerable<EntryLine> About(string id) => (byAbout ??= Entries.Where(e => e.About is not null).ToLookup(e => e.About!, StringComparer.Ordinal))[id];

    /// <summary>When the last claim was recorded; null with none.</summary>
    public Instant? LastRecorded { get; } = Claims.Count == 0 ? null : Claims.Max(c => c.RecordedAt);
}

/// <summary>Where pages take the record from.</summary>
public abstract class RecordSource
{
    /// <summary>The record as it stands now.</summary>
    public abstract LedgerState Now();

    /// <summary>The ledger behind it; null where the claims of files are shown.</summary>
    public virtual LedgerStore? Ledger => null;
}

/// <summary>Claims of files, which stand as they were read: there are no entries to prove.</summary>
public sealed class FileSource(IReadOnlyList<Claim> claims) : RecordSource
{
    private readonly LedgerState state = new(0, claims, [], []);

    public override LedgerState Now() => state;
}

/// <summary>A ledger that others may be writing to: what was appended since the last time is read, and nothing again.</summary>
public sealed class LedgerSource(LedgerStore ledger) : RecordSource
{
    private readonly Lock gate = new();
    private LedgerState state = LedgerState.Empty;

    public override LedgerStore Ledger => ledger;

    public override LedgerState Now()
    {
        lock (gate)
        {
            return ledger.Size == state.Size ? state : state = Continued();
        }
    }

    private LedgerState Continued()
    {
        var entries = ledger.Read(state.Size).ToList();
        var view = LedgerView.Of(entries);
        return new LedgerState(state.Size + entries.Count, [.. state.Claims, .. view.Claims], [.. state.Links, .. view.Links],
            [.. state.Entries, .. entries.Select(LineOf)])
        {
            Documents = [.. state.Documents, .. entries.Where(e => e.Payload is Payload.Document).Select(e => new FiledDocument((Payload.Document)e.Payload, LineOf(e)))],
            Reviews = [.. state.Reviews, .. entries.Where(e => e.Payload is Payload.Review).Select(e => new MadeReview((Payload.Review)e.Payload, LineOf(e)))],
        };
    }

    private static EntryLine LineOf(EntryRecord e) => new(e.Seq, e.Entry.Id, e.Recorded, e.Author, e.Entry.Kind, AboutOf(e.Payload), e.Payload.EnteredBy);

    private static string? AboutOf(Payload payload) => payload switch
    {
        Payload.OfClaim c => c.Claim.Id,
        Payload.Correction c => c.Claim.Id,
        Payload.Link l => l.Claim,
        Payload.Unlink l => l.Claim,
        Payload.Document d => d.Hash,
        Payload.Note n => n.About,
        _ => null,
    };
}
