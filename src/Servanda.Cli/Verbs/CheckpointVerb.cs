using System.CommandLine;
using Servanda.Cli.Screens;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class CheckpointVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session);
        var cosigned = new Option<string?>("--cosigned") { HelpName = "FILE", Description = "Put a witness's signature lines under the checkpoint they were made for; - reads standard input." };
        var witness = new Option<string[]>("--witness") { HelpName = "URL", Description = "Ask the witness at this address to cosign; may be given several times." };
        var all = new Option<bool>("--all") { Description = "List every checkpoint that was signed, and sign none." };
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where to write the checkpoint. Default: standard output." };
        var json = CommonOptions.Json("the checkpoint");
        var verb = new Verb("checkpoint", "Sign how far the ledger has come, and keep what was signed.")
        {
            About =
            [
                "A checkpoint is three lines and a signature (c2sp.org/tlog-checkpoint): the ledger's name, how many entries it has, and one hash over all of them. Whoever keeps one can tell later whether anything before it was changed. Give it to every party and to somebody outside.",
                "The first checkpoint makes the key that signs them, and registers it in the ledger. With nothing new on the record, the last one is printed again. It is refused when the ledger is not what it was when its last checkpoint was signed here.",
            ],
            Examples =
            [
                new("servanda checkpoint --agreement example-truce --ledger servanda.db", "sign, and print"),
                new("servanda checkpoint --agreement example-truce --ledger servanda.db -o checkpoint.txt", "into a file, to keep or to send"),
            ],
            Does = parse =>
            {
                var (_, opened) = ledger.Open(parse, create: false);
                using (opened)
                {
                    if (parse.GetValue(all))
                    {
                        Show(session, opened, opened.Checkpoints(), parse.GetValue(json));
                        return ExitCode.Done;
                    }
                    var checkpoint = parse.GetValue(cosigned) is { } file ? opened.Cosign(Texts.Read(file)) : opened.Sign();
                    var missing = 0;
                    foreach (var address in parse.GetValue(witness) ?? [])
                    {
                        if (WitnessClient.Ask(session, opened, address) is { } seen)
                        {
                            checkpoint = seen;
                        }
                        else
                        {
                            missing++;
                        }
                    }
                    if (parse.GetValue(output) is { } path)
                    {
                        Texts.Write(path, checkpoint.Note.ToString());
                        session.Out.Line($"{path}: the checkpoint of {Words.Count(checkpoint.Checkpoint.Size, "entry", "entries")}. {Seen(checkpoint)}");
                    }
                    else
                    {
                        Show(session, opened, [checkpoint], parse.GetValue(json), single: true);
                    }
                    return missing == 0 ? ExitCode.Done : ExitCode.Findings;
                }
            },
        };
        foreach (var option in new Option[] { cosigned, witness, all, output, json })
        {
            verb.Add(option);
        }
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    public static string Seen(StoredCheckpoint checkpoint) => checkpoint.SeenBy.Count == 0 ? "No witness has cosigned it."
        : $"Seen by {string.Join(", ", checkpoint.SeenBy.Select(s => $"{s.Witness} at {Times.Of(s.Time)}"))}.";

    private static void Show(Session session, LedgerStore ledger, IReadOnlyList<StoredCheckpoint> checkpoints, bool asJson, bool single = false)
    {
        if (asJson)
        {
            session.Json(json =>
            {
                if (!single)
                {
                    json.WriteStartArray();
                }
                foreach (var checkpoint in checkpoints)
                {
                    json.WriteStartObject();
                    json.WriteString("origin", ledger.Origin);
                    json.WriteNumber("size", checkpoint.Checkpoint.Size);
                    json.WriteString("root", checkpoint.Checkpoint.Root.ToBase64());
                    json.WriteStartArray("seenBy");
                    foreach (var (name, time) in checkpoint.SeenBy)
                    {
                        json.WriteStartObject();
                        json.WriteString("witness", name);
                        json.WriteString("at", Times.Of(time));
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                    json.WriteString("note", checkpoint.Note.ToString());
                    json.WriteEndObject();
                }
                if (!single)
                {
                    json.WriteEndArray();
                }
            });
            return;
        }
        if (single)
        {
            // Printed as it is: it is for other programs, and for e-mail.
            session.Out.Raw(checkpoints[0].Note.ToString());
            session.Error.Line(Seen(checkpoints[0]));
            return;
        }
        foreach (var checkpoint in checkpoints)
        {
            session.Out.Wrapped(0, 2, $"{Words.Count(checkpoint.Checkpoint.Size, "entry", "entries")}  {checkpoint.Checkpoint.Root.ToBase64()}  {Seen(checkpoint)}");
        }
        session.Out.Line(checkpoints.Count == 0 ? "No checkpoint was signed yet." : $"{Words.Count(checkpoints.Count, "checkpoint")}.");
    }
}
