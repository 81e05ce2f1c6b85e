using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Servanda.Merkle;

/// <summary>One signature line: em dash, space, key name, space, base64(key id || signature).</summary>
public sealed record SignatureLine(string Name, uint KeyId, ReadOnlyMemory<byte> Signature)
{
    internal const string Prefix = "— ";

    public override string ToString()
    {
        var bytes = new byte[4 + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Signature.CopyTo(bytes.AsMemory(4));
        return $"{Prefix}{Name} {Convert.ToBase64String(bytes)}\n";
    }
}

/// <summary>Checks an Ed25519 signature; the core has no cryptography of its own beyond SHA-256.</summary>
public delegate bool VerifySignature(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

/// <summary>
/// A C2SP signed note: text ending in a newline, an empty line, signature lines. The text is signed with its last
/// newline and without the empty line.
/// </summary>
public sealed record SignedNote(string Text, IReadOnlyList<SignatureLine> Signatures)
{
    /// <summary>Verifiers must take 16; more than this is somebody wasting our time.</summary>
    private const int MostSignatures = 100;

    private static readonly System.Buffers.SearchValues<char> Controls = System.Buffers.SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c).Where(c => c != '\n')]);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What the signatures are over.</summary>
    public byte[] SignedBytes => Encoding.UTF8.GetBytes(Text);

    public override string ToString() => $"{Text}\n{string.Concat(Signatures)}";

    /// <summary>Why a text cannot be that of a note; null when it can.</summary>
    public static string? ProblemWithText(string text) =>
        text.AsSpan().ContainsAny(Controls) ? "a control character other than newline"
        : !text.EndsWith('\n') ? "the text does not end in a newline"
        : null;

    public static bool TryParse(ReadOnlySpan<byte> note, [NotNullWhen(true)] out SignedNote? read, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            return TryParse(StrictUtf8.GetString(note), out read, out problem);
        }
        catch (DecoderFallbackException)
        {
            (read, problem) = (null, "not valid UTF-8");
            return false;
        }
    }

    public static bool TryParse(string note, [NotNullWhen(true)] out SignedNote? read, [NotNullWhen(false)] out string? problem)
    {
        read = null;
        problem = ProblemWithText(note);
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (problem is null && split < 0)
        {
            problem = "no empty line before the signatures";
        }
        if (problem is not null)
        {
            return false;
        }
        var lines = note[(split + 2)..].Split('\n')[..^1];
        var signatures = new List<SignatureLine>();
        foreach (var line in lines.Take(MostSignatures + 1))
        {
            if (TryParseLine(line) is not { } signature)
            {
                problem = $"not a signature line: \"{line}\"";
                return false;
            }
            signatures.Add(signature);
        }
        if (signatures.Count is 0 or > MostSignatures)
        {
            problem = signatures.Count == 0 ? "no signature" : $"more than {MostSignatures} signatures";
            return false;
        }
        read = new SignedNote(note[..(split + 1)], signatures);
        return true;
    }

    /// <summary>
    /// The known keys that have signed. None when nobody known has, and none when any known key's signature is wrong:
    /// such a note is to be refused whole.
    /// </summary>
    public IReadOnlyList<VerifierKey> SignedBy(IReadOnlyList<VerifierKey> known, VerifySignature verify)
    {
        var signers = new List<VerifierKey>();
        var message = SignedBytes;
        foreach (var line in Signatures)
        {
            // Lines of unknown keys are ignored, even where name or id, but not both, is a known one's.
            if (known.FirstOrDefault(key => key.Name == line.Name && key.Id == line.KeyId) is not { } key || signers.Contains(key))
            {
                continue;
            }
            if (!(key.Use == KeyUse.Cosign ? Cosignature.Verify(key, Text, line, verify) : verify(key.Key, message, line.Signature.Span)))
            {
                return [];
            }
            signers.Add(key);
        }
        return signers;
    }

    private static SignatureLine? TryParseLine(string line)
    {
        if (!line.StartsWith(SignatureLine.Prefix, StringComparison.Ordinal)
            || line[SignatureLine.Prefix.Length..].Split(' ') is not [var name, var base64]
            || !VerifierKey.IsName(name) || !StrictBase64.TryDecode(base64, out var bytes) || bytes.Length < 5)
        {
            return null;
        }
        return new SignatureLine(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4));
    }
}
