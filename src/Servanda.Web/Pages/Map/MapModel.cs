using Servanda.Agreements;
using Servanda.Agreements.Checking;
using Servanda.Claims;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>What is told of a zone and the zones within it.</summary>
public sealed record ZoneRow(Zone Zone, ZoneShape? Shape, IReadOnlyList<StandingClaim> Incidents, IReadOnlyList<StandingClaim> Observed);

/// <summary>Where things are told to have happened: text first, then the drawing.</summary>
public sealed record MapModel
{
    public required IReadOnlyList<ZoneRow> Zones { get; init; }

    /// <summary>Claims of incidents and observations, by the time asked about.</summary>
    public required int Claims { get; init; }

    /// <summary>How many of them have a zone or a place.</summary>
    public required int WithPlace { get; init; }
    public required IReadOnlyList<StandingClaim> Placed { get; init; }
    public required IReadOnlyList<StandingClaim> Named { get; init; }

    public static MapModel Of(Asked asked) => asked.Ask("map", record =>
    {
        var claims = record.Claims.Where(c => c.Happened.Earliest <= asked.AsOf && !c.Claim.IsWill && (c.Claim is Claim.Coverage || c.Provision is { IsNegative: true } && c.Says > 0)).ToList();
        return new MapModel
        {
            Zones =
            [
                .. asked.Agreement.Zones.Select(z => new ZoneRow(z, asked.Site.Shapes.GetValueOrDefault(z.Id),
                    [.. claims.Where(c => c.Claim is not Claim.Coverage && c.Claim.Zone is { } zone && asked.Agreement.IsZonePartOf(zone, z.Id))],
                    [.. claims.Where(c => c.Claim is Claim.Coverage && c.Claim.Zone is { } zone && asked.Agreement.IsZonePartOf(zone, z.Id)).OrderByDescending(c => c.Happened.Latest)])),
            ],
            Claims = claims.Count,
            WithPlace = claims.Count(c => c.Claim.Zone is not null || c.Claim.Place is not null),
            Placed = [.. claims.Where(c => c.Claim.Place is { Latitude: not null, Longitude: not null })],
            Named = [.. claims.Where(c => c.Claim.Place is { Name: not null })],
        };
    });
}
