using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Ledger;
using Servanda.Status;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class ImportVerb
{
    public static Verb Create(Session session) => new("import", "Take claims from a file into the ledger, with an outcome for every row.")
    {
        Examples = [Example],
        Subcommands = { Claims(session) },
    };

    private static Example Example { get; } =
        new("servanda import claims agreements/example-truce --agreement agreements/example-truce --ledger my.db --dry-run", "what taking in the claims of a sample would do");

    private static Verb Claims(Session session)
    {
        var file = new Argument<string>("FILE") { Description = "A file with one claim a line, the folder it lies in, or - for standard input." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and write nothing." };
        var options = new LedgerOptions(session);
        var json = CommonOptions.Json("the outcome of every row");
        var verb = new Verb("claims", "Take in claims, one a line, under one signature.")
        {
            About =
            [
                "Importing a file twice records it once: a row whose id and content are on the record already changes nothing, and one with the same id and another content is a correction. Documents that lie in a folder named documents beside the file are taken in as well, byte for byte, and what a claim quotes is checked against them.",
                "A row that cannot be read, or that the ledger refuses, is named with its line and left out; the others are taken in.",
            ],
            Examples = [Example],
            Does = parse =>
            {
                var (agreement, _, path) = options.Named(parse);
                var import = new ClaimImport(session, agreement, new Places(session).ClaimsFile(parse.GetValue(file)!));
                var rows = parse.GetValue(dryRun) ? import.Try(path) : import.Into(path);
                if (parse.GetValue(json))
                {
                    ClaimImport.WriteJson(session.RawOutput, rows);
                    session.Out.Raw("\n");
                }
                else
                {
                    import.Tell(rows, path, parse.GetValue(dryRun));
                }
                return rows.Any(r => r.Outcome is "refused" or "unreadable") ? ExitCode.Findings : ExitCode.Done;
            },
        };
        verb.Add(file);
        options.All.ToList().ForEach(verb.Add);
        verb.Add(dryRun);
        verb.Add(json);
        return verb;
    }
}

/// <summary>What became of one row of an imported file.</summary>
internal sealed record RowOutcome(int Line, string? Claim, string Outcome, string? Why);

/// <summary>A file of claims on its way into a ledger.</summary>
internal sealed class ClaimImport
{
    private readonly Session session;
    private readonly Agreements.Agreement agreement;
    private readonly string file;
    private readonly byte[] bytes;
    private readonly ClaimLinesReading lines;

    public ClaimImport(Session session, Agreements.Agreement agreement, string file)
    {
        (this.session, this.agreement, this.file) = (session, agreement, file);
        bytes = Places.Read(file);
        lines = ClaimLines.Read(file == Places.StandardInput ? "standard input" : file, bytes);
        FindingScreen.Write(session.Error, lines.Findings, file, bytes);
    }

    /// <summary>Writes the documents beside the file and its claims into the ledger at a path.</summary>
    public IReadOnlyList<RowOutcome> Into(string path)
    {
        using var ledger = new Ledgers(session).OpenOrStart(path, agreement.Id);
        try
        {
            foreach (var document in Documents())
            {
                if (ledger.AddDocument(File.ReadAllBytes(document), MediaTypeOf(document), OutletOf(document)).Outcome is Outcome.Refused refused)
                {
                    throw Ledgers.Refused(refused.Refusal);
                }
            }
            var imported = ledger.Import([.. lines.Claims.Select(Draft.Of)], "claims", "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)));
            return [.. lines.Claims.Zip(imported.Rows, Row), .. Unreadable()];
        }
        catch (LedgerFaultException fault)
        {
            throw Ledgers.Refused(fault.Refusal);
        }
    }

    /// <summary>What <see cref="Into"/> would do, by what the ledger holds now.</summary>
    public IReadOnlyList<RowOutcome> Try(string path)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(path))
        {
            using var ledger = new Ledgers(session).Open(path, agreement.Id);
            foreach (var claim in Ledgers.View(ledger).Claims)
            {
                known[claim.Id] = Content(claim);
            }
        }
        var rows = new List<RowOutcome>();
        foreach (var claim in lines.Claims)
        {
            var content = Content(claim);
            rows.Add(new RowOutcome(claim.WrittenAt.Line, claim.Id, !known.TryGetValue(claim.Id, out var held) ? "recorded" : held == content ? "known" : "corrected", null));
            known[claim.Id] = content;
        }
        return [.. rows, .. Unreadable()];
    }

    public void Tell(IReadOnlyList<RowOutcome> rows, string path, bool tried)
    {
        foreach (var row in rows.Where(r => r.Outcome == "refused"))
        {
            session.Error.Wrapped(0, 2, $"{file}:{row.Line}: refused: {row.Claim}: {row.Why}");
        }
        foreach (var finding in new Record(agreement, lines.Claims).Findings)
        {
            FindingScreen.Write(session.Error, [finding], file, bytes);
        }
        var counts = string.Join(", ", rows.GroupBy(r => r.Outcome).Select(g => $"{g.Count()} {g.Key}"));
        session.Out.Line(tried
            ? $"{Words.Count(rows.Count, "row")} of {file}, tried and nothing written: {counts}."
            : $"{Words.Count(rows.Count, "row")} of {file} into {path}: {counts}.");
    }

    public static void WriteJson(Stream output, IReadOnlyList<RowOutcome> rows)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            new JsonObject { ["line"] = row.Line, ["claim"] = row.Claim, ["outcome"] = row.Outcome, ["why"] = row.Why }.WriteTo(writer);
        }
        writer.WriteEndArray();
    }

    /// <summary>Two claims say the same when they are written the same, whenever each was recorded.</summary>
    private static string Content(Claim claim) => ClaimJson.Write(claim with { Recorded = null }).ToJsonString();

    private static RowOutcome Row(Claim claim, Outcome outcome) => outcome switch
    {
        Outcome.Recorded => new(claim.WrittenAt.Line, claim.Id, "recorded", null),
        Outcome.Corrected => new(claim.WrittenAt.Line, claim.Id, "corrected", null),
        Outcome.Known => new(claim.WrittenAt.Line, claim.Id, "known", null),
        Outcome.Refused refused => new(claim.WrittenAt.Line, claim.Id, "refused", refused.Refusal.ToString()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private IEnumerable<RowOutcome> Unreadable() =>
        lines.Findings.Where(f => f.Severity == Agreements.Severity.Error).Select(f => f.Position.Line).Distinct().Select(line => new RowOutcome(line, null, "unreadable", null));

    private IEnumerable<string> Documents()
    {
        var folder = Path.Combine(Path.GetDirectoryName(file) is { Length: > 0 } own ? own : ".", "documents");
        return file != Places.StandardInput && Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal) : [];
    }

    // A document's outlet is the one that the claims drawn from it came through last.
    private string? OutletOf(string document)
    {
        var name = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(document)));
        return lines.Claims.Where(c => c.Source?.Document == name).Select(c => c.Via.Count > 0 ? c.Via[^1] : c.Speaker).FirstOrDefault();
    }

    internal static string MediaTypeOf(string document) => Path.GetExtension(document).ToLowerInvariant() switch
    {
        ".txt" => "text/plain",
        ".html" or ".htm" => "text/html",
        ".md" => "text/markdown",
        ".pdf" => "application/pdf",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    };
}
