using System.CommandLine;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class KeyVerb
{
    private const string PassphraseVariable = "SERVANDA_PASSPHRASE";

    public static Verb Create(Session session)
    {
        var verb = new Verb("key", "The keys that sign: make, register, rotate, revoke, back up.")
        {
            About = ["Every entry is signed by its author's key, every checkpoint by the ledger's. Private keys never leave your folder but in a backup; what the ledger and others need is the public key."],
            Examples = [new("servanda key list", "the public keys of your folder")],
        };
        foreach (var one in new[] { List(session), New(session), Register(session), Rotate(session), Revoke(session), Backup(session), Restore(session) })
        {
            verb.Add(one);
        }
        return verb;
    }

    private static Keyring Own => new(ServandaHome.Default);

    private static Verb List(Session session)
    {
        var ledger = new LedgerOptions(session, signs: false);
        var json = CommonOptions.Json("the keys");
        var verb = new Verb("list", "Show the public keys of your folder, and those a ledger knows.")
        {
            About = ["With --ledger or --agreement, the keys registered in that ledger follow: who may append, the key that signs its checkpoints, and the witnesses that count."],
            Examples = [new("servanda key list --agreement example-truce --ledger servanda.db", "yours, and the ledger's")],
            Does = parse =>
            {
                var keys = Own.All.Select(own => (own.Role, own.Public)).ToList();
                if (ledger.All.Any(option => parse.GetResult(option) is { Implicit: false }))
                {
                    var (_, opened) = ledger.Open(parse, create: false);
                    using (opened)
                    {
                        var known = opened.Keys();
                        keys.AddRange(known.Authors.Select(key => ("registered author", key)));
                        keys.AddRange(known.Of(opened.Origin) is { } log ? [("ledger", log)] : Array.Empty<(string, VerifierKey)>());
                        keys.AddRange(known.Witnesses.Select(key => ("registered witness", key)));
                    }
                }
                if (parse.GetValue(json))
                {
                    session.Json(o =>
                    {
                        o.WriteStartArray();
                        foreach (var (role, key) in keys)
                        {
                            o.WriteStartObject();
                            o.WriteString("role", role);
                            o.WriteString("name", key.Name);
                            o.WriteString("key", key.ToString());
                            o.WriteEndObject();
                        }
                        o.WriteEndArray();
                    });
                    return ExitCode.Done;
                }
                foreach (var (role, key) in keys)
                {
                    session.Out.Raw($"{role,-18}  {key}\n");
                }
                if (keys.Count == 0)
                {
                    session.Out.Line("There is no key yet; your own is made with the first entry you record.");
                }
                return ExitCode.Done;
            },
        };
        verb.Add(json);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static Verb New(Session session)
    {
        var name = new Argument<string>("NAME") { Description = "What it is called in every entry it signs: an address without scheme, such as north.example/office." };
        var verb = new Verb("new", "Make a key under a name, beside your own.")
        {
            About = ["For an office or a party that signs its own claims: pass its name with --key to the verbs that record. Its public key has to be registered in the ledger first, by somebody who is."],
            Examples = [new("servanda key new north.example/office", "and print its public key")],
            Does = parse =>
            {
                var called = parse.GetValue(name)!;
                if (!VerifierKey.IsName(called))
                {
                    throw StopException.WrongUse($"`{called}` cannot be the name of a key.", "Use an address without scheme, spaces or plus, such as north.example/office.");
                }
                var made = Own.Make(called) ?? throw StopException.Refused($"There is a key named {called} already.", "`servanda key rotate --key NAME` puts a new one in its place.");
                session.Out.Raw($"{made.Public}\n");
                return ExitCode.Done;
            },
        };
        verb.Add(name);
        return verb;
    }

    private static Verb Register(Session session)
    {
        var ledger = new LedgerOptions(session);
        var key = new Argument<string>("KEY") { Description = "A public key, or the name of one of yours." };
        var verb = new Verb("register", "Let a key append to a ledger, or a witness's signature count.")
        {
            About = ["Compare the key with its holder by another way before you register it: it stands for them from then on."],
            Examples = [new("servanda key register north.example/office --agreement example-truce --ledger servanda.db", "one of your own, by its name")],
            Does = parse => Put(session, ledger, parse, Draft.RegisterKey(Public(parse.GetValue(key)!)), k => $"{k} is registered"),
        };
        verb.Add(key);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static Verb Revoke(Session session)
    {
        var ledger = new LedgerOptions(session);
        var key = new Argument<string>("KEY") { Description = "The public key, or the name it has in the ledger." };
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why; everybody will read it." };
        var since = CommonOptions.Stamp("--compromised-since", "Since when it may have been in other hands.");
        var verb = new Verb("revoke", "End a key: what it signed stays, and it signs no more.")
        {
            About = ["Its own holder can end a key, and the author of the ledger's first entry. What was signed before stays on the record, with the day from which it is in doubt where one is given."],
            Examples = [new("servanda key revoke north.example/office --reason \"The laptop is lost\" --compromised-since 2026-02-01 --agreement example-truce --ledger servanda.db", "a lost key")],
            Does = parse =>
            {
                var named = parse.GetValue(key)!;
                var (agreement, path) = ledger.Name(parse);
                using var opened = Ledgers.Open(path, agreement, session);
                var known = opened.Keys();
                var ended = VerifierKey.TryParse(named, out var read) ? read
                    : known.Of(named) ?? known.Witnesses.FirstOrDefault(w => w.Name == named) ?? throw StopException.WrongUse($"No key named {named} is registered.", "servanda key list --ledger PATH");
                return Put(session, ledger, parse, Draft.RevokeKey(ended, parse.GetValue(reason), parse.GetValue(since)), k => $"{k} is ended");
            },
        };
        verb.Add(key);
        verb.Add(reason);
        verb.Add(since);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static Verb Rotate(Session session)
    {
        var ledger = new LedgerOptions(session);
        var log = new Option<bool>("--log") { Description = "The key that signs the ledger's checkpoints, in place of your own." };
        var verb = new Verb("rotate", "Put a new key in the place of your own; the old one signs for it.")
        {
            About = ["The name stays. The old private key is kept in your folder beside the new one. It can be run again when it was cut off half-way. A new key for checkpoints has to be made known to every witness (`witness watch`)."],
            Examples = [new("servanda key rotate --agreement example-truce --ledger servanda.db", "your own key")],
            Does = parse =>
            {
                var (agreement, path) = ledger.Name(parse);
                using var opened = Ledgers.Open(path, agreement, session);
                var old = parse.GetValue(log)
                    ? opened.Keys().Of(opened.Origin) is { } registered && Own.All.FirstOrDefault(own => own.Role == "log" && own.Public.Name == registered.Name && (own.Public == registered || HasNext(own))) is { } own
                        ? SigningKey.At(own.File)! : throw StopException.Refused($"The key that signs the checkpoints of {opened.Origin} is not in {ServandaHome.Default.Folder}.", "It is made by the first `servanda checkpoint`, or put back with `servanda key restore`.")
                    : ledger.Author(parse) ?? SigningKey.Of(ServandaHome.Default);
                var next = Own.Next(old);
                if (opened.Keys().Of(old.Name) != next.Public)
                {
                    using var asOld = Ledgers.Open(path, agreement, session, old);
                    if (asOld.Append(Draft.RotateKey(next.Public)) is Outcome.Refused { Refusal: var refusal })
                    {
                        throw Ledgers.Stop(refusal);
                    }
                }
                Own.Replace(old, next);
                session.Out.Raw($"{next.Public}\n");
                return ExitCode.Done;
            },
        };
        verb.Add(log);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static bool HasNext(OwnKey own) => File.Exists(own.File + ".next");

    private static Verb Backup(Session session)
    {
        var ledger = new LedgerOptions(session, signs: false);
        var output = new Argument<string>("FILE") { Description = "Where to write the backup; must not be there yet." };
        var verb = new Verb("backup", "Write all your keys into one file that only a passphrase opens.")
        {
            About = [$"The passphrase is read from the variable {PassphraseVariable}, or asked for on the terminal. With --ledger, the key of what that ledger seals is taken along. Keep the file apart from the ledger and its backups: who has both can read everything."],
            Examples = [new("servanda key backup keys.txt --agreement example-truce --ledger servanda.db", "with the key of the sealed fields")],
            Does = parse =>
            {
                var path = parse.GetValue(output)!;
                if (File.Exists(path))
                {
                    throw StopException.Refused($"{path} is there already.", "Name another file, or take this one away first.");
                }
                string? vault = null;
                if (ledger.All.Any(option => parse.GetResult(option) is { Implicit: false }))
                {
                    var (_, opened) = ledger.Open(parse, create: false);
                    vault = opened.VaultFile;
                    opened.Dispose();
                }
                Texts.Write(path, Own.Backup(Passphrase(), vault is null ? [] : [vault]));
                session.Out.Line($"{path}: {Words.Count(Own.All.Count, "signing key")}{(vault is not null && File.Exists(vault) ? " and the key of the sealed fields" : "")}, under your passphrase.");
                return ExitCode.Done;
            },
        };
        verb.Add(output);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    private static Verb Restore(Session session)
    {
        var input = new Argument<string>("FILE") { Description = "What `key backup` wrote." };
        var into = new Option<string>("--vault-keys-into") { HelpName = "FOLDER", Description = "Where keys of sealed fields go: the ledger's folder. Default: here.", DefaultValueFactory = _ => "." };
        var verb = new Verb("restore", "Put the keys of a backup back into your folder.")
        {
            About = ["A key that is there already is not overwritten: when it is another one, that is said, with exit code 1."],
            Examples = [new("servanda key restore keys.txt", "asks for the passphrase")],
            Does = parse =>
            {
                var outcome = Own.Restore(Texts.Read(parse.GetValue(input)!), Passphrase(), parse.GetValue(into)!)
                    ?? throw StopException.Refused($"{parse.GetValue(input)} is no backup of keys, or the passphrase is another.", "Check both; nothing was written.");
                foreach (var (file, restored) in outcome)
                {
                    session.Out.Line(restored ? $"{file}: restored" : $"✗ {file}: another key is there, and was left");
                }
                return outcome.All(o => o.Restored) ? ExitCode.Done : ExitCode.Findings;
            },
        };
        verb.Add(input);
        verb.Add(into);
        return verb;

    }

    private static int Put(Session session, LedgerOptions options, ParseResult parse, Draft draft, Func<VerifierKey, string> says)
    {
        var (_, ledger) = options.Open(parse, create: false);
        using (ledger)
        {
            var key = draft.Payload switch { Payload.KeyRegister k => k.Key, Payload.KeyRevoke k => k.Key, _ => throw new System.Diagnostics.UnreachableException() };
            var outcome = ledger.Append(draft);
            if (outcome is Outcome.Refused { Refusal: var refusal })
            {
                throw Ledgers.Stop(refusal);
            }
            session.Out.Line($"{Recording.Of(outcome)} {says(key)}.");
            return ExitCode.Done;
        }
    }

    private static VerifierKey Public(string named) =>
        VerifierKey.TryParse(named, out var key) ? key : Own.Named(named)?.Public
            ?? throw StopException.WrongUse($"`{named}` is no public key, and you have none of that name.", "A key is name+8 digits+base64, as `servanda key list` prints it.");

    private static string Passphrase()
    {
        if (Environment.GetEnvironmentVariable(PassphraseVariable) is { Length: > 0 } given)
        {
            return given;
        }
        if (Console.IsInputRedirected)
        {
            throw StopException.WrongUse("There is no passphrase.", $"Set {PassphraseVariable}, or run this on a terminal.");
        }
        Console.Error.Write("Passphrase: ");
        var typed = new System.Text.StringBuilder();
        for (var pressed = Console.ReadKey(intercept: true); pressed.Key != ConsoleKey.Enter; pressed = Console.ReadKey(intercept: true))
        {
            _ = pressed.Key == ConsoleKey.Backspace ? typed.Remove(Math.Max(0, typed.Length - 1), Math.Min(1, typed.Length)) : typed.Append(pressed.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.Length > 0 ? typed.ToString() : throw StopException.WrongUse("The passphrase is empty.", "Choose one.");
    }
}
