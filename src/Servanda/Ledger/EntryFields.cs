using System.Text.Json;
using System.Text.Json.Nodes;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>
/// A payload as the fields of its entry, before any of them is put behind a commitment, and back. Claims keep the names
/// they have in files, but for <c>id</c>, which is the entry's own: the claim's id is <c>claim</c>. When a claim was
/// recorded is the wrapper's to say, and is never a field.
/// </summary>
public static class EntryFields
{
    public const string Visibility = "visibility";
    public const string RestrictedTo = "restricted-to";
    public const string Corrects = "corrects";
    public const string EnteredBy = "entered-by";
    private const string ClaimKind = "claim-kind";

    public static JsonObject Of(Payload payload)
    {
        var fields = payload switch
        {
            Payload.OfClaim c => OfClaim(c.Claim),
            Payload.Correction c => OfCorrection(c),
            Payload.Link l => OfLink(l.Claim, l.Occurrence, l.Reason, l.Act),
            Payload.Unlink l => OfLink(l.Claim, l.Occurrence, l.Reason, l.Act),
            Payload.Document d => new JsonObject { ["hash"] = d.Hash, ["media-type"] = d.MediaType, ["length"] = d.Length, ["outlet"] = d.Outlet, ["published"] = d.Published?.ToString() },
            Payload.Review r => OfReview(r),
            Payload.KeyRegister k => new JsonObject { ["key"] = k.Key.ToString() },
            Payload.KeyRotate k => new JsonObject { ["key"] = k.Key.ToString() },
            Payload.KeyRevoke k => new JsonObject { ["key"] = k.Key.ToString(), ["reason"] = k.Reason, ["compromised-since"] = k.CompromisedSince?.ToString() },
            Payload.Note n => new JsonObject { ["note"] = n.Text, ["about"] = n.About },
            Payload.ImportBatch b => new JsonObject { ["format"] = b.Format, ["file"] = b.File, ["first"] = b.First, ["rows"] = b.Rows, ["root"] = b.Root.ToString() },
            Payload.Redaction r => new JsonObject { ["of"] = r.Of.ToString(), ["paths"] = List(r.Paths), ["reason"] = r.Reason, ["authority"] = r.Authority, ["approves"] = r.Approves?.ToString() },
            _ => throw new System.Diagnostics.UnreachableException(payload.Kind),
        };
        fields[EnteredBy] = payload.EnteredBy;
        fields[Visibility] = payload.Visibility.Scope;
        if (payload.Visibility.RestrictedTo.Count > 0)
        {
            fields[RestrictedTo] = List(payload.Visibility.RestrictedTo);
        }
        foreach (var (name, _) in fields.Where(field => field.Value is null).ToList())
        {
            fields.Remove(name);
        }
        return Normalised(fields);
    }

    /// <summary>The payload of these fields; withheld when some it cannot do without are not there.</summary>
    public static Payload Read(string kind, JsonObject fields)
    {
        Payload? payload = kind switch
        {
            _ when EntryKinds.IsClaim(kind) => ReadClaim(kind, fields) is { } claim ? new Payload.OfClaim(claim) : null,
            EntryKinds.Correction => ReadCorrection(fields),
            EntryKinds.Link => Text(fields, "claim") is { } c && Text(fields, "occurrence") is { } o ? new Payload.Link(c, o, Text(fields, "reason"), Text(fields, "act")) : null,
            EntryKinds.Unlink => Text(fields, "claim") is { } c && Text(fields, "occurrence") is { } o ? new Payload.Unlink(c, o, Text(fields, "reason"), Text(fields, "act")) : null,
            EntryKinds.Document => ReadDocument(fields),
            EntryKinds.Review => ReadReview(fields),
            EntryKinds.KeyRegister => Key(fields) is { } key ? new Payload.KeyRegister(key) : null,
            EntryKinds.KeyRotate => Key(fields) is { } key ? new Payload.KeyRotate(key) : null,
            EntryKinds.KeyRevoke => Key(fields) is { } key ? new Payload.KeyRevoke(key, Text(fields, "reason"), Stamp.TryParse(Text(fields, "compromised-since") ?? "")) : null,
            EntryKinds.Note => Text(fields, "note") is { } text ? new Payload.Note(text, Text(fields, "about")) : null,
            EntryKinds.ImportBatch => ReadBatch(fields),
            EntryKinds.Redaction => ReadRedaction(fields),
            _ => null,
        };
        var scope = Text(fields, Visibility);
        var visibility = scope == Claims.Visibility.Public.Scope ? Claims.Visibility.Public : new Visibility(scope ?? "", Texts(fields, RestrictedTo));
        return (payload ?? new Payload.Withheld(kind)) with { Visibility = visibility, EnteredBy = Text(fields, EnteredBy) };
    }

    /// <summary>The id of the claim in an entry; null when it holds none, or does not disclose it.</summary>
    public static string? ClaimId(Entry entry, IEnumerable<Disclosure> disclosures) => Text(entry.Clear, "claim")
        ?? (disclosures.FirstOrDefault(disclosure => disclosure.Path == "/claim") is { } sealedId && Disclosure.TryOpen(sealedId.Text, out _, out var value) ? value?.GetValue<string>() : null);

    /// <summary>Why fields would not read back as what was meant; null when they do.</summary>
    public static string? ProblemWith(string kind, JsonObject fields)
    {
        if (!EntryKinds.IsClaim(kind))
        {
            return Read(kind, fields) is Payload.Withheld ? $"The {kind} is incomplete." : null;
        }
        return Reading(kind, fields).Findings is [var finding, ..] ? finding.Message : null;
    }

