using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Access;

/// <summary>
/// Who reads: the public, a party, the mediators, or somebody by name. What a readership is shown is what the ledger
/// yields without the claims that it may not see, so nothing shown can give one of them away.
/// </summary>
public abstract record Readership
{
    private Readership() { }

    public sealed record Public : Readership;

    /// <summary>A party, with those who are part of it.</summary>
    public sealed record Party(string Id) : Readership;
    public sealed record Mediators : Readership;

    /// <summary>Somebody whom <c>restricted-to</c> may name.</summary>
    public sealed record Named(string Name) : Readership;

    /// <summary>Whether this readership may see what has a visibility.</summary>
    public bool Sees(Visibility visibility, Agreement agreement) => visibility.Scope switch
    {
        "public" => true,
        "parties" => this is Party,
        "mediators" => this is Mediators,
        "names" => this is Named { Name: var name } && visibility.RestrictedTo.Contains(name, StringComparer.Ordinal),
        var scope => scope.StartsWith(Side, StringComparison.Ordinal) && this is Party { Id: var id } && agreement.IsPartOf(id, scope[Side.Length..]),
    };

    private const string Side = "side:";

    /// <summary>
    /// The claims that it may see, in their order. What verifies or takes back one that it may not see is left out with it,
    /// and so is every version of a claim of which it may not see one.
    /// </summary>
    public IReadOnlyList<Claim> Redacted(IEnumerable<Claim> claims, Agreement agreement)
    {
        var all = claims.ToList();
        var hidden = all.Where(c => !Sees(c.Visibility, agreement)).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var seen = all.Where(c => !hidden.Contains(c.Id)).ToList();
        // A claim about a claim about a hidden one is hidden too, however long the chain.
        for (var before = -1; before != seen.Count;)
        {
            before = seen.Count;
            foreach (var gone in seen.Where(c => c is Claim.Retract { Of: var of } && hidden.Contains(of) || c is Claim.Verify { Of: var verified } && hidden.Contains(verified)).ToList())
            {
                hidden.Add(gone.Id);
                seen.RemoveAll(c => c.Id == gone.Id);
            }
        }
        return seen;
    }

    /// <summary>The links of the claims that are seen.</summary>
    public static IReadOnlyList<Link> LinksOf(IReadOnlyList<Claim> seen, IEnumerable<Link> links)
    {
        var ids = seen.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return [.. links.Where(l => ids.Contains(l.Claim))];
    }
}
