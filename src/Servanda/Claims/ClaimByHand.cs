using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Servanda.Agreements;

namespace Servanda.Claims;

/// <summary>Why what a person gave makes no claim.</summary>
/// <param name="Field">The field of the claims file that it is about; null where it is about none alone.</param>
/// <param name="Remedy">What to do; null where the message says all.</param>
public sealed record WrongField(string? Field, string Message, string? Remedy);

/// <summary>A claim from what a person gives by hand: fields of the claims file as text, with what may be left out filled in.</summary>
public static class ClaimByHand
{
    private const string Fields = "the form of claims.jsonl";

    /// <summary>Fills in what follows from the rest: kind, counter and id.</summary>
    /// <param name="json">Fields by their names in the claims file; changed here.</param>
    public static (Claim? Claim, WrongField? Wrong) Read(JsonObject json, Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(json);
        json["kind"] ??= json["figure"] is not null ? "count" : json["found"] is not null ? "coverage" : json["phase"] is not null ? "exercise" : "assert";
        if ((string?)json["kind"] == "count" && json["counter"] is null)
        {
            if (CounterOf((string?)json["provision"], agreement) is not { } counter)
            {
                return (null, new WrongField("counter", "Name what is counted.", $"There are {string.Join(", ", agreement.Counters.Select(c => c.Id))}."));
            }
            json["counter"] = counter;
        }
        json["id"] ??= IdOf(json);
        using var document = JsonDocument.Parse(json.ToJsonString());
        var reading = ClaimJson.Read(document.RootElement, Fields);
        return reading.Claim is { } claim ? (claim, null)
            : (null, new WrongField(null, reading.Findings[0].Message, reading.Findings[0] is { Code: not "missing-key", Hint: { } hint } ? hint : null));
    }

    /// <summary>What a count on a provision counts, where only one thing can be meant.</summary>
    private static string? CounterOf(string? provision, Agreement agreement) => provision is null ? null : agreement.Provision(provision) switch
    {
        Provision.Quota quota => quota.Counter,
        Provision.Rate rate => rate.Counter,
        _ => agreement.Counters.Where(c => c.Measures == provision).ToList() is [var only] ? only.Id : null,
    };

    /// <summary>A time as it is typed: a day or an instant, or two with a slash.</summary>
    public static JsonNode? Happened(string? text, out WrongField? wrong)
    {
        wrong = null;
        switch (text?.Split('/', StringSplitOptions.TrimEntries))
        {
            case null or [""]:
                return null;
            case [var day]:
                return day;
            case [var from, var to]:
                return new JsonObject { ["from"] = from, ["to"] = to };
            default:
                wrong = new WrongField("happened", $"`{text}` is no time.", "Write a day such as 2026-01-15, or two with a slash: 2026-01-10/2026-01-18.");
                return null;
        }
    }

    /// <summary>A figure as it is typed, see <see cref="FigureWords"/>.</summary>
    public static JsonObject? Figure(string words, out WrongField? wrong)
    {
        wrong = null;
        if (FigureWords.Parse(words) is not { } figure)
        {
            wrong = new WrongField("figure", $"`{words}` is no figure with its unit.", $"Write one of {FigureWords.Forms}.");
            return null;
        }
        var json = new JsonObject { ["value"] = figure.Value, ["bound"] = Spelling.Of(figure.Bound), ["unit"] = figure.Unit };
        if (figure.High is { } high)
        {
            json["high"] = high;
        }
        if (figure.Of is { } of)
        {
            json["of"] = of;
        }
        return json;
    }

    // The same content makes the same id, so that recording a claim twice by mistake records it once.
    private static string IdOf(JsonObject json) => "by-hand-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString())))[..12];
}
