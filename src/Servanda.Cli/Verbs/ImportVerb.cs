using System.CommandLine;
using System.Text.Json;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Files.Documents;
using Servanda.Ledger;

namespace Servanda.Cli.Verbs;

internal static class ImportVerb
{
    public static Verb Create(Session session)
    {
        var verb = new Verb("import", "Take claims in from a file; the same file twice changes nothing.") { Examples = [new("servanda import claims example-truce --agreement example-truce --ledger servanda.db", "the claims of a sample into a new ledger")] };
        verb.Add(Claims(session));
        return verb;
    }

    private static Verb Claims(Session session)
    {
        var ledger = new LedgerOptions(session);
        var file = new Argument<string>("FILE") { Description = "Claims, one JSON object a line; a folder means its claims.jsonl, - standard input." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Tell what would become of every row, and write nothing." };
        var json = CommonOptions.Json("the outcome of every row");
        var verb = new Verb("claims", "Take in claims, with an outcome for every row.")
        {
            About =
            [
                "A row whose id is on the record with the same content changes nothing; with another content it is recorded as a correction. The rows are signed together. Documents in a folder `documents` beside the file are filed first, so that every quotation is held against its document.",
                "Exit code 1 when a row holds no claim or is refused; the others are recorded all the same.",
            ],
            Examples =
            [
                new("servanda import claims example-truce --agreement example-truce --ledger servanda.db --dry-run", "what would become of each row"),
                new("servanda import claims example-truce --agreement example-truce --ledger servanda.db", "the same, done"),
            ],
            Does = parse =>
            {
                var places = new Places(session);
                var path = places.ClaimsFile(parse.GetValue(file)!);
                var bytes = Places.Read(path);
                var rows = ClaimLines.Each(places.Shown(path), new MemoryStream(bytes)).Select((r, n) => (Row: n + 1, r.Claim, r.Findings)).ToList();
                var outcomes = parse.GetValue(dryRun) ? Foretold(session, ledger, parse, rows) : Imported(ledger, parse, rows, path, bytes);
                if (parse.GetValue(json))
                {
                    WriteJson(session, outcomes);
                }
                else
                {
                    Show(session, outcomes, parse.GetValue(dryRun));
                }
                return outcomes.Exists(o => o.IsBad) ? ExitCode.Findings : ExitCode.Done;
            },
        };
        verb.Add(file);
        verb.Add(dryRun);
        verb.Add(json);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    /// <param name="What">recorded, corrected, known, refused, or no-claim.</param>
    private sealed record RowOutcome(int Row, string? Claim, string What, long? Entry, string? Why)
    {
        public bool IsBad => What is "refused" or "no-claim";
    }

    private static List<RowOutcome> Imported(LedgerOptions options, ParseResult parse, List<(int Row, Claim? Claim, IReadOnlyList<Finding> Findings)> rows, string path, byte[] bytes)
    {
        var (_, ledger) = options.Open(parse, create: true);
        using (ledger)
        {
            Documents.File(ledger, Documents.Beside(path));
            var claims = rows.Where(r => r.Claim is not null).ToList();
            var imported = ledger.Import([.. claims.Select(r => Draft.Of(r.Claim!))], "claims", DocumentNames.Of(bytes));
            var outcomes = claims.Zip(imported.Rows, (r, o) => o switch
            {
                Outcome.Recorded recorded => new RowOutcome(r.Row, r.Claim!.Id, "recorded", recorded.Seq, recorded.DocumentUnknown ? "quotes a document that the ledger does not hold" : null),
                Outcome.Corrected corrected => new RowOutcome(r.Row, r.Claim!.Id, "corrected", corrected.Seq, $"corrects entry {corrected.Corrects}"),
                Outcome.Known known => new RowOutcome(r.Row, r.Claim!.Id, "known", known.Seq, null),
                Outcome.Refused refused => new RowOutcome(r.Row, r.Claim!.Id, "refused", null, refused.Refusal.ToString()),
                _ => throw new System.Diagnostics.UnreachableException(),
            });
            return [.. outcomes.Concat(NoClaims(rows)).OrderBy(o => o.Row)];
        }
    }

    // What the ledger would answer, but for whose entries are whose, which it alone can tell.
    private static List<RowOutcome> Foretold(Session session, LedgerOptions options, ParseResult parse, List<(int Row, Claim? Claim, IReadOnlyList<Finding> Findings)> rows)
    {
        var (agreement, path) = options.Name(parse);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(path))
        {
            using var ledger = Ledgers.Open(path, agreement, session);
            foreach (var claim in LedgerView.Of(ledger.Read()).Claims)
            {
                known[claim.Id] = Content(claim);
            }
        }
        var outcomes = new List<RowOutcome>();
        foreach (var (row, claim, _) in rows.Where(r => r.Claim is not null))
        {
            var content = Content(claim!);
            outcomes.Add(new RowOutcome(row, claim!.Id, !known.TryGetValue(claim.Id, out var before) ? "recorded" : before == content ? "known" : "corrected", null, null));
            known[claim.Id] = content;
        }
        return [.. outcomes.Concat(NoClaims(rows)).OrderBy(o => o.Row)];
    }

    private static string Content(Claim claim) => ClaimLines.Write(claim with { Recorded = null });

    private static IEnumerable<RowOutcome> NoClaims(List<(int Row, Claim? Claim, IReadOnlyList<Finding> Findings)> rows) =>
        rows.Where(r => r.Claim is null).Select(r => new RowOutcome(r.Findings.Count > 0 && r.Findings[0].Position.Line > 0 ? r.Findings[0].Position.Line : r.Row, null, "no-claim", null, string.Join(" ", r.Findings.Select(f => $"{f.Code}: {f.Message}"))));

    private static void Show(Session session, List<RowOutcome> outcomes, bool dryRun)
    {
        var width = outcomes.Count == 0 ? 1 : outcomes[^1].Row.ToString().Length;
        foreach (var outcome in outcomes)
        {
            session.Out.Wrapped(0, width + 2, new Run(outcome.Row.ToString().PadLeft(width).Replace(' ', '\u00A0'), Ink.Quiet), $"  {(dryRun && !outcome.IsBad ? Would(outcome.What) : outcome.What)}",
                outcome.Claim is { } claim ? $"  {Foreign.Text(claim)}" : "", outcome.Why is { } why ? $"  {Foreign.Text(why)}" : "");
        }
        var counts = outcomes.GroupBy(o => o.What, StringComparer.Ordinal).Select(g => $"{g.Count()} {(dryRun && !g.First().IsBad ? Would(g.Key) : g.Key)}");
        session.Out.Line($"{Words.Count(outcomes.Count, "row")}: {(outcomes.Count == 0 ? "nothing to take in" : string.Join(", ", counts))}.{(dryRun ? " Nothing was written." : "")}");
    }

    private static string Would(string what) => what switch { "recorded" => "to record", "corrected" => "to correct", _ => what };

    private static void WriteJson(Session session, List<RowOutcome> outcomes)
    {
        using (var json = new Utf8JsonWriter(session.RawOutput))
        {
            json.WriteStartArray();
            foreach (var outcome in outcomes)
            {
                json.WriteStartObject();
                json.WriteNumber("row", outcome.Row);
                json.WriteString("claim", outcome.Claim);
                json.WriteString("outcome", outcome.What);
                if (outcome.Entry is { } entry)
                {
                    json.WriteNumber("entry", entry);
                }
                else
                {
                    json.WriteNull("entry");
                }
                json.WriteString("why", outcome.Why);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        session.Out.Raw("\n");
    }
}
