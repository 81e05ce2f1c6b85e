using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;

namespace Servanda.Claims;

/// <summary>A claim as it was read; where there is anything to say against what was written, the findings and no claim.</summary>
public sealed record ClaimReading(Claim? Claim, IReadOnlyList<Finding> Findings);

/// <summary>Where a member of a JSON object stands in its file.</summary>
/// <param name="pointer">The member as a JSON pointer, <c>/figure/value</c>; empty for the object itself.</param>
/// <param name="key">True for the place of the member's name, false for the place of its value.</param>
public delegate TextPosition JsonLocator(string pointer, bool key);

/// <summary>How numbers are written: JSON numbers in files; in ledger entries those that are no integers are decimal strings.</summary>
public enum JsonNumbers { AsNumbers, FractionsAsText }

/// <summary>
/// A claim as a JSON object, the one form that files, imports, exports and ledger entries share. Reading accepts what
/// the claims file describes and nothing else: a field that would be ignored is refused, because a claim that silently lost
/// half of what its author wrote would be put in the author's mouth. Writing sets fields in a fixed order, and only those that are set.
/// </summary>
public static class ClaimJson
{
    public const int LongestId = 200;

    /// <summary>Beyond this a number is a slip of the pen, and sums and tolerances would no longer be exact.</summary>
    public const decimal LargestNumber = 1_000_000_000_000_000m;

    private static readonly string[] Kinds =
        ["assert", "deny", "count", "not-done", "coverage", "exercise", "verify", "retract", "demand", "position", "commitment", "expectation"];

    private static readonly string[] CommonFields =
        ["id", "speaker", "via", "kind", "provision", "actor", "occurrence", "polarity", "happened", "said", "recorded", "grade", "figure",
         "exception", "zone", "place", "source", "topic", "toward", "stance", "meeting", "visibility", "restricted-to", "note"];

