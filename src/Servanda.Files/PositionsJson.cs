using System.Text.Json;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>Positions as <c>positions --json</c> prints them, latest first, each in the form of the claims file.</summary>
public static class PositionsJson
{
    public static void Write(Stream stream, Agreement agreement, Instant asOf, Instant? knownAt, IEnumerable<StandingClaim> positions)
    {
        using var json = new Utf8JsonWriter(stream, Json.Options);
        json.WriteStartObject();
        json.WriteString("agreement", agreement.Id);
        json.WriteString("asOf", Json.Seconds(asOf, agreement.Zone));
        json.WriteString("knownAt", knownAt is { } known ? Json.Utc(known) : null);
        json.WriteStartArray("positions");
        foreach (var position in positions)
        {
            ClaimJson.Write(position.Claim).WriteTo(json);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
