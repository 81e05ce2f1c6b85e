using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>What came about since a day: as the record stood then and about then, against as it is asked about now.</summary>
public sealed record ChangesModel
{
    private const int DaysBack = 7;
    private const int MostClaims = 100;

    public required LocalDate Since { get; init; }
    public required IReadOnlyList<StatusChange> Changes { get; init; }

    /// <summary>Claims recorded since, the latest first; no more than a page of them.</summary>
    public required IReadOnlyList<StandingClaim> Recorded { get; init; }
    public required int RecordedInAll { get; init; }

    /// <summary>Claims that stood then and stand no longer.</summary>
    public required IReadOnlyList<StandingClaim> Gone { get; init; }

    public static ChangesModel Of(Asked asked)
    {
        var since = asked.Query("since") is { } text
            ? Stamp.TryParse(text)?.DayIn(asked.Zone) ?? throw new WrongAddressException(asked.W.Plain("“{0}” is no date.", text), asked.W.Plain("Write a day such as {0}.", new Words.Ltr("2026-01-19")))
            : asked.Today.PlusDays(-DaysBack);
        var then = TimeRange.OfDay(since, asked.Zone).Latest;
        return asked.Ask($"{since}", record =>
        {
            var before = new Record(asked.Agreement, asked.State.Claims, asked.State.Links, then);
            var ids = record.Claims.Select(c => c.Claim.Id).ToHashSet(StringComparer.Ordinal);
            var recorded = record.Claims.Where(c => c.Claim.RecordedAt > then).OrderByDescending(c => c.Claim.RecordedAt).ThenByDescending(c => c.Number).ToList();
            return new ChangesModel
            {
                Since = since,
                Changes = StatusChange.Between((before, then), (record, asked.AsOf)),
                Recorded = [.. recorded.Take(MostClaims)],
                RecordedInAll = recorded.Count,
                Gone = [.. before.Claims.Where(c => !ids.Contains(c.Claim.Id))],
            };
        });
    }
}
