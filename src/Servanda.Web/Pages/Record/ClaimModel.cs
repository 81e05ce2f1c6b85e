using Servanda.Claims;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>A claim, whether it stands, what is said about it, and its entries.</summary>
public sealed record ClaimModel
{
    public required Claim Claim { get; init; }

    /// <summary>Null where it was taken back, or was not yet known.</summary>
    public required StandingClaim? Standing { get; init; }

    /// <summary>Every wording that was recorded under its id, the first first.</summary>
    public required IReadOnlyList<Claim> Wordings { get; init; }
    public required IReadOnlyList<StandingClaim> About { get; init; }
    public required IReadOnlyList<EntryLine> Entries { get; init; }

    public static ClaimModel Of(Asked asked, string id)
    {
        var wordings = asked.State.Claims.Where(c => c.Id == id && (asked.KnownAt is not { } known || c.RecordedAt <= known)).ToList();
        if (wordings.Count == 0)
        {
            throw new NoSuchPageException("There is no claim {0} on the record as it is asked about.", id);
        }
        return asked.Ask(id, record => new ClaimModel
        {
            Claim = wordings[^1],
            Standing = record.ById(id),
            Wordings = wordings,
            About = [.. record.Claims.Where(c => c.Claim is Claim.Verify { Of: var of } && of == id || c.Claim is Claim.Retract { Of: var back } && back == id)],
            Entries = asked.EntriesAbout(id),
        });
    }
}

/// <summary>An occurrence: all that is told of one happening.</summary>
public sealed record OccurrenceModel(string Id, IReadOnlyList<StandingClaim> Claims)
{
    public static OccurrenceModel Of(Asked asked, string id) => asked.Ask(id, record => new OccurrenceModel(id, [.. record.Claims.Where(c => c.Occurrence == id || c.Claim is Claim.Coverage { Occurrences: var listed } && listed.Contains(id, StringComparer.Ordinal))])) is { Claims.Count: > 0 } found
        ? found : throw new NoSuchPageException("There is no occurrence {0} on the record as it is asked about.", id);
}
