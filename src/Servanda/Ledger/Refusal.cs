namespace Servanda.Ledger;

/// <summary>Why a ledger will not do what was asked, where, and what to do about it. Closed; codes are stable.</summary>
public abstract record Refusal
{
    private Refusal(string code, string message, string remedy) => (Code, Message, Remedy) = (code, message, remedy);

    public string Code { get; }
    public string Message { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    public sealed override string ToString() => $"{Message} {Remedy}";

    public sealed record NotFound(string Path)
        : Refusal("ledger-not-found", $"There is no ledger at {Path}.", "Check the path, or start one with `servanda import claims`.");

    public sealed record NotALedger(string Path, string Found)
        : Refusal("not-a-ledger", $"{Path} is not a Servanda ledger: {Found}.", "Check the path; if a ledger stood there, restore it from a backup.");

    public sealed record NewerLedger(string Path, int Format, int Known)
        : Refusal("newer-ledger", $"{Path} is in ledger format {Format}; this program knows formats up to {Known}.", "Use the version of Servanda that wrote it, or a later one. Nothing was changed.");

    public sealed record OtherLedger(string Path, string Origin, string Wanted)
        : Refusal("other-ledger", $"{Path} is the ledger {Origin}, not {Wanted}.", "Name the ledger of this agreement with --ledger, or start one at another path.");

    /// <param name="Seq">The first entry that does not hold; null when it is the file as a whole.</param>
    public sealed record Damaged(string Path, long? Seq, string What)
        : Refusal("damaged-ledger", Seq is { } seq ? $"Entry {seq} of {Path} does not hold: {What}." : $"{Path} is damaged: {What}.",
            "Keep this file as it is for inquiry, and restore a backup or ask a witness or another holder for a sound copy.");

    public sealed record VaultKeyMissing(string Path)
        : Refusal("vault-key-missing", $"The key of the sealed fields, {Path}, is missing.", "Put back the key file that was kept with the ledger; the entries can be audited without it.");

    public sealed record WrongVaultKey(string Path)
        : Refusal("wrong-vault-key", $"{Path} is not the key that sealed the fields of this ledger.", "Put back the key file that was kept with the ledger; the entries can be audited without it.");

    public sealed record BadKeyFile(string Path, string What, string? Do = null)
        : Refusal("bad-key-file", $"{Path} cannot be used: {What}.", Do is null ? "Restore the file from a backup." : $"Put it right with: {Do}");

    public sealed record Busy(string Path)
        : Refusal("ledger-busy", $"Another program has been writing to {Path} for too long.", "Try again; what was to be recorded can be sent again without being doubled.");

    public sealed record NoRoom(string Path, string What = "there is no room left")
        : Refusal("no-room", $"{Path} could not be written: {What}.", "Make room or use another disk, and send it again: what was acknowledged is kept, and nothing is doubled.");

    public sealed record StoreUnreachable(string Path, string What)
        : Refusal("store-unreachable", $"{Path} cannot be used: {What.TrimEnd('.')}.", "Check the address and that the server runs: --ledger postgres://user@host/database");

    public sealed record SeveralLedgers(string Path)
        : Refusal("several-ledgers", $"{Path} holds the ledgers of several agreements.", "Name the agreement with --agreement.");

    public sealed record NotADesk(string Path)
        : Refusal("not-a-desk", $"{Path} is not the desk of a ledger, or of a newer program.", "Move it away: only decisions and drafts that are not on the record yet would be in it. A new one is set up on the next start.");

    /// <param name="Seen">The signed checkpoint that was shown before, as it stands.</param>
    /// <param name="Now">What this ledger shows: its own checkpoint, signed where it could be.</param>
    public sealed record RolledBack(string Path, long Size, long SeenSize, string Seen, string Now)
        : Refusal("rolled-back", $"{Path} has been rolled back: it has {Size:N0} entries, and showed {SeenSize:N0} before, under its own signature.",
            "Keep this file and both checkpoints. Restore the newest backup, or fetch the missing entries from whoever has them.");

    /// <param name="Seen">The signed checkpoint that was shown before, as it stands.</param>
    /// <param name="Now">What this ledger shows: its own checkpoint, signed where it could be.</param>
    public sealed record Forked(string Path, long SeenSize, string Seen, string Now)
        : Refusal("forked", $"{Path} has been rewritten: its first {SeenSize:N0} entries are not those that it showed before, under its own signature.",
            "Keep this file and both checkpoints: together they show that two histories were told under one key.");

    /// <param name="Seen">The newest that was there or was shown: a checkpoint, signed where it could be.</param>
    public sealed record OlderBackup(string File, string Path, long Size, long SeenSize, string Seen)
        : Refusal("older-backup", $"{File} has {Size:N0} entries and does not continue the {SeenSize:N0} that {Path} has or has shown.",
            "Restore a newer backup. Only with --force is this one put in its place; the other is kept beside it, and the checkpoints of both.");

    public sealed record CannotCompare(string Path)
        : Refusal("cannot-compare", $"What stands at {Path} cannot be opened, so it cannot be told whether the backup is older.",
            "Restore to another path and compare, or put it in its place with --force: what stands there is kept beside it.");

    public sealed record LedgerThere(string Path, long Size)
        : Refusal("ledger-there", $"{Path} holds {Size:N0} entries of this ledger already.", "Restore into an empty database, or to a file.");

    public sealed record NoCheckpoint(string Path, string What)
        : Refusal("no-checkpoint", $"{Path} has no checkpoint {What}.", "Sign one: servanda checkpoint");

    public sealed record NoSuchEntry(string Path, string Named)
        : Refusal("no-such-entry", $"{Path} has no entry {Named}.", "Name an entry by its place, its id, or the id of its claim; `servanda export claims` lists those.");

    public sealed record NothingToApprove(Guid Entry)
        : Refusal("nothing-to-approve", $"No entry {Entry} asks for anything to be destroyed.", "Take the id that `servanda redact` printed when it was asked for.");

    public sealed record SecondKeyNeeded(string Author)
        : Refusal("second-key-needed", $"{Author} asked for this, and somebody else has to approve it.", "Have another registered author approve it, with a key of their own: --key NAME");

    public sealed record NotScoured(string Path)
        : Refusal("not-scoured", $"It was destroyed, but another program reads {Path}, and the write-ahead log beside it may still hold it.", "Close what reads it, and run: servanda redact --scour");

    public sealed record NothingSealed(long Seq, string Path)
        : Refusal("nothing-sealed", $"Entry {Seq} has no sealed field {Path}.", "Only what stands behind a commitment can be destroyed: /source, /via, /place, /note, in a restricted entry every field, and /content of a document.");

    public sealed record LogKeyElsewhere(string Key, string Folder)
        : Refusal("log-key-elsewhere", $"The key that signs this ledger's checkpoints, {Key}, is not in {Folder}.", "Ask whoever keeps it for the checkpoint, or put the key back: servanda key restore");

    public sealed record NotCosigned(string What)
        : Refusal("not-cosigned", $"This is no cosignature of this ledger's checkpoint: {What}.", "Check which witness it came from, and that its key is registered: servanda key register");

    public sealed record NotItsCheckpoint(string What)
        : Refusal("not-its-checkpoint", $"This is no checkpoint of this ledger: {What}.", "Check which ledger it came from. What its own key did not sign proves nothing against it.");

    public sealed record BadContent(string What)
        : Refusal("bad-content", What, "Correct it and record it again.");

    public sealed record TooLarge(int Bytes)
        : Refusal("entry-too-large", $"The entry would be {Bytes:N0} bytes; the most is {Leaf.Longest:N0}.", "Shorten the note or the quotation; a long text belongs into a document.");

    public sealed record NotOwnEntry(string Claim, long Seq, string Author)
        : Refusal("not-own-entry", $"Claim \"{Claim}\" was recorded by {Author} (entry {Seq}), and only its author can correct it.", "Record a claim of your own, with another id, that says what you hold to be so.");

    public sealed record EntryIdTaken(Guid Entry, long Seq)
        : Refusal("entry-id-taken", $"Entry id {Entry} stands for another content, at {Seq}.", "Leave the id out, and a new one is made.");

    public sealed record SpanDiffers(string Document, int Start, int End, string? Quoted, string Found)
        : Refusal("span-differs",
            Quoted is null ? $"{Document} has no characters {Start} to {End}: {Found}." : $"{Document} does not say \"{Quoted}\" at {Start} to {End}; there stands: \"{Found}\".",
            "Quote the document as it was filed, or file the version that was quoted.");

    public sealed record KeyNotRegistered(string Key)
        : Refusal("key-not-registered", $"The key {Key} may not append to this ledger: it is not registered, or no longer.", "Have somebody whose key is registered append a key-register entry for it.");

    public sealed record KeyNameTaken(string Name)
        : Refusal("key-name-taken", $"An author named {Name} has another key in this ledger.", "Choose another name, or rotate the key with the old one.");

    public sealed record NotFounder(string Key)
        : Refusal("not-founder", $"Only the author of the ledger's first entry can register the key that signs its checkpoints, {Key}.", "Ask that author to run: servanda checkpoint");

    public sealed record NotYourKey(string Key)
        : Refusal("not-your-key", $"Only its author, or the author of the ledger's first entry, can end the key {Key}.", "Ask one of them.");
}

/// <summary>Damage met in the middle of work, or a fault of ours: the work stops. What is wrong is in <see cref="Refusal"/>.</summary>
public sealed class LedgerFaultException : Exception
{
    public LedgerFaultException(Refusal refusal, Exception? inner = null) : base(refusal.ToString(), inner) => Refusal = refusal;

    public Refusal Refusal { get; }
}