    private static readonly FrozenDictionary<string, string[]> KindsWithField = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["counter"] = ["count"],
        ["anchor"] = ["assert", "deny"],
        ["phase"] = ["exercise"],
        ["of"] = ["verify", "retract"],
        ["found"] = ["coverage"],
        ["complete"] = ["coverage"],
        ["occurrences"] = ["coverage"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Scopes = ["public", "parties", "mediators", "names"];

    /// <summary>Reads one claim. Never throws on bad input.</summary>
    /// <param name="file">The file to name in findings and in the claim's place.</param>
    /// <param name="locate">Where members stand in that file; without it findings have no place.</param>
    /// <param name="idIfMissing">The id of a claim that names none; null where an id is required.</param>
    public static ClaimReading Read(JsonElement json, string? file = null, JsonLocator? locate = null, string? idIfMissing = null)
    {
        var reader = new Reader(file, locate);
        var claim = reader.Claim(json, idIfMissing);
        return reader.Findings.Count == 0
            ? new ClaimReading(claim, [])
            : new ClaimReading(null, [.. reader.Findings.OrderBy(f => f.Position.Line).ThenBy(f => f.Position.Column)]);
    }

    public static JsonObject Write(Claim claim, JsonNumbers numbers = JsonNumbers.AsNumbers)
    {
        var json = new JsonObject();
        Set(json, "id", claim.Id);
        Set(json, "speaker", claim.Speaker);
        Set(json, "via", claim.Via);
        Set(json, "kind", claim.Kind);
        Set(json, "of", claim switch { Claim.Verify v => v.Of, Claim.Retract r => r.Of, _ => null });
        Set(json, "counter", (claim as Claim.Count)?.Counter);
        Set(json, "anchor", claim switch { Claim.Assert a => a.Anchor, Claim.Deny d => d.Anchor, _ => null });
        Set(json, "phase", (claim as Claim.Exercise)?.Phase);
        Set(json, "provision", claim.Provision);
        Set(json, "actor", claim.Actor);
        Set(json, "occurrence", claim.Occurrence);
        Set(json, "polarity", claim.Polarity is { } polarity ? Spelling.Of(polarity) : null);
        Set(json, "exception", claim.Exception);
        Set(json, "zone", claim.Zone);
        Set(json, "place", claim.Place is { } place ? PlaceJson(place, numbers) : null);
        Set(json, "figure", claim.Figure is { } figure ? FigureJson(figure, numbers) : null);
        Set(json, "happened", claim.Happened is { } happened ? new JsonObject { ["from"] = happened.From.ToString(), ["to"] = happened.To.ToString() } : null);
        if (claim is Claim.Coverage coverage)
        {
            json["found"] = coverage.FoundSome ? "some" : "none";
            Set(json, "complete", coverage.Complete is { } complete ? JsonValue.Create(complete) : null);
            Set(json, "occurrences", coverage.Occurrences);
        }
        Set(json, "topic", claim.Topic);
        Set(json, "stance", claim.Stance is { } stance ? Spelling.Of(stance) : null);
        Set(json, "toward", claim.Toward);
        Set(json, "meeting", claim.Meeting);
        Set(json, "grade", claim.Grade is Grade.Reported ? null : Spelling.Of(claim.Grade));
        Set(json, "visibility", claim.Visibility.Scope == Visibility.Public.Scope ? null : claim.Visibility.Scope);
        Set(json, "restricted-to", claim.Visibility.RestrictedTo);
        Set(json, "source", claim.Source is { } source ? SourceJson(source) : null);
        Set(json, "note", claim.Note);
        Set(json, "said", claim.Said.ToString());
        Set(json, "recorded", claim.Recorded is { } recorded ? InstantPattern.ExtendedIso.Format(recorded) : null);
        return json;
    }

    private static JsonObject FigureJson(Figure figure, JsonNumbers numbers)
    {
        var json = new JsonObject { ["value"] = Number(figure.Value, numbers), ["bound"] = Spelling.Of(figure.Bound) };
        Set(json, "high", figure.High is { } high ? Number(high, numbers) : null);
        Set(json, "of", figure.Of is { } of ? Number(of, numbers) : null);
        Set(json, "unit", figure.Unit);
        return json;
    }

    private static JsonObject PlaceJson(Place place, JsonNumbers numbers)
    {
        var json = new JsonObject();
        Set(json, "name", place.Name);
        Set(json, "lat", place.Latitude is { } latitude ? Number(latitude, numbers) : null);
        Set(json, "lon", place.Longitude is { } longitude ? Number(longitude, numbers) : null);
        Set(json, "precision", place.Precision);
        return json;
    }

    private static JsonObject SourceJson(Source source)
    {
        var json = new JsonObject { ["document"] = source.Document, ["start"] = source.Start, ["end"] = source.End };
        Set(json, "exact", source.Exact);
        return json;
    }

    private static JsonValue Number(decimal number, JsonNumbers numbers)
    {
        var shortest = WithoutTrailingZeros(number);
        return numbers is JsonNumbers.FractionsAsText && !decimal.IsInteger(shortest)
            ? JsonValue.Create(shortest.ToString(CultureInfo.InvariantCulture))
            : JsonValue.Create(shortest);
    }

    // Dividing by one with 28 zeros drops the trailing zeros: 1.50 and 1.5 are one number and must be one text.
    internal static decimal WithoutTrailingZeros(decimal number) => number / 1.0000000000000000000000000000m;

    private static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static void Set(JsonObject json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            json[name] = new JsonArray([.. values.Select(v => (JsonNode?)JsonValue.Create(v))]);
        }
    }

    // A day and an instant are compared a day apart: which local day the instant falls on is the agreement's to say.
    internal static bool IsBefore(Stamp last, Stamp first) => (last.Instant, first.Instant) switch
    {
        ({ } end, { } start) => end.ToInstant() < start.ToInstant(),
        (null, null) => last.Day < first.Day,
        ({ } end, null) => end.Date.PlusDays(1) < first.Day,
        (null, { } start) => last.Day!.Value.PlusDays(1) < start.Date,
    };

    private sealed class Reader(string? file, JsonLocator? locate)
    {
        public List<Finding> Findings { get; } = [];

