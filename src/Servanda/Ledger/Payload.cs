using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Merkle;

namespace Servanda.Ledger;

public enum ReviewOutcome { Accepted, Edited, Rejected }

/// <summary>What an entry says. The kinds are closed and belong to version 1 of the entry format.</summary>
public abstract record Payload
{
    private Payload() { }

    /// <summary>Who may see it. Where it is not public, the entry holds commitments to every other field.</summary>
    public Visibility Visibility { get; init; } = Visibility.Public;

    /// <summary>
    /// The name that the person who entered it gave, as typed, where several enter with one key; null where none was asked
    /// for. Nothing proves it: the entry's author is the key that signed it.
    /// </summary>
    public string? EnteredBy { get; init; }

    /// <summary>The name of the kind in the entry.</summary>
    public string Kind => this switch
    {
        OfClaim c => c.Claim.Kind,
        Correction => EntryKinds.Correction,
        Link => EntryKinds.Link,
        Unlink => EntryKinds.Unlink,
        Document => EntryKinds.Document,
        Review => EntryKinds.Review,
        KeyRegister => EntryKinds.KeyRegister,
        KeyRotate => EntryKinds.KeyRotate,
        KeyRevoke => EntryKinds.KeyRevoke,
        Note => EntryKinds.Note,
        ImportBatch => EntryKinds.ImportBatch,
        Redaction => EntryKinds.Redaction,
        Withheld w => w.Of,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public sealed record OfClaim : Payload
    {
        public OfClaim(Claim claim)
        {
            Claim = claim;
            Visibility = claim.Visibility;
        }

        public Claim Claim { get; }
    }

    /// <summary>A new wording of a claim by its own author; the old one stays on the record.</summary>
    /// <param name="Corrects">The entry that held the wording until now.</param>
    public sealed record Correction : Payload
    {
        public Correction(Guid corrects, Claim claim)
        {
            Corrects = corrects;
            Claim = claim;
            Visibility = claim.Visibility;
        }

        public Guid Corrects { get; }
        public Claim Claim { get; }
    }

    /// <param name="Act">Common to the links that one person made at once, so that they can be undone at once; null for one by itself.</param>
    public sealed record Link(string Claim, string Occurrence, string? Reason, string? Act = null) : Payload;

    /// <param name="Act">That of the links it undoes, or of those made with it.</param>
    public sealed record Unlink(string Claim, string Occurrence, string? Reason, string? Act = null) : Payload;

    /// <summary>A document taken in; its bytes are kept beside the ledger under <paramref name="Hash"/>, <c>sha256:hex</c>.</summary>
    /// <param name="Published">The day that its own days are counted from, where whoever filed it gave one.</param>
    public sealed record Document(string Hash, string MediaType, long Length, string? Outlet, Stamp? Published = null) : Payload;

    /// <summary>What a person made of a proposal that was read from a document.</summary>
    /// <param name="Claims">The claims that came of it.</param>
    public sealed record Review(ReviewOutcome Outcome, Source Source, IReadOnlyList<string> Claims, string? Reason) : Payload;

    /// <summary>A key that may append from here on. The first entry of a ledger registers the key that signs it.</summary>
    public sealed record KeyRegister(VerifierKey Key) : Payload;

    /// <summary>The author's next key, signed by the one it follows.</summary>
    public sealed record KeyRotate(VerifierKey Key) : Payload;

    /// <summary>A key that may append no more. What it signed stays; since when it may have been in other hands is said beside it.</summary>
    public sealed record KeyRevoke(VerifierKey Key, string? Reason, Stamp? CompromisedSince) : Payload;

    /// <param name="About">A claim, document or entry, by its id.</param>
    public sealed record Note(string Text, string? About) : Payload;

    /// <summary>One signature over many rows: it holds the root of the tree over the leaf hashes of the entries just before it.</summary>
    /// <param name="File">The file the rows came from, <c>sha256:hex</c>.</param>
    public sealed record ImportBatch(string Format, string? File, long First, long Rows, Digest Root) : Payload;

    /// <summary>
    /// That fields are to be destroyed. One author asks for it; when a second one approves, it is done. The commitments
    /// stay in the leaf, so every proof holds and everybody sees that something is withheld, not what.
    /// </summary>
    /// <param name="Of">The entry whose fields they are.</param>
    /// <param name="Paths">The fields, such as <c>/source</c>; <c>/content</c> for the bytes of a document.</param>
    /// <param name="Approves">The entry of the author who asked, in the entry of the one who approves.</param>
    public sealed record Redaction(Guid Of, IReadOnlyList<string> Paths, string Reason, string? Authority, Guid? Approves) : Payload;

    /// <summary>An entry whose disclosures are not at hand: sealed, erased or not for this reader.</summary>
    public sealed record Withheld(string Of) : Payload;
}
