using System.CommandLine;
using System.Net;
using System.Text;
using Servanda.Cli.Screens;
using Servanda.Merkle;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class WitnessVerb
{
    private const string About = "A witness remembers how far a ledger has come and cosigns only what continues it. It sees no entry, keeps a few hundred bytes for each ledger, and speaks the protocol of c2sp.org/tlog-witness, by file or over HTTP.";

    public static Verb Create(Session session)
    {
        var verb = new Verb("witness", "Watch the ledgers of others, and cosign what continues them.")
        {
            About = [About],
            Examples = [new("servanda witness new ngo.example/witness --dir watch", "a witness with a key of its own, in a folder of its own")],
        };
        verb.Add(New(session));
        verb.Add(Watch(session));
        verb.Add(Cosign(session));
        verb.Add(List(session));
        verb.Add(Serve(session));
        return verb;
    }

    private static Option<string> Dir() => new("--dir") { HelpName = "FOLDER", Description = "The witness's folder. Default: witness, here.", DefaultValueFactory = _ => "witness" };

    private static Witness Open(Session session, string folder) => Witness.At(folder, session.Clock)
        ?? throw StopException.WrongUse($"There is no witness in {folder}.", $"Make one: servanda witness new NAME --dir {folder}");

    private static Verb New(Session session)
    {
        var name = new Argument<string>("NAME") { Description = "What it is called under every checkpoint: an address without scheme, such as ngo.example/witness." };
        var dir = Dir();
        var json = CommonOptions.Json("the key");
        var verb = new Verb("new", "Make a witness, with a key of its own.")
        {
            About = ["Prints its public key. The ledger's people register that with `servanda key register`, and everybody who relies on the witness takes it from the witness, not from the ledger."],
            Examples = [new("servanda witness new ngo.example/witness --dir watch", "in the folder watch")],
            Does = parse =>
            {
                var (called, folder) = (parse.GetValue(name)!, parse.GetValue(dir)!);
                if (!VerifierKey.IsName(called))
                {
                    throw StopException.WrongUse($"`{called}` cannot be the name of a key.", "Use an address without scheme, spaces or plus, such as ngo.example/witness.");
                }
                var made = Witness.Create(folder, called, session.Clock) ?? throw StopException.Refused($"There is a witness in {folder} already.", "Name another folder with --dir.");
                Tell(session, made, folder, parse.GetValue(json));
                return ExitCode.Done;
            },
        };
        verb.Add(name);
        verb.Add(dir);
        verb.Add(json);
        return verb;
    }

    private static void Tell(Session session, Witness witness, string folder, bool asJson)
    {
        if (asJson)
        {
            session.JsonObject(o =>
            {
                o.WriteString("witness", witness.Public.Name);
                o.WriteString("key", witness.Public.ToString());
            });
            return;
        }
        session.Out.Line($"{folder} is the witness {witness.Public.Name}. Its public key:");
        session.Out.Raw($"{witness.Public}\n");
    }

    private static Verb Watch(Session session)
    {
        var key = new Argument<string>("KEY") { Description = "The ledger's public key, which bears the ledger's name; `servanda key list` prints it." };
        var dir = Dir();
        var verb = new Verb("watch", "Watch a ledger from now on.")
        {
            About = ["Take the key from somebody you trust: it stands for the ledger. When a ledger changes its key, the new one is added in the same way."],
            Examples = [new("servanda witness watch \"$(cat log.vkey)\" --dir watch", "the ledger whose key is in a file")],
            Does = parse =>
            {
                var logKey = ProveVerb.Keys([parse.GetValue(key)!])[0];
                if (logKey.Use != KeyUse.Sign)
                {
                    throw StopException.WrongUse($"{logKey.Name} is the key of a witness, not of a ledger.", "Take the key that `servanda key list` names as the ledger's own.");
                }
                Open(session, parse.GetValue(dir)!).Watch(logKey);
                session.Out.Line($"{logKey.Name} is watched.");
                return ExitCode.Done;
            },
        };
        verb.Add(key);
        verb.Add(dir);
        return verb;
    }

    private static Verb Cosign(Session session)
    {
        var request = new Argument<string>("FILE") { Description = "A checkpoint with its proof, as `prove --from` writes it; - reads standard input." };
        var dir = Dir();
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where to write the signature line. Default: standard output." };
        var verb = new Verb("cosign", "Cosign a checkpoint that came by file.")
        {
            About =
            [
                "The line it prints goes back to the ledger's people, who put it under their checkpoint with `servanda checkpoint --cosigned`.",
                "When the witness has seen another size, it says which: the proof has to start there (`prove --from`). Exit code 1 when the checkpoint does not fit what was seen; both are printed then, and kept in the witness's folder. Exit code 3 when it was refused for another reason.",
            ],
            Examples = [new("servanda witness cosign request.txt --dir watch -o lines.txt", "and send lines.txt back")],
            Does = parse =>
            {
                var answer = Open(session, parse.GetValue(dir)!).Add(Texts.Read(parse.GetValue(request)!));
                if (answer.Evidence is { } evidence)
                {
                    session.Out.Line($"✗ Not cosigned. {(answer.Status == WitnessAnswer.Inconsistent ? "It does not continue what this witness saw: the ledger was rewritten, or the proof is wrong." : "It is of fewer entries than this witness saw: the ledger was rolled back, or this is an old checkpoint.")}");
                    session.Out.Line("Both checkpoints, as their ledger signed them:");
                    session.Out.Line();
                    session.Out.Raw(evidence);
                    return ExitCode.Findings;
                }
                if (answer.Status != WitnessAnswer.Cosigned)
                {
                    throw StopException.Refused(answer.Status == WitnessAnswer.OtherSize
                        ? $"This witness has seen {Words.Count(long.Parse(answer.Body, System.Globalization.CultureInfo.InvariantCulture), "entry", "entries")}, and the proof starts elsewhere." : answer.Body.TrimEnd('\n'),
                        answer.Status == WitnessAnswer.OtherSize ? $"Ask for a proof from there: servanda prove --from {answer.Body.TrimEnd('\n')}"
                        : answer.Status == WitnessAnswer.Unknown ? "Watch it first: servanda witness watch KEY" : "Ask whoever sent it for the checkpoint as their ledger signed it.");
                }
                if (parse.GetValue(output) is { } path)
                {
                    Texts.Write(path, answer.Body);
                    session.Out.Line($"{path}: cosigned.");
                }
                else
                {
                    session.Out.Raw(answer.Body);
                }
                return ExitCode.Done;
            },
        };
        verb.Add(request);
        verb.Add(dir);
        verb.Add(output);
        return verb;
    }

    private static Verb List(Session session)
    {
        var dir = Dir();
        var json = CommonOptions.Json("what is watched");
        var verb = new Verb("list", "Show the ledgers that are watched, and how far each was seen.")
        {
            About = ["With --json, `checkpoint` holds the last one as it was cosigned: this is what to hold against a ledger with `audit --against`."],
            Examples = [new("servanda witness list --dir watch", "each with its last size")],
            Does = parse =>
            {
                var witness = Open(session, parse.GetValue(dir)!);
                if (parse.GetValue(json))
                {
                    session.JsonObject(o =>
                    {
                        o.WriteString("witness", witness.Public.Name);
                        o.WriteString("key", witness.Public.ToString());
                        o.WriteStartArray("ledgers");
                        foreach (var (origin, checkpoint) in witness.Ledgers)
                        {
                            o.WriteStartObject();
                            o.WriteString("origin", origin);
                            o.WriteNumberOrNull("size", Size(checkpoint));
                            o.WriteString("checkpoint", checkpoint);
                            o.WriteEndObject();
                        }
                        o.WriteEndArray();
                    });
                    return ExitCode.Done;
                }
                session.Out.Line($"{witness.Public.Name} watches {Words.Count(witness.Ledgers.Count, "ledger")}.");
                foreach (var (origin, checkpoint) in witness.Ledgers)
                {
                    session.Out.Line(checkpoint is null ? $"  {origin}: nothing seen yet" : $"  {origin}: {Words.Count(Size(checkpoint)!.Value, "entry", "entries")}, cosigned {Cosigned(checkpoint, witness)}");
                }
                return ExitCode.Done;
            },
        };
        verb.Add(dir);
        verb.Add(json);
        return verb;
    }

    private static long? Size(string? checkpoint) => checkpoint is not null && Checkpoint.TryParseNote(checkpoint, out var read, out _, out _) ? read.Size : null;

    private static string Cosigned(string checkpoint, Witness witness) =>
        SignedNote.TryParse(checkpoint, out var note, out _) && note.Signatures.FirstOrDefault(line => line.KeyId == witness.Public.Id) is { } line ? Times.Of(Cosignature.Time(line) ?? 0) : "";

    private static Verb Serve(Session session)
    {
        var dir = Dir();
        var urls = new Option<string>("--urls") { HelpName = "URL", Description = "Where to listen. Default: http://127.0.0.1:7421/.", DefaultValueFactory = _ => "http://127.0.0.1:7421/" };
        var verb = new Verb("serve", "Answer over HTTP until stopped.")
        {
            About = ["The address answers POST add-checkpoint, and GET of the last checkpoint of each ledger. It has no secrets to give away and needs no account; put TLS in front of it where others reach it."],
            Examples = [new("servanda witness serve --dir watch --urls http://127.0.0.1:7421/", "on this machine alone")],
            Does = parse =>
            {
                var address = parse.GetValue(urls)!;
                using var server = new WitnessServer(Open(session, parse.GetValue(dir)!), address.EndsWith('/') ? address : address + "/");
                session.Out.Line($"Listening on {address}");
                session.Out.Flush();
                server.Run();
                return ExitCode.Done;
            },
        };
        verb.Add(dir);
        verb.Add(urls);
        return verb;
    }
}
