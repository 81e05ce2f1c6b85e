using System.Text.Json;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>
/// A proof as <c>why --json</c> prints it: the tree names claims by their ids, and each claim cited stands once below it in
/// the form of the claims file.
/// </summary>
public static class WhyJson
{
    /// <param name="parts">What was asked, its proof (null where it has not the value asked for), and the whole answer.</param>
    public static void Write(Stream stream, Agreement agreement, Standpoint standpoint, Instant asOf, Instant? knownAt, IReadOnlyList<(string Asks, Proof? Proof, Node Answer)> parts, string reference)
    {
        using var json = new Utf8JsonWriter(stream, Json.Options);
        json.WriteStartObject();
        json.WriteString("agreement", agreement.Id);
        json.WriteString("ref", reference);
        json.WriteString("standpoint", standpoint.Id);
        json.WriteString("asOf", Json.Seconds(asOf, agreement.Zone));
        json.WriteString("knownAt", knownAt is { } known ? Json.Utc(known) : null);
        json.WriteStartArray("answers");
        foreach (var (asks, proof, answer) in parts)
        {
            json.WriteStartObject();
            json.WriteString("asks", asks);
            json.WriteString("value", answer.Value.Letter.ToString());
            json.WriteString("bits", answer.Value.BitText);
            json.WriteString("goal", proof is null ? null : Spelling.Of(proof.Goal));
            json.WriteStrings("cites", (proof?.Cites ?? []).Select(c => c.Claim.Id));
            json.WriteNumber("bearing", answer.Claims.Count());
            json.WritePropertyName("proof");
            if (proof is null)
            {
                json.WriteNullValue();
            }
            else
            {
                Write(json, proof.Tree);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("claims");
        foreach (var claim in parts.Where(p => p.Proof is not null).SelectMany(p => p.Proof!.Cites.Concat(p.Proof.Tree.Claims)).DistinctBy(c => c.Claim.Id, StringComparer.Ordinal).OrderBy(c => c.Order))
        {
            ClaimJson.Write(claim.Claim).WriteTo(json);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Node node)
    {
        json.WriteStartObject();
        json.WriteString("question", node.Question);
        json.WriteString("kind", Spelling.Of(node.Kind));
        json.WriteString("value", node.Value.Letter.ToString());
        json.WriteString("bits", node.Value.BitText);
        json.WriteBoolean("presumed", node.Presumed);
        json.WriteString("because", node.Because?.ToString());
        json.WriteString("fact", node.Fact);
        json.WriteString("provision", node.Provision);
        json.WriteString("holder", node.Holder);
        json.WriteString("occurrence", node.Occurrence);
        json.WriteStrings("for", node.For.Select(c => c.Claim.Id));
        json.WriteStrings("against", node.Against.Select(c => c.Claim.Id));
        json.WriteStartArray("accounts");
        foreach (var account in node.Accounts)
        {
            json.WriteStartObject();
            json.WriteNumberOrNull("low", account.Extent.Low);
            json.WriteNumberOrNull("high", account.Extent.High);
            json.WriteStrings("speakers", account.Speakers);
            json.WriteStrings("claims", account.Claims.Select(c => c.Claim.Id));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("parts");
        foreach (var part in node.Parts)
        {
            Write(json, part);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
