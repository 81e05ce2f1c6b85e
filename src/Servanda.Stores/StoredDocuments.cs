using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>A document as it was filed, byte for byte.</summary>
public sealed record StoredDocument(string Hash, string MediaType, ReadOnlyMemory<byte> Content);

/// <summary>Documents by their name in sources, <c>sha256:hex</c>.</summary>
internal static class StoredDocuments
{
    private const string Prefix = "sha256:";

    public static string NameOf(Digest hash) => Prefix + hash.ToHex();

    public static bool Holds(Database database, string name) =>
        Hash(name) is { } hash && database.NumberOrNone("select 1 from document where ledger_id = @ledger and hash = @hash", ("@hash", hash)) is not null;

    /// <summary>Null when the ledger does not hold it.</summary>
    /// <exception cref="LedgerFaultException">Its bytes are not those that were filed.</exception>
    public static StoredDocument? Read(Database database, string name)
    {
        if (Hash(name) is not { } hash || database.Rows("select media_type, content, seq from document where ledger_id = @ledger and hash = @hash",
            row => (Type: row.GetString(0), Content: (byte[])row[1], Seq: row.GetInt64(2)), ("@hash", hash)) is not [var (type, content, seq)])
        {
            return null;
        }
        return Digest.Of(content).Is(hash) ? new StoredDocument(name, type, content)
            : throw new LedgerFaultException(new Refusal.Damaged(database.Place, seq, $"the document {name} has other bytes than were filed"));
    }

    private static byte[]? Hash(string name) =>
        name.Length == Prefix.Length + (2 * Digest.Length) && name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.Skip(Prefix.Length).All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(name.AsSpan(Prefix.Length)) : null;
}
