using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Servanda.Merkle;

/// <summary>A SHA-256 value. In entries it is written as base64url without padding.</summary>
public readonly record struct Digest
{
    public const int Length = 32;

    // RFC 6962 2.1: leaves and inner nodes are hashed under different first bytes, so neither passes for the other.
    private const byte LeafPrefix = 0, NodePrefix = 1;

    private readonly ulong _a, _b, _c, _d;

    private Digest(ReadOnlySpan<byte> bytes)
    {
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Takes 32 bytes that already are a digest.</summary>
    public static Digest From(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new Digest(bytes)
        : throw new ArgumentException($"A digest has {Length} bytes, not {bytes.Length}.", nameof(bytes));

    public static Digest Of(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(data, hash);
        return new Digest(hash);
    }

    public static Digest Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The hash of a leaf of the log: SHA-256(0x00 || leaf).</summary>
    public static Digest OfLeaf(ReadOnlySpan<byte> leaf)
    {
        const int MostOnStack = 2048;
        var prefixed = leaf.Length < MostOnStack ? stackalloc byte[MostOnStack] : new byte[leaf.Length + 1];
        prefixed[0] = LeafPrefix;
        leaf.CopyTo(prefixed[1..]);
        return Of(prefixed[..(leaf.Length + 1)]);
    }

    /// <summary>The hash of an inner node: SHA-256(0x01 || left || right).</summary>
    public static Digest OfNode(Digest left, Digest right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Length)];
        node[0] = NodePrefix;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Length)..]);
        return Of(node);
    }

    public static Digest? TryParse(string base64Url)
    {
        Span<byte> bytes = stackalloc byte[Length];
        // 43 characters hold 258 bits; writing it back refuses other values of the two spare bits.
        return base64Url.Length == 43 && Base64Url.DecodeFromChars(base64Url, bytes, out _, out var written) == OperationStatus.Done && written == Length
            && new Digest(bytes) is var digest && digest.ToString() == base64Url ? digest : null;
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    public bool Is(ReadOnlySpan<byte> bytes)
    {
        Span<byte> own = stackalloc byte[Length];
        CopyTo(own);
        return own.SequenceEqual(bytes);
    }

    /// <summary>Standard base 64 with padding, as the public formats of logs have it.</summary>
    public string ToBase64() => Convert.ToBase64String(ToArray());

    public string ToHex() => Convert.ToHexStringLower(ToArray());

    public override string ToString() => Base64Url.EncodeToString(ToArray());

    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _d);
    }
}
