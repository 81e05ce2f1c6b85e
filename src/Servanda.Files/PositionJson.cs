using System.Text.Json;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>What an actor wants, asks, promises or foresees, as the board carries it.</summary>
internal static class PositionJson
{
    public static void Write(Utf8JsonWriter json, StandingClaim standing)
    {
        var claim = standing.Claim;
        json.WriteStartObject();
        json.WriteString("claim", claim.Id);
        json.WriteString("speaker", standing.Speaker);
        json.WriteString("kind", claim.Kind);
        json.WriteString("stance", claim.Stance is { } stance ? Spelling.Of(stance) : null);
        json.WriteString("said", claim.Said.ToString());
        json.WriteString("exact", claim.Source?.Exact);
        json.WriteEndObject();
    }
}
