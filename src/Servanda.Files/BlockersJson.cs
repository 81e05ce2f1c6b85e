using System.Text.Json;
using NodaTime;
using Servanda.Agreements;
using Servanda.Gaps;

namespace Servanda.Files;

/// <summary>What keeps a phase shut, as <c>blockers --json</c> prints it.</summary>
public static class BlockersJson
{
    public static void Write(Stream stream, Agreement agreement, Instant asOf, Instant? knownAt, Blockers blockers)
    {
        using var json = new Utf8JsonWriter(stream, Json.Options);
        json.WriteStartObject();
        json.WriteString("agreement", agreement.Id);
        json.WriteString("asOf", Json.Seconds(asOf, agreement.Zone));
        json.WriteString("knownAt", knownAt is { } known ? Json.Utc(known) : null);
        json.WriteString("phase", blockers.Phase.Id);
        json.WriteString("goal", Spelling.Of(blockers.Goal));
        json.WriteString("standpoint", blockers.Standpoint.Id);
        json.WriteString("value", blockers.Value.Letter.ToString());
        json.WriteString("bits", blockers.Value.BitText);
        json.WriteString("reason", blockers.Reason is { } reason ? Spelling.Of(reason) : null);
        json.WriteStartArray("sets");
        foreach (var way in blockers.Ways)
        {
            json.WriteStartObject();
            json.WriteNumber("cost", way.Cost);
            json.WriteStartArray("facts");
            foreach (var need in way.Needs)
            {
                Write(json, need, agreement.Zone);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("cuts");
        foreach (var cut in blockers.Cuts)
        {
            json.WriteStartArray();
            foreach (var need in cut)
            {
                json.WriteStringValue(need.Ref);
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteBoolean("capped", blockers.Capped);
        json.WriteBoolean("cutsCapped", blockers.CutsCapped);
        json.WriteStartArray("lost");
        foreach (var lost in blockers.Lost)
        {
            json.WriteStartObject();
            json.WriteString("ref", lost.Ref);
            json.WriteString("provision", lost.Provision);
            json.WriteString("because", lost.Because);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // So many of several are one need with the facts to choose from below it.
    private static void Write(Utf8JsonWriter json, Need need, DateTimeZone zone)
    {
        if (need.Of is [var only])
        {
            Write(json, only, zone);
            return;
        }
        json.WriteStartObject();
        json.WriteString("ref", need.Ref);
        json.WriteNull("provision");
        json.WriteNull("holder");
        json.WriteNull("phase");
        json.WriteString("move", "choose");
        json.WriteStrings("by", []);
        json.WriteNumber("cost", need.Cost);
        json.WriteNumber("needed", need.Needed);
        json.WriteStartArray("of");
        foreach (var fact in need.Of)
        {
            Write(json, fact, zone);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OpenFact fact, DateTimeZone zone)
    {
        json.WriteStartObject();
        json.WriteString("ref", fact.Ref);
        json.WriteString("provision", fact.Provision);
        json.WriteString("holder", fact.Holder);
        json.WriteString("phase", fact.Phase);
        json.WriteString("move", Spelling.Of(fact.Move));
        json.WriteStrings("by", fact.By);
        json.WriteNumber("cost", fact.Cost);
        json.WriteString("value", fact.Value.Letter.ToString());
        json.WriteString("until", fact.Until is { } until ? Json.Seconds(until, zone) : null);
        json.WriteEndObject();
    }
}
