using Servanda.Ledger;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>
/// The private key an author signs entries with, in the form Go's signed notes give it:
/// <c>PRIVATE+KEY+name+hex(key id)+base64(0x01 || seed)</c>. It is made on first use and lies in one file that only its
/// owner may read.
/// </summary>
public sealed class AuthorKey
{
    public const string FileName = "author.key";
    private const string Prefix = "PRIVATE+KEY+";
    private const byte Ed25519Type = 0x01;
    private readonly byte[] _seed;

    private AuthorKey(string name, byte[] seed)
    {
        _seed = seed;
        Public = VerifierKey.Of(name, Ed25519.PublicKey(seed));
    }

    public VerifierKey Public { get; }
    public string Name => Public.Name;

    /// <summary>A key from its 32 secret bytes.</summary>
    public static AuthorKey Of(string name, ReadOnlySpan<byte> seed) => seed.Length == Ed25519.SeedLength
        ? new AuthorKey(name, seed.ToArray())
        : throw new ArgumentException($"A seed has {Ed25519.SeedLength} bytes.", nameof(seed));

    /// <summary>A new key; without a name it is called after itself, so that no user's or machine's name gets into a ledger.</summary>
    public static AuthorKey Generate(string? name = null)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedLength);
        return Of(name ?? $"servanda.local/author-{Digest.Of(Ed25519.PublicKey(seed)).ToHex()[..12]}", seed);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out AuthorKey? key)
    {
        key = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split('+', 3) is not [var name, _, var base64]
            || !VerifierKey.IsName(name))
        {
            return false;
        }
        var bytes = new byte[1 + Ed25519.SeedLength];
        if (!Convert.TryFromBase64String(base64, bytes, out var written) || written != bytes.Length || bytes[0] != Ed25519Type)
        {
            return false;
        }
        var read = Of(name, bytes.AsSpan(1));
        key = read.ToSecretText() == text ? read : null;
        return key is not null;
    }

    public SignedNote Sign(string text)
    {
        if (SignedNote.ProblemWithText(text) is { } problem)
        {
            throw new ArgumentException(problem, nameof(text));
        }
        var signature = Ed25519.Sign(_seed, Encoding.UTF8.GetBytes(text));
        return new SignedNote(text, [new SignatureLine(Name, Public.Id, signature)]);
    }

    /// <summary>The key of the folder, made there if it has none.</summary>
    /// <exception cref="LedgerFaultException">The file is no key, or others may read it.</exception>
    public static AuthorKey Of(ServandaHome home)
    {
        var path = home.File(FileName);
        var text = SecretFile.Read(path) ?? SecretFile.Keep(path, Generate().ToSecretText() + "\n");
        return TryParse(text.TrimEnd('\n'), out var key) ? key : throw new LedgerFaultException(new Refusal.BadKeyFile(path, "it holds no signing key"));
    }

    /// <summary>Writes the key as the folder's own, in place of the one there.</summary>
    public void Save(ServandaHome home) => SecretFile.Replace(home.File(FileName), ToSecretText() + "\n");

    /// <summary>The public form: the secret is only ever written to its file.</summary>
    public override string ToString() => Public.ToString();

    private string ToSecretText() =>
        $"{Prefix}{Public.ToString().Split('+')[0]}+{Public.ToString().Split('+')[1]}+{Convert.ToBase64String([Ed25519Type, .. _seed])}";
}