        public Claim? Claim(JsonElement json, string? idIfMissing)
        {
            if (Members(json, "", "A claim") is not { } fields)
            {
                return null;
            }
            var kind = Kind(fields);
            OnlyFieldsOf(kind, fields);
            var id = Id(fields, idIfMissing);
            var speaker = RequiredText(fields, "speaker");
            var said = Required(fields, "said", Stamp);
            var figure = Optional(fields, "figure", Figure);
            var provision = Text(fields, "provision");
            var happened = Optional(fields, "happened", Happened);
            var own = kind is null ? null : OwnFields(kind, fields, id, speaker, said ?? default, provision, figure);
            if (own is null)
            {
                // Its kind or a field it cannot do without is wrong: the rest is still read for its findings.
                own = new Claim.NotDone { Id = id, Speaker = speaker, Said = said ?? default };
            }
            return own with
            {
                Via = Texts(fields, "via"),
                Provision = provision,
                Actor = Text(fields, "actor"),
                Occurrence = Text(fields, "occurrence"),
                Polarity = Word<Polarity>(fields, "polarity"),
                Happened = happened,
                Recorded = Optional(fields, "recorded", RecordedAt),
                Grade = Word<Grade>(fields, "grade") ?? Grade.Reported,
                Figure = figure,
                Exception = Text(fields, "exception"),
                Zone = Text(fields, "zone"),
                Place = Optional(fields, "place", Place),
                Source = Optional(fields, "source", Source),
                Topic = Text(fields, "topic"),
                Toward = Texts(fields, "toward"),
                Stance = Word<Stance>(fields, "stance"),
                Meeting = Text(fields, "meeting"),
                Visibility = Visibility(fields),
                Note = Text(fields, "note"),
                WrittenAt = Position("", key: false),
                WrittenIn = file,
            };
        }

        private Claim? OwnFields(string kind, Fields fields, string id, string speaker, Stamp said, string? provision, Figure? figure)
        {
            switch (kind)
            {
                case "assert":
                    return new Claim.Assert { Id = id, Speaker = speaker, Said = said, Anchor = Text(fields, "anchor") };
                case "deny":
                    return new Claim.Deny { Id = id, Speaker = speaker, Said = said, Anchor = Text(fields, "anchor") };
                case "count":
                    if (!fields.Has("figure"))
                    {
                        Missing(fields, "figure", "a count says how many: \"figure\":{\"value\":1,\"bound\":\"exact\",\"unit\":\"...\"}");
                    }
                    return new Claim.Count { Id = id, Speaker = speaker, Said = said, Counter = RequiredText(fields, "counter") };
                case "not-done":
                    if (!fields.Has("provision"))
                    {
                        Missing(fields, "provision", "name the provision that is said not to be done");
                    }
                    return new Claim.NotDone { Id = id, Speaker = speaker, Said = said };
                case "coverage":
                    return new Claim.Coverage
                    {
                        Id = id,
                        Speaker = speaker,
                        Said = said,
                        FoundSome = Found(fields),
                        Complete = Optional(fields, "complete", Truth),
                        Occurrences = Texts(fields, "occurrences"),
                    };
                case "exercise":
                    if (!fields.Has("provision") && !fields.Has("phase"))
                    {
                        Missing(fields, "provision", "an exercise names the power used (`provision`) or the phase declared (`phase`)");
                    }
                    return new Claim.Exercise { Id = id, Speaker = speaker, Said = said, Phase = Text(fields, "phase") };
                case "verify":
                    return new Claim.Verify { Id = id, Speaker = speaker, Said = said, Of = RequiredText(fields, "of") };
                case "retract":
                    return new Claim.Retract { Id = id, Speaker = speaker, Said = said, Of = RequiredText(fields, "of") };
                case "demand":
                    return new Claim.Demand { Id = id, Speaker = speaker, Said = said };
                case "position":
                    return new Claim.Position { Id = id, Speaker = speaker, Said = said };
                case "commitment":
                    return new Claim.Commitment { Id = id, Speaker = speaker, Said = said };
                case "expectation":
                    return new Claim.Expectation { Id = id, Speaker = speaker, Said = said };
                default:
                    throw new UnreachableException(kind);
            }
        }

        private string? Kind(Fields fields)
        {
            var kind = RequiredText(fields, "kind");
            if (kind.Length == 0 || Kinds.Contains(kind, StringComparer.Ordinal))
            {
                return kind.Length == 0 ? null : kind;
            }
            NotAWord(fields, "kind", kind, Kinds);
            return null;
        }

