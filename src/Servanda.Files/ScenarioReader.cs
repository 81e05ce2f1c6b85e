using System.Buffers;
using System.Text.Json;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>The tests inside an agreement's file: claims in the form of claims.jsonl, and what is expected of them.</summary>
internal sealed class ScenarioReader(FindingList findings, NameTable names)
{
    /// <summary>How the id begins that a claim gets which names none.</summary>
    public const string GivenId = "scenario-";

    private static readonly string[] ExpectationKeys = ["as-of", "known-at", "standpoint", "provision", "phase", "question", "holder", "value", "shown"];

    private static readonly string[] Letters = [.. Told.All.Select(v => v.ToString())];

    public IReadOnlyList<Scenario> Read(YamlFields agreement)
    {
        names.InScenarios = true;
        var scenarios = new List<Scenario>();
        foreach (var fields in agreement.Each("scenarios", "a scenario", ["title", "claims", "expect"]))
        {
            fields.Require("expect", "say what is expected, or the scenario tests nothing");
            var number = scenarios.Count + 1;
            scenarios.Add(new Scenario(
                fields.RequiredText("title"),
                [.. fields.Maps("claims").Select((claim, at) => ClaimOf(claim, $"{GivenId}{number}-{at + 1}")).OfType<Claim>()],
                [.. fields.Each("expect", "an expectation", ExpectationKeys).Select(ExpectationOf).OfType<Expectation>()],
                fields.Start));
        }
        names.InScenarios = false;
        return scenarios;
    }

    private Claim? ClaimOf(YamlMap map, string idIfMissing)
    {
        var places = new Dictionary<string, (TextPosition Key, TextPosition Value)>(StringComparer.Ordinal);
        var json = Json(map, places);
        TextPosition Locate(string pointer, bool key) => places.TryGetValue(pointer, out var at) ? (key ? at.Key : at.Value) : map.Start;
        var reading = ClaimJson.Read(json, findings.File, Locate, idIfMissing);
        foreach (var finding in reading.Findings)
        {
            findings.Add(finding, leavesGap: false);
        }
        if (reading.Claim is { } claim)
        {
            UseNamesOf(claim, Locate);
        }
        return reading.Claim;
    }

    private static JsonElement Json(YamlMap map, Dictionary<string, (TextPosition Key, TextPosition Value)> places)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(json, map, "", map.Start, places);
        }
        var reader = new Utf8JsonReader(bytes.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    // Scalars are text, which ClaimJson reads as a number where one belongs; only true and false have no text form there.
    private static void Write(Utf8JsonWriter json, YamlNode node, string pointer, TextPosition key, Dictionary<string, (TextPosition Key, TextPosition Value)> places)
    {
        places[pointer] = (key, node.Start);
        switch (node)
        {
            case YamlMap map:
                json.WriteStartObject();
                foreach (var (name, value) in map.Entries)
                {
                    json.WritePropertyName(name.Value);
                    Write(json, value, $"{pointer}/{name.Value}", name.Start, places);
                }
                json.WriteEndObject();
                break;
            case YamlList list:
                json.WriteStartArray();
                for (var at = 0; at < list.Items.Count; at++)
                {
                    Write(json, list.Items[at], $"{pointer}/{at}", list.Items[at].Start, places);
                }
                json.WriteEndArray();
                break;
            case YamlText { IsQuoted: false, Value: "true" or "false" } truth:
                json.WriteBooleanValue(truth.Value is "true");
                break;
            default:
                json.WriteStringValue(((YamlText)node).Value);
                break;
        }
    }

    private void UseNamesOf(Claim claim, JsonLocator locate)
    {
        Use(claim.Provision, "/provision", NameFamily.Provision);
        Use(claim.Actor == Claim.UnknownActor ? null : claim.Actor, "/actor", NameFamily.Actor);
        Use(claim.Zone, "/zone", NameFamily.Zone);
        Use(claim.Meeting, "/meeting", NameFamily.Meeting);
        Use((claim as Claim.Count)?.Counter, "/counter", NameFamily.Counter);
        Use((claim as Claim.Exercise)?.Phase, "/phase", NameFamily.Phase);
        Use(claim switch { Claim.Assert assert => assert.Anchor, Claim.Deny deny => deny.Anchor, _ => null }, "/anchor", NameFamily.Anchor);

        void Use(string? name, string pointer, NameFamily family)
        {
            if (name is not null)
            {
                names.Use(new UsedName(name, family, locate(pointer, key: false)));
            }
        }
    }

    private Expectation? ExpectationOf(YamlFields fields)
    {
        fields.Require("as-of");
        fields.Require("value", $"one of: {string.Join(", ", Letters)}");
        if (fields.Has("provision") == fields.Has("phase"))
        {
            findings.Error("missing-key", "An expectation asks about one provision or one phase.", fields.Start, null, "name either `provision` or `phase`", leavesGap: false);
        }
        OnlyWith("question", "phase", fields);
        OnlyWith("holder", "provision", fields);
        OnlyWith("shown", "provision", fields);
        if (fields.Scalar("standpoint") is { } standpoint)
        {
            names.UseStandpoint(standpoint);
        }
        var provision = names.Use(fields, "provision", NameFamily.Provision);
        var phase = names.Use(fields, "phase", NameFamily.Phase);
        var holder = names.Use(fields, "holder", NameFamily.Actor);
        var knownAt = fields.Stamp("known-at");
        var question = fields.Word<PhaseQuestion>("question");
        var shown = fields.Word<Shown>("shown");
        if (fields.Stamp("as-of") is not { } asOf || fields.OneOf("value", Letters) is not { } value)
        {
            return null;
        }
        return new Expectation
        {
            AsOf = asOf,
            KnownAt = knownAt,
            Standpoint = fields.Text("standpoint") ?? "all",
            Provision = provision,
            Phase = phase,
            Question = question ?? PhaseQuestion.Opens,
            Holder = holder,
            Value = Told.FromLetter(value)!.Value,
            Shown = shown,
            Position = fields.Start,
        };
    }

    private void OnlyWith(string key, string other, YamlFields fields)
    {
        if (fields.Has(key) && !fields.Has(other))
        {
            findings.Error("unknown-key", $"`{key}` has a meaning only with `{other}`.", fields.PositionOf(key), null, "leave it out", leavesGap: false);
        }
    }
}
