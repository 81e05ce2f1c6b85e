using System.Text.Json;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>What would change if claims were made or answers settled, as <c>what-if --json</c> prints it.</summary>
public static class WhatIfJson
{
    public static void Write(Stream stream, Agreement agreement, Instant asOf, Instant? knownAt, Assumptions assumed, IReadOnlyList<Claim> claims, IReadOnlyList<StatusChange> changes)
    {
        using var json = new Utf8JsonWriter(stream, Json.Options);
        json.WriteStartObject();
        json.WriteString("agreement", agreement.Id);
        json.WriteString("asOf", Json.Seconds(asOf, agreement.Zone));
        json.WriteString("knownAt", knownAt is { } known ? Json.Utc(known) : null);
        json.WriteBoolean("hypothetical", true);
        json.WriteStartArray("assumed");
        foreach (var (reference, told) in assumed.Phases.Concat(assumed.Provisions))
        {
            json.WriteStartObject();
            json.WriteString("ref", reference);
            json.WriteString("value", told.Letter.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStrings("claims", claims.Select(c => c.Id));
        ChangesJson.Write(json, changes);
        json.WriteEndObject();
    }
}
