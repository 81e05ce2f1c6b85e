using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Servanda.Merkle;

/// <summary>What an Ed25519 key signs; the byte is that of the public formats.</summary>
public enum KeyUse : byte
{
    /// <summary>Entries and checkpoints: the note's text as it stands.</summary>
    Sign = 0x01,

    /// <summary>A witness's statement that a checkpoint continues all that it saw before, with the time it was made (c2sp.org/tlog-cosignature).</summary>
    Cosign = 0x04,
}

/// <summary>
/// An Ed25519 public key under a name, written as C2SP signed-note's vkey:
/// <c>name+hex(key id)+base64(use || key)</c>, with key id = SHA-256(name || 0x0A || use || key)[:4]. There is no
/// value of this type whose key is in a second spelling or of low order: libraries disagree about such keys (36 of the
/// 914 known edge cases), and two honest verifiers must never come to different answers about one entry.
/// </summary>
public sealed record VerifierKey
{
    public const int KeyLength = 32;
    // y = 0, 1, p - 1 and the two of order eight; the sign bit is masked off before comparing, little-endian.
    private static readonly byte[][] LowOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    ];

    private readonly byte[] _key;

    private VerifierKey(string name, byte[] key, KeyUse use)
    {
        Name = name;
        _key = key;
        Use = use;
        Id = KeyId(name, key, use);
    }

    public string Name { get; }
    public uint Id { get; }
    public KeyUse Use { get; }
    public ReadOnlySpan<byte> Key => _key;

    public static VerifierKey Of(string name, ReadOnlySpan<byte> key, KeyUse use = KeyUse.Sign)
    {
        if (!IsName(name) || !IsSound(key))
        {
            throw new ArgumentException($"Not a sound key under a name without spaces or +: \"{name}\", {key.Length} bytes.", nameof(name));
        }
        return new VerifierKey(name, key.ToArray(), use);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = null;
        if (text.Split('+', 3) is not [var name, { Length: 8 } id, var base64] || !IsName(name)
            || !StrictBase64.TryDecode(base64, out var bytes) || bytes is not [var use and ((byte)KeyUse.Sign or (byte)KeyUse.Cosign), .. var material] || !IsSound(material))
        {
            return false;
        }
        var read = new VerifierKey(name, material, (KeyUse)use);
        key = read.ToString() == text ? read : null;
        return key is not null && id == read.IdText;
    }

    /// <summary>Key names are not empty and hold no Unicode space and no plus.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || c is '+' or < ' ') && !name.EnumerateRunes().Any(r => r == Rune.ReplacementChar);

    /// <summary>Whether 32 bytes are a public key we deal with, in canonical form, not of low order.</summary>
    public static bool IsSound(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != KeyLength)
        {
            return false;
        }
        Span<byte> y = stackalloc byte[KeyLength];
        publicKey.CopyTo(y);
        y[31] &= 0x7f;
        foreach (var low in LowOrder)
        {
            if (y.SequenceEqual(low))
            {
                return false;
            }
        }
        // p = 2^255 - 19: everything from ed ff .. ff 7f upwards is a second spelling of a small y.
        return !(y[31] == 0x7f && y[0] >= 0xed && !y[1..31].ContainsAnyExcept((byte)0xff));
    }

    public override string ToString() => $"{Name}+{IdText}+{Convert.ToBase64String([(byte)Use, .. _key])}";

    public bool Equals(VerifierKey? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private string IdText => Id.ToString("x8", CultureInfo.InvariantCulture);

    private static uint KeyId(string name, byte[] key, KeyUse use) => BinaryPrimitives.ReadUInt32BigEndian(
        Digest.Of((ReadOnlySpan<byte>)[.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)use, .. key]).ToArray());
}
