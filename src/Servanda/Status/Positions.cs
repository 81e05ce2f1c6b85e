using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status;

/// <summary>What actors want, ask, promise and foresee. Shown in their own words; never counted towards a status.</summary>
public static class Positions
{
    /// <summary>Those that stand on one provision, by its id or its topic, latest first.</summary>
    public static IReadOnlyList<StandingClaim> On(Record record, Provision provision, Instant asOf) =>
        Latest(record, asOf, record.WillsOn(provision));

    /// <summary>Those said by then that pass the filter, latest first; ties by speaker, then id.</summary>
    public static IReadOnlyList<StandingClaim> Latest(Record record, Instant asOf, Func<StandingClaim, bool> filter) =>
        Latest(record, asOf, record.Claims.Where(c => c.Claim.IsWill && filter(c)));

    private static List<StandingClaim> Latest(Record record, Instant asOf, IEnumerable<StandingClaim> wills) =>
    [
        .. wills.Where(c => c.Claim.Said.In(record.Rules.Zone).Earliest <= asOf)
            .OrderByDescending(c => c.Claim.Said.In(record.Rules.Zone).Latest).ThenBy(c => c.Speaker, StringComparer.Ordinal).ThenBy(c => c.Claim.Id, StringComparer.Ordinal),
    ];
}
