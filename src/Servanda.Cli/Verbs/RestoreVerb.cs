using System.CommandLine;
using Servanda.Cli.Screens;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class RestoreVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session, signs: false);
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var force = new Option<bool>("--force") { Description = "Put it in place although entries are lost that are there or were shown; what stood there is kept beside it." };
        var json = CommonOptions.Json("what became of it");
        var verb = new Verb("restore", "Put a backup in the place of a ledger, once it has proved itself.")
        {
            About =
            [
                "The backup is audited, and held against the signed checkpoint in it, before anything is touched. Over a ledger that has more than the backup, or when its signing key has shown more, it is refused.",
                "To look into a backup there is no need to restore it: `--ledger monday.servanda-backup`.",
                "With --force, the ledger that stood there is renamed, both checkpoints are written to a file beside it and into the restored ledger as an entry, and the key does not sign checkpoints for it any more: it has shown another history. Exit code 1 then.",
            ],
            Examples = [new("servanda restore monday.servanda-backup --agreement example-truce --ledger servanda.db", "after the disk was lost")],
            Does = parse =>
            {
                var (_, place) = ledger.Name(parse);
                var restored = LedgerStore.Restore(parse.GetValue(file)!, place, new LedgerSettings { Clock = session.Clock }, parse.GetValue(force));
                if (parse.GetValue(json))
                {
                    session.JsonObject(o =>
                    {
                        o.WriteNumber("entries", restored.Entries);
                        o.WriteNumber("size", restored.Checkpoint.Checkpoint.Size);
                        o.WriteString("root", restored.Checkpoint.Checkpoint.Root.ToBase64());
                        o.WriteString("replaced", restored.Replaced);
                        o.WriteString("evidence", restored.Evidence);
                    });
                    return restored.Evidence is null ? ExitCode.Done : ExitCode.Findings;
                }
                session.Out.Line($"Restored: {Words.Count(restored.Entries, "entry", "entries")}, which hold, under the checkpoint of {restored.Checkpoint.Checkpoint.Size}.");
                if (restored.Replaced is { } kept)
                {
                    session.Out.Line($"What stood there is kept as {kept}.");
                }
                if (restored.Evidence is { } evidence)
                {
                    session.Out.Line("✗ Entries were lost by this. What was shown before, and what is there now:");
                    session.Out.Line();
                    session.Out.Raw(evidence);
                }
                return restored.Evidence is null ? ExitCode.Done : ExitCode.Findings;
            },
        };
        verb.Add(file);
        verb.Add(force);
        verb.Add(json);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }
}