        private void OnlyFieldsOf(string? kind, Fields fields)
        {
            foreach (var name in fields.Names)
            {
                if (CommonFields.Contains(name, StringComparer.Ordinal))
                {
                    continue;
                }
                if (!KindsWithField.TryGetValue(name, out var kinds))
                {
                    Unknown(fields, name, [.. CommonFields, .. KindsWithField.Where(f => kind is null || f.Value.Contains(kind, StringComparer.Ordinal)).Select(f => f.Key)]);
                }
                else if (kind is not null && !kinds.Contains(kind, StringComparer.Ordinal))
                {
                    Add("unknown-key", $"A claim of kind {Spelling.Quote(kind)} has no {Spelling.Quote(name)}.", fields.PointerTo(name), key: true, name,
                        $"{Spelling.Quote(name)} belongs to {string.Join(" and ", kinds.Select(Spelling.Quote))}");
                }
            }
        }

        private string Id(Fields fields, string? idIfMissing)
        {
            if (idIfMissing is not null && !fields.Has("id"))
            {
                return idIfMissing;
            }
            var id = RequiredText(fields, "id");
            if (id.Length > LongestId)
            {
                Add("bad-id", $"The id has {id.Length} characters; at most {LongestId} are kept.", fields.PointerTo("id"), key: false, id,
                    "shorten it, for instance to a hash of what it is made of");
            }
            return id;
        }

        private bool Found(Fields fields)
        {
            var found = RequiredText(fields, "found");
            if (found is not ("" or "none" or "some"))
            {
                NotAWord(fields, "found", found, ["none", "some"]);
            }
            return found == "some";
        }

        private Visibility Visibility(Fields fields)
        {
            var names = Texts(fields, "restricted-to");
            var scope = Text(fields, "visibility");
            if (scope is not null && !Scopes.Contains(scope, StringComparer.Ordinal) && !(scope.StartsWith("side:", StringComparison.Ordinal) && Spelling.IsId(scope.AsSpan(5))))
            {
                NotAWord(fields, "visibility", scope, [.. Scopes, "side:ID"]);
            }
            if (scope == "names" && names.Count == 0)
            {
                Missing(fields, "restricted-to", "`visibility` is `names`: list who may see the claim");
            }
            else if (scope != "names" && names.Count > 0)
            {
                Add("unknown-key", "`restricted-to` has a meaning only where `visibility` is `names`.", fields.PointerTo("restricted-to"), key: true, "restricted-to",
                    "write \"visibility\":\"names\", or leave `restricted-to` out");
            }
            return scope is null ? Claims.Visibility.Public : new Visibility(scope, names);
        }

        private Figure? Figure(JsonElement json, string pointer)
        {
            if (Members(json, pointer, "A figure", "value", "bound", "unit", "high", "of") is not { } fields)
            {
                return null;
            }
            var value = Required(fields, "value", NotNegative);
            var unit = RequiredText(fields, "unit");
            var high = Optional(fields, "high", NotNegative);
            var whole = Optional(fields, "of", NotNegative);
            if (!fields.Has("bound"))
            {
                Missing(fields, "bound", $"one of: {string.Join(", ", Spelling.All<Bound>())}");
                return null;
            }
            if (Word<Bound>(fields, "bound") is not { } bound || value is not { } number)
            {
                return null;
            }
            if (bound is Bound.Between && !fields.Has("high"))
            {
                Missing(fields, "high", "`between` has a lower number, `value`, and an upper one, `high`");
            }
            if (bound is not Bound.Between && fields.Has("high"))
            {
                Add("unknown-key", "`high` has a meaning only where `bound` is `between`.", fields.PointerTo("high"), key: true, "high", "write \"bound\":\"between\", or leave `high` out");
            }
            if (high < number)
            {
                Add("bad-figure", $"`high` is {high}, below `value`, which is {number}.", fields.PointerTo("high"), key: false, high.ToString(), "`value` is the lower number");
            }
            if (bound is Bound.AllBut && whole < number)
            {
                Add("bad-figure", $"All but {number} of {whole} leaves less than nothing.", fields.PointerTo("of"), key: false, whole.ToString(), "`of` is the whole, `value` what is missing from it");
            }
            return new Figure(number, bound, unit, high, whole);
        }

