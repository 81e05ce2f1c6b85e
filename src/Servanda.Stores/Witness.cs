using System.Globalization;
using System.Text;
using NodaTime;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>What a witness answers, in the terms of c2sp.org/tlog-witness.</summary>
/// <param name="Status">The HTTP status, which says the same when the answer goes by file.</param>
/// <param name="Body">Signature lines when it cosigned, the size it knows when that is another one, else why not.</param>
/// <param name="Evidence">The two checkpoints that do not fit together, where that is so.</param>
public sealed record WitnessAnswer(int Status, string Body, string? Evidence = null)
{
    public const int Cosigned = 200, Malformed = 400, NotItsKey = 403, Unknown = 404, OtherSize = 409, Inconsistent = 422;

    public string MediaType => Status == OtherSize ? "text/x.tlog.size" : "text/plain; charset=utf-8";
}

/// <summary>
/// Somebody outside who remembers how far a ledger has come, and puts a signature only under what continues it. It keeps
/// one checkpoint for each ledger in a folder of its own, and never sees an entry.
/// </summary>
public sealed class Witness
{
    private const string KeyName = "witness.key", LogsName = "logs", KeysName = "keys", CheckpointName = "checkpoint", EvidenceName = "evidence", LockName = "lock";
    private readonly string _folder;
    private readonly SigningKey _key;
    private readonly IClock _clock;

    private Witness(string folder, SigningKey key, IClock clock) => (_folder, _key, _clock) = (folder, key, clock);

    public VerifierKey Public => _key.Public;

    /// <summary>The ledgers it watches, by name, each with the last checkpoint it cosigned.</summary>
    public IReadOnlyList<(string Origin, string? Checkpoint)> Ledgers => !Directory.Exists(Path.Combine(_folder, LogsName)) ? [] :
    [
        .. Directory.GetDirectories(Path.Combine(_folder, LogsName)).Where(log => File.Exists(Path.Combine(log, KeysName)))
            .Select(log => (Keys(log)[0].Name, Last(log))).OrderBy(log => log.Name, StringComparer.Ordinal),
    ];

    /// <summary>A new witness with a key of its own; null when the folder has one already.</summary>
    public static Witness? Create(string folder, string name, IClock clock)
    {
        var made = SigningKey.Generate(name, KeyUse.Cosign);
        var kept = SigningKey.Keep(Path.Combine(folder, KeyName), made);
        return kept.Public == made.Public ? new Witness(folder, kept, clock) : null;
    }

    /// <summary>Null where there is none.</summary>
    public static Witness? At(string folder, IClock clock) => SigningKey.At(Path.Combine(folder, KeyName)) is { } key ? new Witness(folder, key, clock) : null;

    /// <summary>Watches a ledger from now on, or takes the key that follows its old one. The key's name is the ledger's.</summary>
    public void Watch(VerifierKey logKey) => LogFolder.Locked(Path.Combine(_folder, LockName), () =>
    {
        var log = Log(logKey.Name);
        var keys = File.Exists(Path.Combine(log, KeysName)) ? Keys(log) : [];
        SecretFile.Replace(Path.Combine(log, KeysName), string.Concat(keys.Append(logKey).Distinct().Select(key => $"{key}\n")));
        return true;
    });

    /// <summary>The last checkpoint it cosigned, with its signature under it; null when there is none.</summary>
    /// <param name="originHash">SHA-256 of the ledger's name in lower-case hex.</param>
    public string? Latest(string originHash) =>
        originHash.Length == 2 * Digest.Length && originHash.All(char.IsAsciiHexDigitLower) ? Last(Path.Combine(_folder, LogsName, originHash)) : null;

    public static string HashOf(string origin) => Digest.Of(origin).ToHex();

    /// <summary>Cosigns a checkpoint that continues what was cosigned before; refuses every other.</summary>
    public WitnessAnswer Add(string request)
    {
        if (!ConsistencyProof.TryParse(request, out var proof, out var problem) || !Checkpoint.TryParse(proof.Checkpoint.Text, out var checkpoint, out problem))
        {
            return new WitnessAnswer(WitnessAnswer.Malformed, $"This is no checkpoint with its proof: {problem}.\n");
        }
        return LogFolder.Locked(Path.Combine(_folder, LockName), () => Add(proof, checkpoint));
    }

