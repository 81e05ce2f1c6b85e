using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Files;
using Servanda.Files.Documents;

namespace Servanda.Cli.Verbs;

internal static class RecordVerb
{
    /// <summary>Options that are fields of the claims file, under the same names.</summary>
    private static readonly (string Option, string Field, string Value, string Says)[] Texts =
    [
        ("--kind", "kind", "KIND", "assert, deny, count, not-done, coverage, exercise, demand, position, commitment or expectation. Default: count with a figure, otherwise assert."),
        ("--provision", "provision", "REF", "The provision it is about."),
        ("--actor", "actor", "ID", "Who did, or failed to do, what is spoken of; unknown for expressly nobody known."),
        ("--occurrence", "occurrence", "ID", "The happening it speaks of, where several claims may speak of one."),
        ("--polarity", "polarity", "fulfilment|violation", "Default: violation for a prohibition or a continuing duty, otherwise fulfilment."),
        ("--counter", "counter", "ID", "What is counted. Default: the provision's own counter."),
        ("--anchor", "anchor", "ID", "The anchor that it dates or denies."),
        ("--phase", "phase", "ID", "The phase that it declares."),
        ("--exception", "exception", "ID", "The exception that it asserts or denies."),
        ("--zone", "zone", "ID", "Where."),
        ("--topic", "topic", "TOPIC", "What a position is about."),
        ("--stance", "stance", "for|against|conditional", "Which way a position goes."),
        ("--meeting", "meeting", "ID", "The talks it names."),
        ("--found", "found", "none|some", "What an observation found."),
        ("--visibility", "visibility", "WHO", "public, parties, side:ID, mediators or names. Default: public."),
        ("--note", "note", "TEXT", "Anything a reader should know about this claim."),
    ];

    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session);
        var speaker = new Option<string>("--speaker") { HelpName = "WHO", Description = "Whose claim it is: an actor's id, or the name of one who is not in the agreement.", Required = true };
        var id = new Option<string?>("--id") { HelpName = "ID", Description = "An id of your own. Default: one made from the content, so that the same claim twice is one." };
        var via = new Option<string[]>("--via") { HelpName = "WHO", Description = "Who reported it, outermost last; may be given several times." };
        var toward = new Option<string[]>("--toward") { HelpName = "ID", Description = "To whom; may be given several times." };
        var happened = new Option<string?>("--happened") { HelpName = "D[/D]", Description = "The time it speaks of: a day, a time, or two with a slash. Default: the day it was said." };
        var said = CommonOptions.Stamp("--said", "When it was said. Default: today.");
        var figure = new Option<string?>("--figure") { HelpName = "WORDS", Description = "A figure in words: \"at least 41 killed\", \"all but 1 of 48 persons\"." };
        var value = new Option<decimal?>("--value") { HelpName = "N", Description = "The figure's number, in place of --figure; with --bound and --unit." };
        var bound = new Option<string?>("--bound") { HelpName = "BOUND", Description = "exact, at-least, more-than, about, at-most, all-but or between. Default: exact." };
        var unit = new Option<string?>("--unit") { HelpName = "UNIT", Description = "What is counted: killed, person, truck." };
        var complete = new Option<bool>("--complete") { Description = "The observation reached everything it names." };
        var document = new Option<string?>("--source-document") { HelpName = "sha256:HEX|FILE", Description = "The document that says so: its hash, or the file." };
        var span = new Option<string?>("--span") { HelpName = "START-END", Description = "Where in the document, in characters (UTF-16 code units)." };
        var texts = Texts.Select(t => (t.Field, Option: new Option<string?>(t.Option) { HelpName = t.Value, Description = t.Says })).ToList();
        var asJson = CommonOptions.Json("the outcome and what it changes");
        var verb = new Verb("record", "Put one claim on the record by hand.")
        {
            About =
            [
                "The claim is its speaker's, not yours; you are its author in the ledger. It shows what the claim changes in any status, by whose account.",
                "Nothing on the record is ever changed. A claim with the same --id and another content is a correction, and both stay.",
            ],
            Examples =
            [
                new("servanda record --agreement example-truce --ledger servanda.db --speaker watch --provision return-captives --figure \"30 persons\" --happened 2026-02-04", "the monitor's count of captives returned"),
                new("servanda record --agreement example-truce --ledger servanda.db --speaker south --kind deny --provision halt-fire --actor south --occurrence o-14", "a denial"),
            ],
            Does = parse =>
            {
                using var recording = ledger.Record(parse, create: true, parse.GetValue(asJson));
                var json = new JsonObject { ["speaker"] = parse.GetValue(speaker), ["said"] = (parse.GetValue(said) ?? recording.Today).ToString() };
                foreach (var (field, option) in texts)
                {
                    Set(json, field, parse.GetValue(option));
                }
                SetList(json, "via", parse.GetValue(via));
                SetList(json, "toward", parse.GetValue(toward));
                Set(json, "happened", ClaimByHand.Happened(parse.GetValue(happened), out var noTime));
                if (noTime is not null)
                {
                    throw Wrong(noTime);
                }
                Set(json, "figure", FigureOf(parse.GetValue(figure), parse.GetValue(value), parse.GetValue(bound), parse.GetValue(unit)));
                var quoted = parse.GetValue(document);
                Set(json, "source", SourceOf(recording, quoted, parse.GetValue(span)));
                if (parse.GetValue(complete))
                {
                    json["complete"] = true;
                }
                Set(json, "id", parse.GetValue(id));
                var (claim, wrong) = ClaimByHand.Read(json, recording.Before.Agreement);
                return recording.Put(claim ?? throw Wrong(wrong!), quoted is null || IsName(quoted) ? null : quoted);
            },
        };
        verb.Add(speaker);
        texts.ForEach(t => verb.Add(t.Option));
        foreach (var option in new Option[] { happened, said, figure, value, bound, unit, complete, via, toward, document, span, id, asJson })
        {
            verb.Add(option);
        }
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static void Set(JsonObject json, string field, JsonNode? value)
    {
        if (value is not null)
        {
            json[field] = value;
        }
    }

    private static void SetList(JsonObject json, string field, string[]? values)
    {
        if (values is { Length: > 0 })
        {
            json[field] = new JsonArray([.. values.Select(v => (JsonNode)v)]);
        }
    }

    private static JsonObject? FigureOf(string? words, decimal? value, string? bound, string? unit)
    {
        if (words is not null)
        {
            var figure = ClaimByHand.Figure(words, out var wrong);
            return wrong is null ? figure : throw Wrong(wrong);
        }
        if (value is null && bound is null && unit is null)
        {
            return null;
        }
        return value is { } number && unit is not null ? new JsonObject { ["value"] = number, ["bound"] = bound ?? "exact", ["unit"] = unit }
            : throw StopException.WrongUse("A figure needs --value and --unit.", "Or write it in words: --figure \"at least 41 killed\".");
    }

    private static bool IsName(string document) => document.StartsWith("sha256:", StringComparison.Ordinal);

    private static JsonObject? SourceOf(Recording recording, string? document, string? span)
    {
        if (document is null && span is null)
        {
            return null;
        }
        if (document is null || span?.Split('-') is not [var first, var last] || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var start) || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var end) || end <= start)
        {
            throw StopException.WrongUse("A source is a document and a place in it.", "Write --source-document FILE --span 120-180.");
        }
        var bytes = IsName(document) ? recording.Document(document)?.Content.ToArray() : Places.Read(document);
        var text = bytes is null ? null : Encoding.UTF8.GetString(bytes);
        if (text is not null && end > text.Length)
        {
            throw StopException.WrongUse($"--span: the document has {text.Length} characters.", "Count from 0; the end is not included.");
        }
        var source = new JsonObject { ["document"] = IsName(document) ? document : DocumentNames.Of(bytes), ["start"] = start, ["end"] = end };
        Set(source, "exact", text?[start..end]);
        return source;
    }

    private static StopException Wrong(WrongField wrong) => wrong is { Field: "counter" }
        ? StopException.WrongUse("Name what is counted: --counter ID.", wrong.Remedy!)
        : StopException.WrongUse(wrong.Field is { } field ? $"--{field}: {wrong.Message}" : wrong.Message, wrong.Remedy ?? "servanda record --help");
}
