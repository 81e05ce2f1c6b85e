using System.Text.Json;
using NodaTime;
using Servanda.Agreements;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>Where standpoints differ, as <c>diverge --json</c> prints it.</summary>
public static class DivergenceJson
{
    public static void Write(Stream stream, Agreement agreement, Instant asOf, Instant? knownAt, IReadOnlyList<Standpoint> between, Divergence divergence)
    {
        using var json = new Utf8JsonWriter(stream, Json.Options);
        json.WriteStartObject();
        json.WriteString("agreement", agreement.Id);
        json.WriteString("asOf", Json.Seconds(asOf, agreement.Zone));
        json.WriteString("knownAt", knownAt is { } known ? Json.Utc(known) : null);
        json.WriteStrings("between", between.Select(s => s.Id));
        json.WriteString("nextPhase", divergence.NextPhase?.Id);
        json.WriteStartArray("agenda");
        foreach (var (fact, blocks) in divergence.Agenda)
        {
            json.WriteStartObject();
            json.WriteString("ref", fact.Ref);
            json.WriteString("provision", fact.Provision);
            json.WriteString("holder", fact.Holder);
            json.WriteStrings("by", fact.By);
            json.WriteNumber("blocks", blocks);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("accounts");
        foreach (var difference in divergence.Accounts)
        {
            Write(json, difference);
        }
        json.WriteEndArray();
        json.WriteStartArray("anchors");
        foreach (var difference in divergence.Anchors)
        {
            Write(json, difference, agreement.Zone);
        }
        json.WriteEndArray();
        json.WriteStartArray("readings");
        foreach (var (provision, reading) in divergence.Readings)
        {
            json.WriteStartObject();
            json.WriteString("provision", provision.Id);
            json.WriteStrings("by", reading.By);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("positions");
        foreach (var difference in divergence.Positions)
        {
            json.WriteStartObject();
            json.WriteString("provision", difference.Provision?.Id);
            json.WriteString("topic", difference.Topic);
            json.WriteBoolean("opposed", difference.Opposed);
            json.WriteStartArray("positions");
            foreach (var position in difference.Positions)
            {
                PositionJson.Write(json, position);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AccountDifference difference)
    {
        json.WriteStartObject();
        json.WriteString("provision", difference.Provision.Id);
        json.WriteString("holder", difference.Holder);
        json.WriteString("distance", Spelling.Of(difference.Distance));
        json.WriteNumber("blocks", difference.Blocks);
        json.WriteNumber("flips", difference.Flips);
        json.WriteStrings("wouldChange", difference.WouldChange);
        json.WriteStartObject("stands");
        foreach (var stand in difference.Stands)
        {
            json.WriteStartObject(stand.Standpoint.Id);
            json.WriteString("value", stand.Value.Letter.ToString());
            json.WriteString("bits", stand.Value.BitText);
            json.WriteString("shown", stand.Shown.Code());
            json.WriteStrings("claims", stand.Claims.Select(c => c.Claim.Id));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AnchorDifference difference, DateTimeZone zone)
    {
        json.WriteStartObject();
        json.WriteString("anchor", difference.Anchor.Id);
        json.WriteStartObject("dates");
        foreach (var (standpoint, dates) in difference.Dates)
        {
            json.WriteStartArray(standpoint.Id);
            foreach (var date in dates)
            {
                json.WriteStartObject();
                json.WriteString("earliest", Json.Seconds(date.Earliest, zone));
                json.WriteString("latest", Json.Seconds(date.Latest, zone));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
