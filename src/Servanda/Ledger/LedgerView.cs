using NodaTime;
using Servanda.Claims;

namespace Servanda.Ledger;

/// <summary>
/// What a ledger's entries say, in their order: the claims, with the time each was recorded, and their links to
/// occurrences. A corrected claim is there twice under one id; the later one is the correction.
/// </summary>
public sealed record LedgerView(IReadOnlyList<Claim> Claims, IReadOnlyList<Link> Links)
{
    public static LedgerView Of(IEnumerable<EntryRecord> entries) => new LedgerView([], []).With(entries.Select(e => (e.Payload, e.Recorded)));

    /// <summary>What they would say with these drafts among them.</summary>
    public LedgerView With(IEnumerable<Draft> drafts, Instant recorded) => With(drafts.Select(d => (d.Payload, recorded)));

    private LedgerView With(IEnumerable<(Payload Payload, Instant Recorded)> more)
    {
        var claims = new List<Claim>(Claims);
        var links = new List<Link>(Links);
        foreach (var (payload, recorded) in more)
        {
            switch (payload)
            {
                case Payload.OfClaim c:
                    claims.Add(c.Claim with { Recorded = recorded });
                    break;
                case Payload.Correction c:
                    claims.Add(c.Claim with { Recorded = recorded });
                    break;
                case Payload.Link l:
                    links.Add(new Link(l.Claim, l.Occurrence, Linked: true, recorded));
                    break;
                case Payload.Unlink l:
                    links.Add(new Link(l.Claim, l.Occurrence, Linked: false, recorded));
                    break;
            }
        }
        return new LedgerView(claims, links);
    }
}
