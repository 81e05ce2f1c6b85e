using System.Collections.Frozen;

namespace Servanda.Ledger;

/// <summary>
/// The names of the kinds of entry besides the kinds of claim. Reserved for later, and refused until then: complaint,
/// policy, sitrep, checkpoint-observed, epoch-end.
/// </summary>
public static class EntryKinds
{
    public const string Correction = "correction";
    public const string Link = "link";
    public const string Unlink = "unlink";
    public const string Document = "document";
    public const string Review = "review";
    public const string KeyRegister = "key-register";
    public const string KeyRotate = "key-rotate";
    public const string KeyRevoke = "key-revoke";
    public const string Note = "note";
    public const string ImportBatch = "import-batch";
    public const string Redaction = "redaction";

    private static readonly FrozenSet<string> Claims = FrozenSet.Create(StringComparer.Ordinal,
        "assert", "deny", "count", "not-done", "coverage", "exercise", "verify", "retract", "demand", "position", "commitment", "expectation");

    private static readonly FrozenSet<string> Others = FrozenSet.Create(StringComparer.Ordinal,
        Correction, Link, Unlink, Document, Review, KeyRegister, KeyRotate, KeyRevoke, Note, ImportBatch, Redaction);

    public static IEnumerable<string> All => Claims.Concat(Others);

    public static bool IsClaim(string kind) => Claims.Contains(kind);
    public static bool IsOfKey(string kind) => kind is KeyRegister or KeyRotate or KeyRevoke;
    public static bool IsKnown(string kind) => Claims.Contains(kind) || Others.Contains(kind);
}
