using System.CommandLine;
using System.Text.Json;
using Servanda.Cli.Screens;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class AuditVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session);
        var json = CommonOptions.Json("the outcome");
        var verb = new Verb("audit", "Check every entry, signature and chain of a ledger from its bytes.")
        {
            About = ["An audit proves that nothing in this file was changed, dropped or put in between since it was signed. It cannot prove that the file itself is the latest: compare its number of entries with somebody else's copy for that.", "Exit code 1 when something does not hold."],
            Examples = [new("servanda audit --ledger servanda.db --agreement example-truce", "the ledger in this folder")],
            Does = parse =>
            {
                var (_, opened) = ledger.Open(parse, create: false);
                using (opened)
                {
                    return Tell(session, opened, opened.Audit(), parse.GetValue(json));
                }
            },
        };
        ledger.All.ToList().ForEach(verb.Add);
        verb.Add(json);
        return verb;
    }

    public static int Tell(Session session, LedgerStore ledger, Audit audit, bool asJson)
    {
        if (asJson)
        {
            WriteJson(session, ledger, audit);
        }
        else if (audit is Audit.Holds holds)
        {
            session.Out.Line($"{ledger.Path}: all {Words.Count(holds.Entries, "entry holds", "entries hold")}, in order, signed and unchanged; {Words.Count(holds.Documents, "document")} as filed.");
            if (holds.Withheld > 0)
            {
                session.Out.Line($"{Words.Count(holds.Withheld, "field")} withheld or erased: their commitments hold, their content is not here.");
            }
            if (!holds.DisclosuresOpened)
            {
                session.Out.Line("The key of the sealed fields is not here, so what is sealed was not looked into.");
            }
        }
        else if (audit is Audit.Broken broken)
        {
            session.Out.Line($"✗ {broken.Refusal.Message}");
            session.Out.Wrapped(2, 2, broken.Refusal.Remedy);
        }
        return audit is Audit.Holds ? ExitCode.Done : ExitCode.Findings;
    }

    private static void WriteJson(Session session, LedgerStore ledger, Audit audit)
    {
        using (var json = new Utf8JsonWriter(session.RawOutput))
        {
            json.WriteStartObject();
            json.WriteString("ledger", ledger.Path);
            json.WriteString("origin", ledger.Origin);
            json.WriteBoolean("holds", audit is Audit.Holds);
            var holds = audit as Audit.Holds;
            json.WriteNumber("entries", holds?.Entries ?? ledger.Size);
            json.WriteNumber("documents", holds?.Documents ?? 0);
            json.WriteNumber("withheld", holds?.Withheld ?? 0);
            var broken = audit as Audit.Broken;
            json.WriteString("code", broken?.Refusal.Code);
            json.WriteString("message", broken?.Refusal.Message);
            if (broken?.Seq is { } seq)
            {
                json.WriteNumber("entry", seq);
            }
            else
            {
                json.WriteNull("entry");
            }
            json.WriteEndObject();
        }
        session.Out.Raw("\n");
    }
}
