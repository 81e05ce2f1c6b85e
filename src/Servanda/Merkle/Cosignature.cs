using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Servanda.Merkle;

/// <summary>
/// A witness's signature under a checkpoint (c2sp.org/tlog-cosignature, version 1): eight bytes of Unix time in seconds,
/// big-endian, and an Ed25519 signature over <c>cosignature/v1</c>, the time and the checkpoint's text.
/// </summary>
public static class Cosignature
{
    private const int TimeLength = 8;

    /// <summary>What is signed.</summary>
    /// <param name="time">Unix time in seconds.</param>
    public static byte[] Message(string text, long time) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}"));

    /// <summary>The line under the checkpoint.</summary>
    public static SignatureLine Line(VerifierKey key, long time, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[TimeLength + signature.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        signature.CopyTo(bytes.AsSpan(TimeLength));
        return new SignatureLine(key.Name, key.Id, bytes);
    }

    /// <summary>When it was made, Unix time in seconds; null when the line is too short to say.</summary>
    public static long? Time(SignatureLine line) =>
        line.Signature.Length > TimeLength && BinaryPrimitives.ReadInt64BigEndian(line.Signature.Span) is var time and >= 0 ? time : null;

    internal static bool Verify(VerifierKey key, string text, SignatureLine line, VerifySignature verify) =>
        Time(line) is { } time && verify(key.Key, Message(text, time), line.Signature.Span[TimeLength..]);
}
