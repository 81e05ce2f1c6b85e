using System.Text.Json.Nodes;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>A draft made ready outside the lock: its fields in form C, checked to read back as what was meant.</summary>
internal sealed record Prepared(Payload Payload, Guid? Id, JsonObject Fields, string Content, Refusal? Refusal)
{
    private const int UuidVersion = 7;

    public static Prepared Of(Payload payload, Guid? id)
    {
        var fields = EntryFields.Of(payload);
        var problem = Jcs.ProblemWith(fields)
            ?? (id is { Version: not UuidVersion } ? $"The entry id {id} is not a UUID of version 7." : null)
            ?? EntryFields.ProblemWith(payload.Kind, fields);
        return problem is null
            ? new Prepared(payload, id, fields, EntryFields.Content(payload.Kind, fields), null)
            : new Prepared(payload, id, fields, "", new Refusal.BadContent(problem));
    }

    public string? ClaimId => (Payload as Payload.OfClaim)?.Claim.Id is { } id ? Nfc.Of(id) : null;

    private byte[]? _claimKey;

    /// <summary>What the claim's id is looked up by.</summary>
    public byte[] ClaimKey(Vault vault) => _claimKey ??= vault.ClaimKey(ClaimId!);

    public Source? Source => Payload switch
    {
        Payload.OfClaim c => c.Claim.Source,
        Payload.Review r => r.Source,
        _ => null,
    };
}
