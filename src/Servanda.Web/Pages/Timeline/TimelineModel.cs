using NodaTime;
using Servanda.Agreements;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>Claims by the time they speak of, the latest first, a page of them at a time.</summary>
public sealed record TimelineModel
{
    private const int PageSize = 60;

    public required IReadOnlyList<StandingClaim> Shown { get; init; }
    public required IReadOnlyList<StandingClaim> All { get; init; }
    public required IReadOnlyList<string> Speakers { get; init; }

    /// <summary>Occurrences that claims name, the latest first: everything that is told of each.</summary>
    public required IReadOnlyList<OccurrenceModel> Occurrences { get; init; }
    public required string? Speaker { get; init; }
    public required Provision? Provision { get; init; }
    public required int Page { get; init; }
    public int Pages => Math.Max(1, (All.Count + PageSize - 1) / PageSize);

    public static TimelineModel Of(Asked asked)
    {
        var speaker = asked.Query("speaker");
        var provision = asked.Query("provision") is { } id ? asked.Agreement.Provision(id) ?? throw new NoSuchPageException("The agreement has no provision {0}.", id) : null;
        var (all, speakers) = asked.Ask("timeline", record => new Claims(
            [.. record.Claims.Where(c => c.Happened.Earliest <= asked.AsOf).OrderByDescending(c => c.Happened.Earliest).ThenByDescending(c => c.Number)],
            [.. record.Claims.CountBy(c => c.Speaker, StringComparer.Ordinal).OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Key)]));
        var chosen = all.Where(c => (speaker is null || c.Speaker == speaker) && (provision is null || c.Provision?.Id == provision.Id)).ToList();
        var pages = Math.Max(1, (chosen.Count + PageSize - 1) / PageSize);
        var page = int.TryParse(asked.Query("page"), out var number) ? Math.Clamp(number, 1, pages) : 1;
        return new TimelineModel { All = chosen, Shown = [.. chosen.Skip((page - 1) * PageSize).Take(PageSize)], Speakers = speakers, Occurrences = OccurrencesOf(chosen), Speaker = speaker, Provision = provision, Page = page };
    }

    private static List<OccurrenceModel> OccurrencesOf(List<StandingClaim> claims) =>
    [
        .. claims.Where(c => c.Claim.Occurrence is not null && c.Occurrence is not null).GroupBy(c => c.Occurrence!, StringComparer.Ordinal).Select(g => new OccurrenceModel(g.Key, [.. g])),
    ];

    private sealed record Claims(IReadOnlyList<StandingClaim> All, IReadOnlyList<string> Speakers);
}
