using System.CommandLine;
using System.Globalization;
using Servanda.Cli.Screens;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class ProveVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session, signs: false);
        var entry = new Argument<string?>("ENTRY") { Arity = ArgumentArity.ZeroOrOne, Description = "The entry: its place, its id, or the id of its claim." };
        var from = new Option<long?>("--from") { HelpName = "SIZE", Description = "Prove instead that the ledger continues what it was with so many entries." };
        var check = new Option<string?>("--check") { HelpName = "FILE", Description = "Check a proof that somebody gave you; needs no ledger." };
        var logKey = new Option<string[]>("--log-key") { HelpName = "KEY", Description = "The key of the ledger whose proof it is, as `key list` prints it; may be given several times." };
        var witnessKey = new Option<string[]>("--witness-key") { HelpName = "KEY", Description = "The key of a witness that you trust; may be given several times." };
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where to write the proof. Default: standard output." };
        var json = CommonOptions.Json("the proof and what it is of");
        var verb = new Verb("prove", "Write a proof that an entry is in the ledger, or that nothing before was changed.")
        {
            About =
            [
                "The proof that an entry is there (c2sp.org/tlog-proof) holds the entry, the hashes that lead to the root, and the newest checkpoint: whoever has the ledger's public key can check it without the ledger. With --from SIZE, the proof that a later checkpoint continues an earlier one is what a witness asks for (c2sp.org/tlog-witness).",
                "With --check, exit code 1 when the proof does not hold.",
            ],
            Examples =
            [
                new("servanda prove c5 --agreement example-truce --ledger servanda.db -o c5.tlog-proof", "a receipt for a claim"),
                new("servanda prove --from 0 --agreement example-truce --ledger servanda.db", "what a new witness is given"),
            ],
            Does = parse =>
            {
                if (parse.GetValue(check) is { } file)
                {
                    return Check(session, file, Keys(parse.GetValue(logKey)), Keys(parse.GetValue(witnessKey)), parse.GetValue(json));
                }
                if (parse.GetValue(entry) is null == parse.GetValue(from) is null)
                {
                    throw StopException.WrongUse("Name an entry to prove, or --from SIZE.", "servanda prove --help");
                }
                var (_, opened) = ledger.Open(parse, create: false);
                using (opened)
                {
                    var (proof, index, note) = parse.GetValue(entry) is { } named
                        ? opened.Prove(named) is var p ? (p.ToString(), (long?)p.Index, p.Checkpoint) : default
                        : opened.ProveSince(parse.GetValue(from)!.Value) is var c ? (c.ToString(), null, c.Checkpoint) : default;
                    if (parse.GetValue(json))
                    {
                        var size = Checkpoint.TryParse(note.Text, out var checkpoint, out _) ? checkpoint.Size : throw new System.Diagnostics.UnreachableException();
                        session.JsonObject(o =>
                        {
                            o.WriteString("origin", opened.Origin);
                            o.WriteNumberOrNull("entry", index);
                            o.WriteNumberOrNull("from", parse.GetValue(from));
                            o.WriteNumber("size", size);
                            o.WriteString("proof", proof);
                        });
                    }
                    else if (parse.GetValue(output) is { } path)
                    {
                        Texts.Write(path, proof);
                        session.Out.Line(index is { } at ? $"{path}: that entry {at} is in {opened.Origin}." : $"{path}: that {opened.Origin} continues its first {Words.Count(parse.GetValue(from)!.Value, "entry", "entries")}.");
                    }
                    else
                    {
                        session.Out.Raw(proof);
                    }
                    return ExitCode.Done;
                }
            },
        };
        verb.Add(entry);
        foreach (var option in new Option[] { from, check, logKey, witnessKey, output, json })
        {
            verb.Add(option);
        }
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    public static List<VerifierKey> Keys(string[]? texts) =>
        [.. (texts ?? []).Select(text => VerifierKey.TryParse(text, out var key) ? key : throw StopException.WrongUse($"`{text}` is no public key.", "A key is name+8 digits+base64, as `servanda key list` prints it."))];

    private static int Check(Session session, string file, List<VerifierKey> logKeys, List<VerifierKey> witnessKeys, bool asJson)
    {
        if (logKeys.Count == 0)
        {
            throw StopException.WrongUse("A proof is checked under the ledger's key: --log-key KEY.", "Take it from the agreement's annex or from its witnesses, not from whoever gave you the proof.");
        }
        Leaf? leaf = null;
        Checkpoint? checkpoint = null;
        IReadOnlyList<VerifierKey> seen = [];
        var problem = !InclusionProof.TryParse(Texts.Read(file), out var proof, out var why) || !Checkpoint.TryParse(proof.Checkpoint.Text, out checkpoint, out why) ? why
            : proof.Checkpoint.SignedBy(logKeys, Ed25519.Verify) is not [var signer, ..] || signer.Name != checkpoint.Origin ? $"its checkpoint is not signed by {string.Join(", ", logKeys.Select(key => key.Name))}"
            : proof.Extra is not { } extra ? "it does not hold the entry"
            : !Leaf.TryParse(extra.Span, out leaf, out why) ? $"the entry in it cannot be read: {why}"
            : !MerkleTree.VerifyInclusion(Digest.OfLeaf(extra.Span), proof.Index, checkpoint.Size, checkpoint.Root, proof.Path) || leaf.Seq != proof.Index ? "its hashes do not lead from the entry to the checkpoint"
            : null;
        if (problem is null)
        {
            seen = [.. proof!.Checkpoint.Signatures.SelectMany(line => new SignedNote(proof.Checkpoint.Text, [line]).SignedBy(witnessKeys, Ed25519.Verify))];
        }
        if (asJson)
        {
            session.JsonObject(o =>
            {
                o.WriteBoolean("holds", problem is null);
                o.WriteString("message", problem);
                o.WriteString("origin", checkpoint?.Origin);
                o.WriteNumberOrNull("entry", proof?.Index);
                o.WriteNumberOrNull("size", checkpoint?.Size);
                o.WriteStartArray("seenBy");
                foreach (var witness in seen)
                {
                    o.WriteStringValue(witness.Name);
                }
                o.WriteEndArray();
                o.WriteString("leaf", leaf is null ? null : System.Text.Encoding.UTF8.GetString(leaf.ToBytes()));
            });
        }
        else if (problem is not null)
        {
            session.Out.Line($"✗ {file} does not hold: {problem}.");
        }
        else
        {
            session.Out.Line(string.Create(CultureInfo.InvariantCulture, $"{file}: this is entry {proof!.Index} of {checkpoint!.Origin}, as it stood with {Words.Count(checkpoint.Size, "entry", "entries")}."));
            session.Out.Line(seen.Count == 0 ? "No witness that you named has cosigned it." : $"Cosigned by {string.Join(", ", seen.Select(key => key.Name))}.");
            foreach (var line in leaf!.Note.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                session.Out.Wrapped(2, 4, Foreign.Text(line));
            }
        }
        return problem is null ? ExitCode.Done : ExitCode.Findings;
    }
}
