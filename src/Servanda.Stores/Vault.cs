using System.Security.Cryptography;
using System.Text;
using Servanda.Ledger;

namespace Servanda.Stores;

/// <summary>
/// The key that seals a ledger's disclosures, in a file of its own beside the ledger: the ledger file alone shows no
/// source, place, note, nor anything of an entry that is not public. Used by one thread at a time.
/// </summary>
#pragma warning disable CA1001 // lives as long as the ledger that holds it, and then the process or the collector ends it
internal sealed class Vault
#pragma warning restore CA1001
{
    public const string FileEnding = ".vault-key";
    private const string Prefix = "servanda/vault/v1 ";
    private const int KeyLength = 32, NonceLength = 12, TagLength = 16;
    private readonly AesGcm _aes;
    private readonly byte[] _indexKey;

    private Vault(byte[] key)
    {
        _aes = new AesGcm(key, TagLength);
        _indexKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyLength, info: "servanda/claim-index/v1"u8.ToArray());
        Fingerprint = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 8, info: "servanda/vault-fingerprint/v1"u8.ToArray());
    }

    /// <summary>Tells the right key from a wrong one.</summary>
    public byte[] Fingerprint { get; }

    /// <summary>The key that was kept with the ledger.</summary>
    /// <param name="file">Where it is kept.</param>
    /// <param name="fingerprint">Of the key that sealed its fields; null when nothing has been sealed yet.</param>
    /// <returns>Null where there is no key file.</returns>
    public static Vault? Find(string file, byte[]? fingerprint) =>
        SecretFile.Read(file) is { } text ? Of(file, text, fingerprint) : null;

    /// <summary>The key kept with the ledger; a new one where nothing has been sealed yet.</summary>
    public static Vault FindOrMake(string file, byte[]? fingerprint)
    {
        if (Find(file, fingerprint) is { } found)
        {
            return found;
        }
        if (fingerprint is not null)
        {
            throw new LedgerFaultException(new Refusal.VaultKeyMissing(file));
        }
        var fresh = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)) + "\n";
        return Of(file, SecretFile.Keep(file, fresh), fingerprint: null);
    }

    /// <summary>AES-256-GCM; bound to its entry and path, so that no sealed value can be put in another's place.</summary>
    public byte[] Seal(Guid entry, string path, string text)
    {
        var plain = Encoding.ASCII.GetBytes(text);
        var box = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        _aes.Encrypt(box.AsSpan(0, NonceLength), plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), Context(entry, path));
        return box;
    }

    /// <summary>Null when it was not sealed for this entry and path, or was changed since.</summary>
    public string? Open(Guid entry, string path, ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceLength + TagLength)
        {
            return null;
        }
        var plain = new byte[box.Length - NonceLength - TagLength];
        try
        {
            _aes.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], plain, Context(entry, path));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return Encoding.ASCII.GetString(plain);
    }

    /// <summary>What a claim's id is looked up by: the ids of claims that are not public do not stand in the file.</summary>
    public byte[] ClaimKey(string claim) => HMACSHA256.HashData(_indexKey, Encoding.UTF8.GetBytes(claim));

    private static byte[] Context(Guid entry, string path) => [.. entry.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(path)];

    private static Vault Of(string file, string text, byte[]? fingerprint)
    {
        var bytes = new byte[KeyLength];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(text[Prefix.Length..].TrimEnd('\n'), bytes, out var written) || written != KeyLength)
        {
            throw new LedgerFaultException(new Refusal.BadKeyFile(file, "it holds no vault key"));
        }
        var vault = new Vault(bytes);
        return fingerprint is null || vault.Fingerprint.AsSpan().SequenceEqual(fingerprint)
            ? vault : throw new LedgerFaultException(new Refusal.WrongVaultKey(file));
    }
}
