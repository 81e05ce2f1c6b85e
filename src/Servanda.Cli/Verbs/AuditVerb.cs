using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class AuditVerb
{
    public static Verb Create(Session session)
    {
        var options = new LedgerOptions(session);
        var json = CommonOptions.Json("the result");
        var verb = new Verb("audit", "Recompute the ledger from its bytes: every hash, signature and chain of authors.")
        {
            About = ["It names the first entry that does not hold. A file that only one side holds can still be replaced as a whole by another that holds in itself: compare its size and its last entries with a copy that somebody else keeps."],
            Examples = [new("servanda audit --agreement agreements/example-truce --ledger my.db", "every entry of a ledger, from its bytes")],
            Does = parse =>
            {
                var (agreement, _, path) = options.Named(parse);
                using var ledger = new Ledgers(session).Open(path, agreement.Id);
                var audit = ledger.Audit();
                if (parse.GetValue(json))
                {
                    Write(session.RawOutput, audit);
                    session.Out.Raw("\n");
                }
                else if (audit is Audit.Holds holds)
                {
                    session.Out.Line($"{path} holds: {Words.Count((int)holds.Entries, "entry", "entries")} and {Words.Count((int)holds.Documents, "document")}, each with its hash, its signature and its place.");
                    if (holds.Withheld > 0)
                    {
                        session.Out.Line($"{Words.Count((int)holds.Withheld, "field")} withheld: the commitment is there, what it stands for is not.");
                    }
                    if (!holds.DisclosuresOpened)
                    {
                        session.Out.Line("The key of the sealed fields is not here, so they were not looked into.");
                    }
                }
                else if (audit is Audit.Broken broken)
                {
                    session.Error.Line("servanda: " + broken.Refusal.Message);
                    session.Error.Write("  ", [broken.Refusal.Remedy]);
                }
                return audit is Audit.Holds ? ExitCode.Done : ExitCode.Findings;
            },
        };
        options.All.ToList().ForEach(verb.Add);
        verb.Add(json);
        return verb;
    }

    private static void Write(Stream output, Audit audit)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        (audit switch
        {
            Audit.Holds holds => new JsonObject { ["holds"] = true, ["entries"] = holds.Entries, ["documents"] = holds.Documents, ["withheld"] = holds.Withheld, ["disclosuresOpened"] = holds.DisclosuresOpened },
            Audit.Broken broken => new JsonObject { ["holds"] = false, ["entry"] = broken.Seq, ["code"] = broken.Refusal.Code, ["message"] = broken.Refusal.Message, ["remedy"] = broken.Refusal.Remedy },
            _ => throw new System.Diagnostics.UnreachableException(),
        }).WriteTo(writer);
    }
}