    private WitnessAnswer Add(ConsistencyProof proof, Checkpoint checkpoint)
    {
        var log = Log(checkpoint.Origin);
        if (!File.Exists(Path.Combine(log, KeysName)))
        {
            return new WitnessAnswer(WitnessAnswer.Unknown, $"This witness does not watch {checkpoint.Origin}.\n");
        }
        var signers = proof.Checkpoint.SignedBy(Keys(log), Ed25519.Verify);
        if (signers.Count == 0)
        {
            return new WitnessAnswer(WitnessAnswer.NotItsKey, $"No key of {checkpoint.Origin} that this witness knows has signed it.\n");
        }
        var last = Last(log);
        var seen = last is not null && Checkpoint.TryParseNote(last, out var read, out _, out _) ? read : null;
        var known = seen?.Size ?? 0;
        if (proof.Old > checkpoint.Size)
        {
            return new WitnessAnswer(WitnessAnswer.Malformed, "The old size is larger than the checkpoint's.\n", checkpoint.Size < known ? Keep(log, "rolled-back", last!, proof.Checkpoint) : null);
        }
        if (proof.Old != known)
        {
            return new WitnessAnswer(WitnessAnswer.OtherSize, $"{known}\n", checkpoint.Size < known ? Keep(log, "rolled-back", last!, proof.Checkpoint) : null);
        }
        if (!MerkleTree.VerifyConsistency(known, seen?.Root ?? Digest.Of([]), checkpoint.Size, checkpoint.Root, proof.Path))
        {
            // Of one size with another root, the two signatures alone show it. Else the ledger owes a proof it does not have.
            return new WitnessAnswer(WitnessAnswer.Inconsistent, $"It does not continue the {known} entries that this witness saw.\n", seen is null ? null : Keep(log, "forked", last!, proof.Checkpoint));
        }
        var line = _key.Cosign(proof.Checkpoint.Text, _clock.GetCurrentInstant().ToUnixTimeSeconds());
        var lines = proof.Checkpoint.Signatures.Where(s => signers.Any(key => key.Name == s.Name && key.Id == s.KeyId));
        // On the disk before it is answered: whoever has the answer can hold us to it.
        SecretFile.Replace(Path.Combine(log, CheckpointName), new SignedNote(proof.Checkpoint.Text, [.. lines, line]).ToString());
        return new WitnessAnswer(WitnessAnswer.Cosigned, line.ToString());
    }

    /// <summary>Keeps both checkpoints, each as its ledger signed it.</summary>
    private static string Keep(string log, string what, string seen, SignedNote now)
    {
        var text = Inconsistency.Text(what, seen, now.ToString());
        var folder = Path.Combine(log, EvidenceName);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{what}-{Digest.Of(text).ToHex()[..12]}.txt");
        if (!File.Exists(file))
        {
            SecretFile.Replace(file, text);
        }
        return text;
    }

    private string Log(string origin) => Path.Combine(_folder, LogsName, HashOf(origin));

    private static string? Last(string log) => File.Exists(Path.Combine(log, CheckpointName)) ? File.ReadAllText(Path.Combine(log, CheckpointName), Encoding.UTF8) : null;

    private static IReadOnlyList<VerifierKey> Keys(string log)
    {
        var file = Path.Combine(log, KeysName);
        return [.. File.ReadAllLines(file, Encoding.UTF8).Select(line => VerifierKey.TryParse(line, out var key) ? key : throw new LedgerFaultException(new Refusal.BadKeyFile(file, $"\"{line}\" is no key")))];
    }
}

/// <summary>Two signed checkpoints of one ledger that cannot both be of one history, as a text to pass on.</summary>
public static class Inconsistency
{
    public static string Text(string what, string seen, string now) => string.Create(CultureInfo.InvariantCulture,
        $"servanda/inconsistency/v1 {what}\n\n--- shown before ---\n{seen}--- shown now ---\n{now}--- end ---\n");

    /// <summary>Of a refusal that says a ledger was rolled back or rewritten; null for all others.</summary>
    public static string? Of(Refusal refusal) => refusal switch
    {
        Refusal.RolledBack r => Text(r.Code, r.Seen, r.Now),
        Refusal.Forked f => Text(f.Code, f.Seen, f.Now),
        _ => null,
    };
}
