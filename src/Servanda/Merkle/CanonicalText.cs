using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Servanda.Merkle;

/// <summary>Strings of canonical JSON, read straight from its bytes: each text has one spelling, and every other is refused.</summary>
public static class CanonicalText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Takes a string with its quotes off the front.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (rest is not [(byte)'"', ..])
        {
            return false;
        }
        var read = new byte[rest.Length];
        var (at, length) = (1, 0);
        while (at < rest.Length)
        {
            // Most of it is plain.
            var plain = rest[at..].IndexOfAny(Special);
            if (plain < 0)
            {
                return false;
            }
            rest.Slice(at, plain).CopyTo(read.AsSpan(length));
            (at, length) = (at + plain, length + plain);
            if (rest[at] == (byte)'"')
            {
                rest = rest[(at + 1)..];
                return Decode(read.AsSpan(0, length), out text);
            }
            if (rest[at] != (byte)'\\' || Escaped(rest[(at + 1)..], out var size) is not { } c)
            {
                return false;
            }
            read[length++] = c;
            at += size + 1;
        }
        return false;
    }

    // The quote, the backslash, and every control character, which may only stand escaped.
    private static readonly System.Buffers.SearchValues<byte> Special = System.Buffers.SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(c => (byte)c)]);

    private static byte? Escaped(ReadOnlySpan<byte> after, out int size)
    {
        size = 1;
        if (after.Length == 0)
        {
            return null;
        }
        switch (after[0])
        {
            case (byte)'"' or (byte)'\\':
                return after[0];
            case (byte)'b':
                return 8;
            case (byte)'t':
                return 9;
            case (byte)'n':
                return 10;
            case (byte)'f':
                return 12;
            case (byte)'r':
                return 13;
            case (byte)'u' when after.Length >= 5 && after[1] == (byte)'0' && after[2] == (byte)'0':
                size = 5;
                var (high, low) = (Digit(after[3]), Digit(after[4]));
                var c = (high * 16) + low;
                // Only a control character without a short form, in lower-case digits.
                return high is 0 or 1 && low >= 0 && c is not (8 or 9 or 10 or 12 or 13) ? (byte)c : null;
            default:
                return null;
        }
    }

    private static int Digit(byte c) => c switch { >= (byte)'0' and <= (byte)'9' => c - '0', >= (byte)'a' and <= (byte)'f' => c - 'a' + 10, _ => -1 };

    private static bool Decode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }
}