        private Happened? Happened(JsonElement json, string pointer)
        {
            if (json.ValueKind is JsonValueKind.String)
            {
                return Stamp(json, pointer) is { } day ? new Happened(day, day) : null;
            }
            if (json.ValueKind is not JsonValueKind.Object)
            {
                WrongType(pointer, json, "a day, or an object with `from` and `to`");
                return null;
            }
            if (Members(json, pointer, "`happened`", "from", "to") is not { } fields)
            {
                return null;
            }
            var from = Required(fields, "from", Stamp);
            var to = Required(fields, "to", Stamp);
            if (from is not { } first || to is not { } last)
            {
                return null;
            }
            if (IsBefore(last, first))
            {
                Add("bad-period", $"It ends on {last}, before it begins on {first}.", fields.PointerTo("to"), key: false, last.ToString(), "a period runs from the earlier to the later");
            }
            return new Happened(first, last);
        }

        private Place? Place(JsonElement json, string pointer)
        {
            if (Members(json, pointer, "A place", "name", "lat", "lon", "precision") is not { } fields)
            {
                return null;
            }
            var latitude = Optional(fields, "lat", (value, at) => Degrees(value, at, 90));
            var longitude = Optional(fields, "lon", (value, at) => Degrees(value, at, 180));
            if (fields.Has("lat") != fields.Has("lon"))
            {
                Missing(fields, fields.Has("lat") ? "lon" : "lat", "a point has both `lat` and `lon`");
            }
            return new Place(Text(fields, "name"), latitude, longitude, Text(fields, "precision"));
        }

        private Source? Source(JsonElement json, string pointer)
        {
            if (Members(json, pointer, "A source", "document", "start", "end", "exact") is not { } fields)
            {
                return null;
            }
            var document = RequiredText(fields, "document");
            var start = Required(fields, "start", Offset);
            var end = Required(fields, "end", Offset);
            if (end < start)
            {
                Add("bad-span", $"The span ends at {end}, before it starts at {start}.", fields.PointerTo("end"), key: false, end.ToString(), "`start` is included, `end` is not");
            }
            return new Source(document, start ?? 0, end ?? 0, Text(fields, "exact"));
        }

        private Stamp? Stamp(JsonElement json, string pointer)
        {
            if (TextOf(json, pointer, "a date, \"2026-01-10\" or \"2026-01-10T12:00:00+01:00\"") is not { } text)
            {
                return null;
            }
            if (Agreements.Stamp.TryParse(text) is { } stamp)
            {
                return stamp;
            }
            Add("bad-date", $"{Spelling.Quote(text)} is no date.", pointer, key: false, text, "write a day, 2026-01-10, or an instant with its offset, 2026-01-10T12:00:00+01:00");
            return null;
        }

        private Instant? RecordedAt(JsonElement json, string pointer)
        {
            if (Stamp(json, pointer) is not { } stamp)
            {
                return null;
            }
            if (stamp.Instant is { } instant)
            {
                return instant.ToInstant();
            }
            Add("bad-date", "`recorded` is the instant the ledger took the claim in; a day is too coarse.", pointer, key: false, stamp.ToString(), "write an instant, 2026-01-10T12:00:00Z");
            return null;
        }

        private decimal? NotNegative(JsonElement json, string pointer)
        {
            if (Number(json, pointer) is not { } number)
            {
                return null;
            }
            if (number >= 0)
            {
                return number;
            }
            Add("bad-number", $"{number} is below zero.", pointer, key: false, number.ToString(), "figures count from 0 upwards");
            return null;
        }

        private decimal? Degrees(JsonElement json, string pointer, int most)
        {
            if (Number(json, pointer) is not { } degrees)
            {
                return null;
            }
            if (Math.Abs(degrees) <= most)
            {
                return degrees;
            }
            Add("bad-number", $"{degrees} degrees is off the map: the range is -{most} to {most}.", pointer, key: false, degrees.ToString(), "`lat` is north and south, `lon` east and west");
            return null;
        }

