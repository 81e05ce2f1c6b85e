using System.CommandLine;
using System.Security.Cryptography;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Ledger;

namespace Servanda.Cli.Verbs;

internal static class ExportVerb
{
    public static Verb Create(Session session)
    {
        var verb = new Verb("export", "Write out what is on the record.") { Examples = [new("servanda export claims --agreement example-truce --ledger servanda.db", "every claim of a ledger, one a line")] };
        verb.Add(Claims(session));
        verb.Add(Tiles(session));
        return verb;
    }

    private static Verb Claims(Session session)
    {
        var ledger = new LedgerOptions(session, signs: false);
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where to write. Default: standard output." };
        var verb = new Verb("claims", "Every claim in the order it was recorded, one JSON object a line.")
        {
            About = ["The lines are those that `import claims` and `--claims` take. A corrected claim is there once for each wording, the latest last. How many rows there are, and the SHA-256 of all of them, is said on standard error."],
            Examples = [new("servanda export claims --agreement example-truce --ledger servanda.db -o record.jsonl", "into a file")],
            Does = parse =>
            {
                var (_, opened) = ledger.Open(parse, create: false);
                using (opened)
                {
                    var rows = 0;
                    using var hash = SHA256.Create();
                    using (var file = parse.GetValue(output) is { } path ? Created(path) : null)
                    using (var hashed = new CryptoStream(file ?? session.RawOutput, hash, CryptoStreamMode.Write, leaveOpen: true))
                    {
                        ClaimLines.Write(hashed, LedgerView.Of(opened.Read()).Claims.Select(c => { rows++; return c; }));
                    }
                    session.Error.Line($"{Words.Count(rows, "row")}, sha256:{Convert.ToHexStringLower(hash.Hash!)}");
                    return ExitCode.Done;
                }
            },
        };
        verb.Add(output);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static Verb Tiles(Session session)
    {
        var ledger = new LedgerOptions(session, signs: false);
        var folder = new Argument<string>("FOLDER") { Description = "Where to write; made if it is not there." };
        var verb = new Verb("tiles", "The ledger as static files that any web server can serve, and anybody can check.")
        {
            About = ["The newest checkpoint, the Merkle tree in tiles, and the entries in bundles, in the layout of c2sp.org/tlog-tiles. What is sealed is not among them: the entries hold commitments alone. Run it again after each checkpoint; files that are there already do not change, but for `checkpoint`."],
            Examples = [new("servanda export tiles public --agreement example-truce --ledger servanda.db", "into the folder public")],
            Does = parse =>
            {
                var (_, opened) = ledger.Open(parse, create: false);
                using (opened)
                {
                    var checkpoint = opened.WriteTiles(parse.GetValue(folder)!);
                    session.Out.Line($"{parse.GetValue(folder)}: {opened.Origin} with {Words.Count(checkpoint.Checkpoint.Size, "entry", "entries")}.");
                    return ExitCode.Done;
                }
            },
        };
        verb.Add(folder);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static FileStream Created(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw StopException.Refused($"{path} is there already.", "Name another file, or take this one away first.");
        }
    }
}
