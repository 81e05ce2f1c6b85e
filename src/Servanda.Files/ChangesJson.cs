using System.Text.Json;
using Servanda.Agreements;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>Statuses that stand otherwise than before, as the field <c>changes</c> of an answer.</summary>
public static class ChangesJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<StatusChange> changes)
    {
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("provision", change.Provision?.Id);
            json.WriteString("holder", change.Holder);
            json.WriteString("phase", change.Phase?.Id);
            json.WriteString("asks", change.Asks is { } asks ? Spelling.Of(asks) : "performance");
            json.WriteString("standpoint", change.Standpoint.Id);
            Write(json, "before", change.Before);
            Write(json, "after", change.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, Standing standing)
    {
        json.WriteStartObject(name);
        json.WriteString("value", standing.Value.Letter.ToString());
        json.WriteString("bits", standing.Value.BitText);
        json.WriteString("shown", standing.Shown?.Code());
        json.WriteEndObject();
    }
}