        private int? Offset(JsonElement json, string pointer)
        {
            if (Number(json, pointer) is not { } number)
            {
                return null;
            }
            if (decimal.IsInteger(number) && number is >= 0 and <= int.MaxValue)
            {
                return (int)number;
            }
            Add("bad-number", $"{number} is no place in a document.", pointer, key: false, number.ToString(), "places are whole numbers of UTF-16 code units, from 0");
            return null;
        }

        private decimal? Number(JsonElement json, string pointer)
        {
            decimal number;
            switch (json.ValueKind)
            {
                case JsonValueKind.Number when json.TryGetDecimal(out number):
                case JsonValueKind.String when TextOf(json, pointer, "a number") is { } text
                    && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number):
                    if (Math.Abs(number) <= LargestNumber)
                    {
                        return WithoutTrailingZeros(number);
                    }
                    break;
                case JsonValueKind.Number or JsonValueKind.String:
                    break;
                default:
                    WrongType(pointer, json, "a number");
                    return null;
            }
            var written = json.ValueKind is JsonValueKind.String ? Unescaped(json) ?? "" : json.GetRawText();
            Add("bad-number", $"{Spelling.Quote(written)} is no number that can be kept.", pointer, key: false, written, "write digits with a point, such as 41 or 0.8");
            return null;
        }

