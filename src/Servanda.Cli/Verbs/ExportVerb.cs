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
        return verb;
    }

    private static Verb Claims(Session session)
    {
        var ledger = new LedgerOptions(session);
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
