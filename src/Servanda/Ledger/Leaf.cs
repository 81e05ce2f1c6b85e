using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Servanda.Merkle;

namespace Servanda.Ledger;

/// <summary>
/// What the ledger adds to an entry, and what its tree is made of. The bytes are for ever:
/// <code>
/// {"n":7,"note":"servanda/entry/v1\n…\n\n— name signature\n","t":1768903325123}
///   │      │                                                    └ when it was recorded: Unix time in milliseconds
///   │      └ the author's whole signed note; of a row in an import batch its text alone, without signature lines
///   └ its place in the ledger, from 0 without gaps: the order that counts
/// </code>
/// The hash of a leaf is SHA-256(0x00 || these bytes).
/// </summary>
public sealed record Leaf(long Seq, Instant Recorded, string Note)
{
    /// <summary>A bundle of entries gives each one a length of two bytes.</summary>
    public const int Longest = 65_535;

    /// <summary>Only a row of an import batch comes without a signature of its own.</summary>
    public bool IsSigned => Note.Contains("\n\n", StringComparison.Ordinal);

    public byte[] ToBytes()
    {
        var json = new StringBuilder(Note.Length + 128);
        json.Append(CultureInfo.InvariantCulture, $"{{\"n\":{Seq},\"note\":");
        Jcs.WriteString(Note, json);
        json.Append(CultureInfo.InvariantCulture, $",\"t\":{Recorded.ToUnixTimeMilliseconds()}}}");
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    /// <summary>Reads the bytes back; refuses all but those <see cref="ToBytes"/> would write.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Leaf? leaf, [NotNullWhen(false)] out string? problem)
    {
        var rest = bytes;
        if (Takes(ref rest, "{\"n\":"u8) && TakesNumber(ref rest, out var seq) && Takes(ref rest, ",\"note\":"u8) && CanonicalText.TryTake(ref rest, out var note)
            && Takes(ref rest, ",\"t\":"u8) && TakesNumber(ref rest, out var recorded) && Math.Abs(recorded) < 1L << 47 && rest.SequenceEqual("}"u8))
        {
            (leaf, problem) = (new Leaf(seq, Instant.FromUnixTimeMilliseconds(recorded), note), null);
            return true;
        }
        (leaf, problem) = (null, "it is not the canonical form of a leaf");
        return false;
    }

    private static bool Takes(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> literal)
    {
        if (!rest.StartsWith(literal))
        {
            return false;
        }
        rest = rest[literal.Length..];
        return true;
    }

    // An integer in the one spelling of canonical JSON.
    private static bool TakesNumber(ref ReadOnlySpan<byte> rest, out long number)
    {
        if (!Utf8Parser.TryParse(rest, out number, out var length) || Math.Abs(number) > Jcs.LargestInteger)
        {
            return false;
        }
        Span<byte> again = stackalloc byte[length];
        if (!Utf8Formatter.TryFormat(number, again, out var written) || written != length || !again.SequenceEqual(rest[..length]))
        {
            return false;
        }
        rest = rest[length..];
        return true;
    }
}