        private bool? Truth(JsonElement json, string pointer)
        {
            if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                return json.ValueKind is JsonValueKind.True;
            }
            WrongType(pointer, json, "true or false");
            return null;
        }

        private T? Word<T>(Fields fields, string name) where T : struct, Enum
        {
            if (Text(fields, name) is not { } word)
            {
                return null;
            }
            var value = Spelling.Read<T>(word);
            if (value is null)
            {
                NotAWord(fields, name, word, Spelling.All<T>());
            }
            return value;
        }

        private string? Text(Fields fields, string name) =>
            fields.TryGet(name, out var value) ? TextOf(value, fields.PointerTo(name), "text") : null;

        /// <summary>Empty where it is missing or wrong, which is then a finding.</summary>
        private string RequiredText(Fields fields, string name)
        {
            if (!fields.Has(name))
            {
                Missing(fields, name, hint: null);
            }
            return Text(fields, name) ?? "";
        }

        private List<string> Texts(Fields fields, string name)
        {
            if (!fields.TryGet(name, out var list))
            {
                return [];
            }
            if (list.ValueKind is not JsonValueKind.Array)
            {
                WrongType(fields.PointerTo(name), list, "a list of texts, even when it has one");
                return [];
            }
            var texts = new List<string>();
            var at = 0;
            foreach (var item in list.EnumerateArray())
            {
                if (TextOf(item, $"{fields.PointerTo(name)}/{at++}", "text") is { } text)
                {
                    texts.Add(text);
                }
            }
            return texts;
        }

        private string? TextOf(JsonElement json, string pointer, string expected)
        {
            if (json.ValueKind is not JsonValueKind.String)
            {
                WrongType(pointer, json, expected);
                return null;
            }
            if (Unescaped(json) is not { } text || text.Contains('\0', StringComparison.Ordinal))
            {
                Add("bad-text", "The text holds a character that is none: half of a surrogate pair, or NUL.", pointer, key: false, null, "remove the \\u escape");
                return null;
            }
            if (string.IsNullOrWhiteSpace(text))
            {
                Add("wrong-type", "The text is empty.", pointer, key: false, text, "leave the field out if there is nothing to say");
                return null;
            }
            return text;
        }

        private static string? Unescaped(JsonElement json)
        {
            try
            {
                return json.GetString();
            }
            catch (InvalidOperationException)
            {
                // System.Text.Json has no other way to say that an escape names half a character.
                return null;
            }
        }

        private T? Required<T>(Fields fields, string name, Func<JsonElement, string, T?> read) where T : struct
        {
            if (!fields.Has(name))
            {
                Missing(fields, name, hint: null);
            }
            return Optional(fields, name, read);
        }

        private static T? Optional<T>(Fields fields, string name, Func<JsonElement, string, T?> read) where T : struct =>
            fields.TryGet(name, out var value) ? read(value, fields.PointerTo(name)) : null;

        private static T? Optional<T>(Fields fields, string name, Func<JsonElement, string, T?> read) where T : class =>
            fields.TryGet(name, out var value) ? read(value, fields.PointerTo(name)) : null;

        /// <summary>The members of an object; a null counts as left out, so that writers may fill every column.</summary>
        private Fields? Members(JsonElement json, string pointer, string what, params string[] known)
        {
            if (json.ValueKind is not JsonValueKind.Object)
            {
                WrongType(pointer, json, $"an object {{...}}: {what.ToLowerInvariant()}");
                return null;
            }
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var fields = new Fields(pointer);
            foreach (var member in json.EnumerateObject())
            {
                if (NameOf(member) is not { } name)
                {
                    Add("bad-text", "A field's name holds half a character.", pointer, key: false, null, "remove the \\u escape");
                }
                else if (!seen.Add(name))
                {
                    Add("duplicate-key", $"{Spelling.Quote(name)} is given twice.", fields.PointerTo(name), key: true, name, "keep one of the two");
                }
                else if (known.Length > 0 && !known.Contains(name, StringComparer.Ordinal))
                {
                    Unknown(fields, name, known);
                }
                else if (member.Value.ValueKind is not JsonValueKind.Null)
                {
                    fields.Add(name, member.Value);
                }
            }
            return fields;
        }

        private static string? NameOf(JsonProperty member)
        {
            try
            {
                return member.Name;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }

        private void Unknown(Fields fields, string name, IReadOnlyList<string> known) =>
            Add("unknown-key", $"There is no field {Spelling.Quote(name)}.", fields.PointerTo(name), key: true, name, Spelling.DidYouMean(name, known) ?? $"the fields are: {string.Join(", ", known)}");

        private void Missing(Fields fields, string name, string? hint) =>
            Add("missing-key", fields.Pointer.Length == 0 ? $"The claim has no {Spelling.Quote(name)}." : $"{Spelling.Quote(fields.Pointer[1..])} has no {Spelling.Quote(name)}.", fields.Pointer, key: false, null, hint ?? $"add {Spelling.Quote(name)}");

        private void NotAWord(Fields fields, string name, string word, IReadOnlyList<string> known) =>
            Add("bad-enum", $"{Spelling.Quote(word)} is no {name}.", fields.PointerTo(name), key: false, word, Spelling.DidYouMeanOneOf(word, known));

        private void WrongType(string pointer, JsonElement json, string expected)
        {
            var where = pointer.Length == 0 ? "This" : Spelling.Quote(pointer[1..].Replace('/', '.'));
            var found = json.ValueKind switch
            {
                JsonValueKind.Object => "an object",
                JsonValueKind.Array => "a list",
                JsonValueKind.String => "text",
                JsonValueKind.Number => "a number",
                JsonValueKind.True or JsonValueKind.False => "true or false",
                JsonValueKind.Null or JsonValueKind.Undefined => "nothing",
            };
            Add("wrong-type", $"{where} is {found}; expected {expected}.", pointer, key: false, json.ValueKind is JsonValueKind.Undefined ? null : json.GetRawText(), hint: $"write {expected} there, or leave it out");
        }

        private void Add(string code, string message, string pointer, bool key, string? text, string? hint) => Findings.Add(new Finding
        {
            Code = code,
            Severity = Severity.Error,
            Message = message,
            Hint = hint,
            File = file,
            Position = Position(pointer, key),
            Text = text,
        });

        private TextPosition Position(string pointer, bool key) => locate?.Invoke(pointer, key) ?? TextPosition.None;
    }

    /// <summary>The members of one JSON object that are set, by name.</summary>
    private sealed class Fields(string pointer)
    {
        private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);

        public string Pointer => pointer;
        public IEnumerable<string> Names => values.Keys;

        public void Add(string name, JsonElement value) => values.Add(name, value);
        public bool Has(string name) => values.ContainsKey(name);
        public bool TryGet(string name, out JsonElement value) => values.TryGetValue(name, out value);
        public string PointerTo(string name) => $"{pointer}/{name}";
    }
}
