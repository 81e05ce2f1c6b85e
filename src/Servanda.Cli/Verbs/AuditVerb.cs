using System.CommandLine;
using Servanda.Cli.Screens;
using Servanda.Ledger;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class AuditVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session, signs: false);
        var against = new Option<string[]>("--against") { HelpName = "FILE", Description = "A checkpoint that somebody was shown: whether this ledger continues it. May be given several times." };
        var logKey = new Option<string[]>("--log-key") { HelpName = "KEY", Description = "A key to trust for the signature of that checkpoint, besides those the ledger names itself." };
        var hashes = new Option<bool>("--hashes-only") { Description = "Recompute the hashes, the tree and the checkpoints alone, which is much quicker." };
        var json = CommonOptions.Json("the outcome");
        var verb = new Verb("audit", "Check every entry, signature, chain and proof of a ledger from its bytes.")
        {
            About = ["An audit proves that nothing in this file was changed, dropped or put in between since it was signed. That the ledger itself was not put back to an earlier state or written anew, it shows against the last checkpoint signed here, and with --against any that a party, a witness or a copy of yours has kept.", "Exit code 1 when something does not hold; of two histories, both checkpoints are printed."],
            Examples = [new("servanda audit --ledger servanda.db --agreement example-truce", "the ledger in this folder"), new("servanda audit --against checkpoint.txt --ledger servanda.db --agreement example-truce", "and whether it continues a checkpoint that was kept")],
            Does = parse =>
            {
                var (_, opened) = ledger.Open(parse, create: false);
                using (opened)
                {
                    var audit = parse.GetValue(hashes) ? opened.AuditHashes() : opened.Audit();
                    foreach (var file in parse.GetValue(against) ?? [])
                    {
                        if (audit is Audit.Holds && opened.Against(Texts.Read(file), ProveVerb.Keys(parse.GetValue(logKey))) is { } refusal)
                        {
                            audit = refusal is Refusal.NotItsCheckpoint ? throw Ledgers.Stop(refusal) : new Audit.Broken(null, refusal);
                        }
                    }
                    return Tell(session, opened, audit, parse.GetValue(json), parse.GetValue(hashes));
                }
            },
        };
        ledger.All.ToList().ForEach(verb.Add);
        verb.Add(against);
        verb.Add(logKey);
        verb.Add(hashes);
        verb.Add(json);
        return verb;
    }

    public static int Tell(Session session, LedgerStore ledger, Audit audit, bool asJson, bool hashesOnly = false)
    {
        if (asJson)
        {
            WriteJson(session, ledger, audit);
        }
        else if (audit is Audit.Holds quick && hashesOnly)
        {
            session.Out.Line($"{ledger.Path}: {Words.Count(quick.Entries, "entry", "entries")} as hashed, under the root {quick.Root.ToBase64()}; {(quick.Checkpoints == 0 ? "no checkpoint was signed yet" : Words.Count(quick.Checkpoints, "signed checkpoint fits", "signed checkpoints fit"))}. Who signed each entry was not looked into.");
        }
        else if (audit is Audit.Holds holds)
        {
            session.Out.Line($"{ledger.Path}: all {Words.Count(holds.Entries, "entry holds", "entries hold")}, in order, signed and unchanged; {Words.Count(holds.Documents, "document")} as filed.");
            session.Out.Line($"The root over them: {holds.Root.ToBase64()}. {(holds.Checkpoints == 0 ? "No checkpoint was signed yet." : $"{Words.Count(holds.Checkpoints, "signed checkpoint fits", "signed checkpoints fit")}.")}");
            if (holds.Withheld > 0)
            {
                session.Out.Line($"{Words.Count(holds.Withheld, "field")} destroyed, each by two authors: the commitments hold, and what they were is not here.");
            }
            if (!holds.DisclosuresOpened)
            {
                session.Out.Line("The key of the sealed fields is not here, so what is sealed was not looked into.");
            }
        }
        else if (audit is Audit.Broken broken)
        {
            if (TwoHistories.Show(session, broken.Refusal))
            {
                return ExitCode.Findings;
            }
            session.Out.Line($"✗ {broken.Refusal.Message}");
            session.Out.Wrapped(2, 2, broken.Refusal.Remedy);
        }
        return audit is Audit.Holds ? ExitCode.Done : ExitCode.Findings;
    }

    private static void WriteJson(Session session, LedgerStore ledger, Audit audit) => session.JsonObject(json =>
    {
        var (holds, broken) = (audit as Audit.Holds, audit as Audit.Broken);
        json.WriteString("ledger", ledger.Path);
        json.WriteString("origin", ledger.Origin);
        json.WriteBoolean("holds", holds is not null);
        json.WriteNumber("entries", holds?.Entries ?? ledger.Size);
        json.WriteString("root", holds?.Root.ToBase64());
        json.WriteNumber("documents", holds?.Documents ?? 0);
        json.WriteNumber("checkpoints", holds?.Checkpoints ?? 0);
        json.WriteNumber("withheld", holds?.Withheld ?? 0);
        json.WriteString("code", broken?.Refusal.Code);
        json.WriteString("message", broken?.Refusal.Message);
        json.WriteNumberOrNull("entry", broken?.Seq);
        json.WriteString("evidence", broken is null ? null : Inconsistency.Of(broken.Refusal));
    });
}
