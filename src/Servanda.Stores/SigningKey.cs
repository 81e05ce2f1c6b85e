using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Servanda.Ledger;
using Servanda.Merkle;

namespace Servanda.Stores;

/// <summary>
/// A private key: an author's, a ledger's own for its checkpoints, or a witness's. In the form Go's signed notes give it:
/// <c>PRIVATE+KEY+name+hex(key id)+base64(use || seed)</c>, in one file that only its owner may read.
/// </summary>
public sealed class SigningKey
{
    /// <summary>The author's key, made on first use.</summary>
    public const string FileName = "author.key";
    private const string Prefix = "PRIVATE+KEY+";
    private readonly byte[] _seed;

    private SigningKey(string name, byte[] seed, KeyUse use)
    {
        _seed = seed;
        Public = VerifierKey.Of(name, Ed25519.PublicKey(seed), use);
    }

    public VerifierKey Public { get; }
    public string Name => Public.Name;

    /// <summary>A key from its 32 secret bytes.</summary>
    public static SigningKey Of(string name, ReadOnlySpan<byte> seed, KeyUse use = KeyUse.Sign) => seed.Length == Ed25519.SeedLength
        ? new SigningKey(name, seed.ToArray(), use)
        : throw new ArgumentException($"A seed has {Ed25519.SeedLength} bytes.", nameof(seed));

    /// <summary>A new key; without a name it is called after itself, so that no user's or machine's name gets into a ledger.</summary>
    public static SigningKey Generate(string? name = null, KeyUse use = KeyUse.Sign)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedLength);
        return Of(name ?? $"servanda.local/author-{Digest.Of(Ed25519.PublicKey(seed)).ToHex()[..12]}", seed, use);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out SigningKey? key)
    {
        key = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split('+', 3) is not [var name, _, var base64]
            || !VerifierKey.IsName(name))
        {
            return false;
        }
        var bytes = new byte[1 + Ed25519.SeedLength];
        if (!Convert.TryFromBase64String(base64, bytes, out var written) || written != bytes.Length || (KeyUse)bytes[0] is not (KeyUse.Sign or KeyUse.Cosign))
        {
            return false;
        }
        var read = Of(name, bytes.AsSpan(1), (KeyUse)bytes[0]);
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

    /// <summary>A witness's line under a checkpoint.</summary>
    /// <param name="time">Unix time in seconds.</param>
    public SignatureLine Cosign(string checkpoint, long time)
    {
        System.Diagnostics.Debug.Assert(Public.Use == KeyUse.Cosign, "an author's key says other things");
        return Cosignature.Line(Public, time, Ed25519.Sign(_seed, Cosignature.Message(checkpoint, time)));
    }

    /// <summary>The author's key of the folder, made there if it has none.</summary>
    /// <exception cref="LedgerFaultException">The file is no key, or others may read it.</exception>
    public static SigningKey Of(ServandaHome home) => At(home.File(FileName)) ?? Keep(home.File(FileName), Generate());

    /// <summary>The key in a file; null where there is none.</summary>
    /// <exception cref="LedgerFaultException">The file is no key, or others may read it.</exception>
    public static SigningKey? At(string file) => SecretFile.Read(file) is { } text ? Read(file, text) : null;

    /// <summary>Puts the key there unless somebody was faster; answers with the one that is there now.</summary>
    public static SigningKey Keep(string file, SigningKey key) => Read(file, SecretFile.Keep(file, key.ToSecretText() + "\n"));

    /// <summary>Writes the key to a file, in place of the one there.</summary>
    public void Save(string file) => SecretFile.Replace(file, ToSecretText() + "\n");

    /// <summary>Writes the key as the folder's own, in place of the one there.</summary>
    public void Save(ServandaHome home) => Save(home.File(FileName));

    /// <summary>The public form: the secret is only ever written to its file.</summary>
    public override string ToString() => Public.ToString();

    private static SigningKey Read(string file, string text) =>
        TryParse(text.TrimEnd('\n'), out var key) ? key : throw new LedgerFaultException(new Refusal.BadKeyFile(file, "it holds no signing key"));

    private string ToSecretText()
    {
        var parts = Public.ToString().Split('+');
        return $"{Prefix}{parts[0]}+{parts[1]}+{Convert.ToBase64String([(byte)Public.Use, .. _seed])}";
    }
}
