using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>
/// What an author signs: three lines, of which the third is canonical JSON.
/// <code>
/// servanda/entry/v1                                  what this is: no signature of it passes for one of a checkpoint
/// servanda.local/example-truce                       the ledger: no signature of it passes in another
/// {"author_prev":…,"author_seq":…,"id":…,"kind":…,   the envelope, the payload's clear fields among it,
///  "sd":{"/note":…},"v":1,"visibility":…,…}          and the commitments to the others
/// </code>
/// </summary>
public sealed record Entry
{
    public const string Heading = "servanda/entry/v1";
    private const int Version = 1;
    private static readonly string[] Envelope = ["author_prev", "author_seq", "id", "kind", "sd", "v"];

    public required string Origin { get; init; }

    /// <summary>UUIDv7, made by the author: the same id sent twice is one entry.</summary>
    public required Guid Id { get; init; }
    public required string Kind { get; init; }

    /// <summary>The author's own count from 0, with <see cref="AuthorPrevious"/> a chain: what the ledger drops or reorders shows.</summary>
    public required long AuthorSeq { get; init; }

    /// <summary>SHA-256 of the author's previous entry, its whole note as it stands in the leaf; null in the first.</summary>
    public required Digest? AuthorPrevious { get; init; }

    /// <summary>The payload's fields that stand in clear.</summary>
    public required JsonObject Clear { get; init; }

    /// <summary>The commitments to those that do not, by path.</summary>
    public required IReadOnlyDictionary<string, Digest> Sealed { get; init; }

    /// <summary>The entry whose claim this one corrects; null for all but corrections.</summary>
    public Guid? Corrects => Guid.TryParseExact(Text(Clear, EntryFields.Corrects), "D", out var corrects) ? corrects : null;

    /// <summary>The text to be signed.</summary>
    public string ToText()
    {
        var json = (JsonObject)Clear.DeepClone();
        json["author_seq"] = AuthorSeq;
        json["id"] = Id.ToString();
        json["kind"] = Kind;
        json["v"] = Version;
        if (AuthorPrevious is { } previous)
        {
            json["author_prev"] = previous.ToString();
        }
        if (Sealed.Count > 0)
        {
            json["sd"] = new JsonObject(Sealed.Select(s => KeyValuePair.Create<string, JsonNode?>(s.Key, s.Value.ToString())));
        }
        return $"{Heading}\n{Origin}\n{Jcs.Write(json)}\n";
    }

    /// <summary>Reads the text back; refuses every text but the one <see cref="ToText"/> would write.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Entry? entry, [NotNullWhen(false)] out string? problem)
    {
        entry = null;
        if (text.Split('\n') is not [Heading, var origin, var line, ""])
        {
            problem = $"it is not three lines under \"{Heading}\"";
            return false;
        }
        if (!Jcs.TryRead(line, out var node, out problem))
        {
            return false;
        }
        if (node is not JsonObject json)
        {
            problem = "its third line is not a JSON object";
            return false;
        }
        if (!Guid.TryParseExact(Text(json, "id"), "D", out var id) || Number(json, "author_seq") is not { } authorSeq
            || Text(json, "kind") is not { } kind || !TryReadSealed(json["sd"], out var commitments))
        {
            problem = "its envelope is incomplete";
            return false;
        }
        if (Number(json, "v") is not Version || !EntryKinds.IsKnown(kind))
        {
            problem = $"its kind \"{kind}\", version {json["v"]?.ToJsonString() ?? "none"}, is not known to this program";
            return false;
        }
        var previous = Digest.TryParse(Text(json, "author_prev") ?? "");
        if (Jcs.Rewrite(json) != line || id.ToString() != Text(json, "id") || previous is null == json.ContainsKey("author_prev") || previous is null != (authorSeq == 0))
        {
            problem = "it is not written in canonical form";
            return false;
        }
        foreach (var name in Envelope)
        {
            json.Remove(name);
        }
        entry = new Entry { Origin = origin, Id = id, Kind = kind, AuthorSeq = authorSeq, AuthorPrevious = previous, Clear = json, Sealed = commitments };
        System.Diagnostics.Debug.Assert(entry.ToText() == text, "what was read is what would be written");
        return true;
    }

    private static bool TryReadSealed(JsonNode? node, out IReadOnlyDictionary<string, Digest> commitments)
    {
        var read = new Dictionary<string, Digest>(StringComparer.Ordinal);
        commitments = read;
        foreach (var (path, value) in node as JsonObject ?? [])
        {
            if (value is not JsonValue text || !text.TryGetValue<string>(out var digest) || Digest.TryParse(digest) is not { } commitment)
            {
                return false;
            }
            read.Add(path, commitment);
        }
        return node is null or JsonObject { Count: > 0 };
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    private static long? Number(JsonObject json, string name) => json[name] is JsonValue v && v.TryGetValue<long>(out var number) ? number : null;
}
