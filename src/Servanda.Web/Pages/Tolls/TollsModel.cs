using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>One speaker's figures on one toll, in the order of the time they speak of.</summary>
public sealed record TollSeries(string Speaker, IReadOnlyList<StandingClaim> Figures);

/// <summary>A toll: every speaker's series by itself, never added together.</summary>
public sealed record Toll(Counter Counter, IReadOnlyList<TollSeries> Series)
{
    public static IReadOnlyList<Toll> Of(Asked asked) => asked.Ask("tolls", record => (IReadOnlyList<Toll>)
    [
        .. asked.Agreement.Counters.Where(c => c.Measures is not null).Select(c => new Toll(c,
        [
            .. record.OfCounter(c.Id).Where(f => f.Claim.Figure is not null && f.Claim.Said.In(asked.Zone).Earliest <= asked.AsOf)
                .GroupBy(f => f.Speaker, StringComparer.Ordinal).OrderBy(g => asked.Agreement.NameOf(g.Key), StringComparer.Ordinal)
                .Select(g => new TollSeries(g.Key, [.. g.OrderBy(f => f.Happened.Latest).ThenBy(f => f.Claim.Said.In(asked.Zone).Latest)])),
        ])),
    ]);
}
