using Servanda.Claims;
using Servanda.Files.Documents;
using Servanda.Status;
using Servanda.Stores;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>A piece of a document's text, and the claims that rest on it.</summary>
public sealed record Piece(string Text, IReadOnlyList<StandingClaim> Claims, bool BeginsAsked);

/// <summary>A document with the words that claims rest on.</summary>
public sealed record DocumentModel
{
    public required string Hash { get; init; }
    public required StoredDocument? File { get; init; }
    public required IReadOnlyList<Piece> Pieces { get; init; }
    public required IReadOnlyList<StandingClaim> Claims { get; init; }

    public static DocumentModel Of(Asked asked, string hash)
    {
        var wanted = asked.Query("claim");
        var claims = asked.Ask($"document {hash}", record => (IReadOnlyList<StandingClaim>)[.. record.Claims.Where(c => c.Claim.Source?.Document == hash).OrderBy(c => c.Claim.Source!.Start).ThenBy(c => c.Number)]);
        var file = asked.Site.Document(hash);
        if (file is null && claims.Count == 0)
        {
            throw new NoSuchPageException("There is no document {0}.", hash);
        }
        // Its text is taken out again as the reader took it out, so that places are counted alike.
        var text = file is null ? null : DocumentText.Of(file.Content.ToArray(), "document" + DocumentNames.Ending(file.MediaType)).Text;
        return new DocumentModel { Hash = hash, File = file, Claims = claims, Pieces = text is null ? [] : PiecesOf(text, claims, wanted) };
    }

    private static List<Piece> PiecesOf(string text, IReadOnlyList<StandingClaim> claims, string? wanted)
    {
        var spans = claims.Where(c => c.Claim.Source is { Start: >= 0 } s && s.End <= text.Length && s.Start < s.End).ToList();
        var cuts = spans.SelectMany(c => new[] { c.Claim.Source!.Start, c.Claim.Source.End }).Append(0).Append(text.Length).Distinct().Order().ToList();
        return
        [
            .. cuts.Zip(cuts.Skip(1), (from, to) => new Piece(text[from..to], [.. spans.Where(c => c.Claim.Source!.Start <= from && to <= c.Claim.Source.End)],
                spans.Exists(c => c.Claim.Id == wanted && c.Claim.Source!.Start == from))),
        ];
    }
}
