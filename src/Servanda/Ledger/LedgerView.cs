using Servanda.Claims;

namespace Servanda.Ledger;

/// <summary>
/// What a ledger's entries say, in their order: the claims, with the time each was recorded, and their links to
/// occurrences. A corrected claim is there twice under one id; the later one is the correction.
/// </summary>
public sealed record LedgerView(IReadOnlyList<Claim> Claims, IReadOnlyList<Link> Links)
{
    public static LedgerView Of(IEnumerable<EntryRecord> entries)
    {
        var claims = new List<Claim>();
        var links = new List<Link>();
        foreach (var entry in entries)
        {
            switch (entry.Payload)
            {
                case Payload.OfClaim c:
                    claims.Add(c.Claim with { Recorded = entry.Recorded });
                    break;
                case Payload.Correction c:
                    claims.Add(c.Claim with { Recorded = entry.Recorded });
                    break;
                case Payload.Link l:
                    links.Add(new Link(l.Claim, l.Occurrence, Linked: true, entry.Recorded));
                    break;
                case Payload.Unlink l:
                    links.Add(new Link(l.Claim, l.Occurrence, Linked: false, entry.Recorded));
                    break;
            }
        }
        return new LedgerView(claims, links);
    }
}