    /// <summary>What an entry says beyond the bookkeeping of corrections and whoever entered it: equal for two drafts of one claim that say the same.</summary>
    public static string Content(string kind, JsonObject fields)
    {
        var content = (JsonObject)fields.DeepClone();
        content["kind"] = Text(content, ClaimKind) ?? kind;
        content.Remove(ClaimKind);
        content.Remove(Corrects);
        content.Remove(EnteredBy);
        return Jcs.Write(content);
    }

    private static JsonObject OfClaim(Claim claim)
    {
        var fields = ClaimJson.Write(claim with { Recorded = null }, JsonNumbers.FractionsAsText);
        fields.Remove("kind");
        fields.Remove("id");
        fields["claim"] = claim.Id;
        return fields;
    }

    private static JsonObject OfCorrection(Payload.Correction correction)
    {
        var fields = OfClaim(correction.Claim);
        fields[Corrects] = correction.Corrects.ToString();
        fields[ClaimKind] = correction.Claim.Kind;
        return fields;
    }

    private static JsonObject OfLink(string claim, string occurrence, string? reason, string? act) =>
        new() { ["claim"] = claim, ["occurrence"] = occurrence, ["reason"] = reason, ["act"] = act };

    private static JsonObject OfReview(Payload.Review review)
    {
        var source = new JsonObject { ["document"] = review.Source.Document, ["start"] = review.Source.Start, ["end"] = review.Source.End };
        if (review.Source.Exact is { } exact)
        {
            source["exact"] = exact;
        }
        return new JsonObject
        {
            ["outcome"] = Spelling.Of(review.Outcome),
            ["source"] = source,
            ["claims"] = review.Claims.Count > 0 ? List(review.Claims) : null,
            ["reason"] = review.Reason,
        };
    }

    private static Claim? ReadClaim(string kind, JsonObject fields) => Reading(kind, fields).Claim;

    private static ClaimReading Reading(string kind, JsonObject fields)
    {
        var json = (JsonObject)fields.DeepClone();
        json["kind"] = kind;
        json["id"] = Text(fields, "claim");
        json.Remove("claim");
        json.Remove(ClaimKind);
        json.Remove(Corrects);
        json.Remove(EnteredBy);
        using var document = JsonDocument.Parse(json.ToJsonString());
        return ClaimJson.Read(document.RootElement);
    }

    private static Payload.Correction? ReadCorrection(JsonObject fields) =>
        Guid.TryParse(Text(fields, Corrects), out var corrects) && Text(fields, ClaimKind) is { } kind && ReadClaim(kind, fields) is { } claim
            ? new Payload.Correction(corrects, claim) : null;

    private static Payload.Document? ReadDocument(JsonObject fields) =>
        Text(fields, "hash") is { } hash && Text(fields, "media-type") is { } type && Number(fields, "length") is { } length
            ? new Payload.Document(hash, type, length, Text(fields, "outlet"), Stamp.TryParse(Text(fields, "published") ?? "")) : null;

    private static Payload.Review? ReadReview(JsonObject fields)
    {
        if (Spelling.Read<ReviewOutcome>(Text(fields, "outcome") ?? "") is not { } outcome
            || fields["source"] is not JsonObject source || Text(source, "document") is not { } document
            || Number(source, "start") is not { } start || Number(source, "end") is not { } end)
        {
            return null;
        }
        return new Payload.Review(outcome, new Source(document, (int)start, (int)end, Text(source, "exact")), Texts(fields, "claims"), Text(fields, "reason"));
    }

    private static Payload.ImportBatch? ReadBatch(JsonObject fields) =>
        Text(fields, "format") is { } format && Number(fields, "first") is { } first && Number(fields, "rows") is { } rows
        && Digest.TryParse(Text(fields, "root") ?? "") is { } root
            ? new Payload.ImportBatch(format, Text(fields, "file"), first, rows, root) : null;

    private static Payload.Redaction? ReadRedaction(JsonObject fields) =>
        Guid.TryParseExact(Text(fields, "of"), "D", out var of) && Text(fields, "reason") is { } reason && Texts(fields, "paths") is { Count: > 0 } paths
            ? new Payload.Redaction(of, paths, reason, Text(fields, "authority"), Guid.TryParseExact(Text(fields, "approves"), "D", out var approves) ? approves : null) : null;

    private static VerifierKey? Key(JsonObject fields) => VerifierKey.TryParse(Text(fields, "key") ?? "", out var key) ? key : null;

    private static string? Text(JsonObject fields, string name) =>
        fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    // Through the text: a node made in memory from an int does not give itself out as a long.
    private static long? Number(JsonObject fields, string name) =>
        fields[name] is JsonValue value && long.TryParse(value.ToJsonString(), out var number) ? number : null;

    private static List<string> Texts(JsonObject fields, string name) =>
        fields[name] is JsonArray list ? [.. list.Select(item => item!.GetValue<string>())] : [];

    private static JsonArray List(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode?)JsonValue.Create(text))];

    /// <summary>Every text in form C, so that one text never has two commitments; nothing is normalised again on reading.</summary>
    private static JsonObject Normalised(JsonObject fields)
    {
        foreach (var (name, value) in fields.ToList())
        {
            fields[name] = Normalised(value);
        }
        return fields;
    }

    private static JsonNode? Normalised(JsonNode? node) => node switch
    {
        JsonObject o => Normalised((JsonObject)o.DeepClone()),
        JsonArray a => new JsonArray([.. a.Select(Normalised)]),
        JsonValue v when v.TryGetValue<string>(out var text) => JsonValue.Create(Nfc.Of(text)),
        _ => node?.DeepClone(),
    };
}
