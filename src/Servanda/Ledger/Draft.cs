using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>Something to be put on the record. Corrections, documents and batches are the ledger's to make: see its methods.</summary>
public sealed record Draft
{
    private Draft(Payload payload) => Payload = payload;

    public Payload Payload { get; }

    /// <summary>A UUIDv7 to send again with the same entry when the answer was lost; null lets the ledger make one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The same, as entered by somebody who gave a name; see <see cref="Payload.EnteredBy"/>.</summary>
    public Draft EnteredBy(string? name) => new(Payload with { EnteredBy = name }) { Id = Id };

    /// <summary>A claim; when its id is on the record with another content, this becomes a correction.</summary>
    public static Draft Of(Claim claim) => new(new Payload.OfClaim(claim));

    public static Draft Link(string claim, string occurrence, string? reason = null, string? act = null) => new(new Payload.Link(claim, occurrence, reason, act));

    public static Draft Unlink(string claim, string occurrence, string? reason = null, string? act = null) => new(new Payload.Unlink(claim, occurrence, reason, act));

    public static Draft Review(ReviewOutcome outcome, Source source, IReadOnlyList<string> claims, string? reason = null) =>
        new(new Payload.Review(outcome, source, claims, reason));

    public static Draft Note(string text, string? about = null, Visibility? visibility = null) =>
        new(new Payload.Note(text, about) { Visibility = visibility ?? Visibility.Public });

    /// <summary>Asks that fields of an entry be destroyed, or approves what another author asked for.</summary>
    public static Draft Redaction(Guid of, IReadOnlyList<string> paths, string reason, string? authority = null, Guid? approves = null) =>
        new(new Payload.Redaction(of, paths, reason, authority, approves));

    public static Draft RegisterKey(VerifierKey key) => new(new Payload.KeyRegister(key));

    public static Draft RotateKey(VerifierKey next) => new(new Payload.KeyRotate(next));

    public static Draft RevokeKey(VerifierKey key, string? reason = null, Stamp? compromisedSince = null) =>
        new(new Payload.KeyRevoke(key, reason, compromisedSince));
}
