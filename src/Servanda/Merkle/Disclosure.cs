using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;

namespace Servanda.Merkle;

/// <summary>
/// A field kept outside the entry, in the form of RFC 9901: base64url(JSON [salt, path, value]). The entry holds only
/// <see cref="Commitment"/>, so the value can be erased without breaking a proof; the salt keeps figures and yes/no
/// values from being guessed out of it.
/// </summary>
public sealed record Disclosure(string Path, string Text)
{
    public const int SaltLength = 16;

    public static Disclosure Of(ReadOnlySpan<byte> salt, string path, JsonNode? value)
    {
        if (salt.Length != SaltLength)
        {
            throw new ArgumentException($"A salt has {SaltLength} bytes, not {salt.Length}.", nameof(salt));
        }
        var json = Jcs.Write(new JsonArray(Base64Url.EncodeToString(salt), path, value?.DeepClone()));
        return new Disclosure(path, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>base64url(SHA-256(ascii(disclosure))).</summary>
    public Digest Commitment => Digest.Of(Text);

    /// <summary>Opens a stored disclosure; its path is the second of its three parts.</summary>
    public static bool TryOpen(string text, [NotNullWhen(true)] out string? path, out JsonNode? value)
    {
        path = null;
        value = null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done
            || !Jcs.TryRead(Encoding.UTF8.GetString(bytes, 0, written), out var node, out _)
            || node is not JsonArray { Count: 3 } parts || parts[1] is not JsonValue second || !second.TryGetValue(out path))
        {
            return false;
        }
        value = parts[2]?.DeepClone();
        return true;
    }
}
