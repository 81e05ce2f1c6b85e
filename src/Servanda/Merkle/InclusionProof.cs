using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Servanda.Merkle;

/// <summary>
/// That an entry is in a log, to be checked without it (c2sp.org/tlog-proof):
/// <code>
/// c2sp.org/tlog-proof@v1
/// extra &lt;base64&gt;          the leaf itself, so that its hash can be made; it proves nothing by standing here
/// index 7
/// &lt;base64 hash&gt;           from the leaf's sibling up to the child of the root, one a line
///
/// &lt;signed checkpoint&gt;     with the cosignatures of its witnesses
/// </code>
/// </summary>
public sealed record InclusionProof(ReadOnlyMemory<byte>? Extra, long Index, IReadOnlyList<Digest> Path, SignedNote Checkpoint)
{
    public const string Extension = ".tlog-proof";
    private const string Heading = "c2sp.org/tlog-proof@v1";

    public override string ToString()
    {
        var text = new StringBuilder(Heading).Append('\n');
        if (Extra is { } extra)
        {
            text.Append(CultureInfo.InvariantCulture, $"extra {Convert.ToBase64String(extra.Span)}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        HashLines.Write(Path, text);
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out InclusionProof? proof, [NotNullWhen(false)] out string? problem)
    {
        proof = null;
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? [] : text[..end].Split('\n');
        if (lines is not [Heading, .. var rest])
        {
            problem = $"it does not begin with \"{Heading}\", and an empty line before its checkpoint";
            return false;
        }
        byte[]? extra = null;
        if (rest is [var first, ..] && first.StartsWith("extra ", StringComparison.Ordinal))
        {
            if (!StrictBase64.TryDecode(first["extra ".Length..], out extra))
            {
                problem = "its extra line is not base64";
                return false;
            }
            rest = rest[1..];
        }
        if (rest is not [var at, .. var hashes] || !at.StartsWith("index ", StringComparison.Ordinal) || Merkle.Checkpoint.Number(at["index ".Length..]) is not { } index)
        {
            problem = "it names no index";
            return false;
        }
        if (HashLines.Read(hashes) is not { } path)
        {
            problem = "a line of its path is no hash";
            return false;
        }
        if (!SignedNote.TryParse(text[(end + 2)..], out var note, out problem))
        {
            return false;
        }
        proof = new InclusionProof(extra, index, path, note);
        return true;
    }
}

/// <summary>
/// A checkpoint handed to a witness with the proof that it continues the last one the witness saw: the request body of
/// c2sp.org/tlog-witness. It is text, so it goes by file, e-mail or stick as well as over HTTP.
/// </summary>
public sealed record ConsistencyProof(long Old, IReadOnlyList<Digest> Path, SignedNote Checkpoint)
{
    private const int MostLines = 63;

    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {Old}\n");
        HashLines.Write(Path, text);
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out ConsistencyProof? proof, [NotNullWhen(false)] out string? problem)
    {
        proof = null;
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? [] : text[..end].Split('\n');
        if (lines is not [var first, .. var hashes] || !first.StartsWith("old ", StringComparison.Ordinal) || Merkle.Checkpoint.Number(first["old ".Length..]) is not { } old)
        {
            problem = "it does not begin with the line \"old\" and a number, and an empty line before its checkpoint";
            return false;
        }
        if (hashes.Length > MostLines || HashLines.Read(hashes) is not { } path)
        {
            problem = "a line of its proof is no hash, or there are too many";
            return false;
        }
        if (!SignedNote.TryParse(text[(end + 2)..], out var note, out problem))
        {
            return false;
        }
        proof = new ConsistencyProof(old, path, note);
        return true;
    }
}

/// <summary>Hashes in base64, one a line.</summary>
internal static class HashLines
{
    public static void Write(IEnumerable<Digest> hashes, StringBuilder into)
    {
        foreach (var hash in hashes)
        {
            into.Append(hash.ToBase64()).Append('\n');
        }
    }

    public static List<Digest>? Read(IEnumerable<string> lines)
    {
        var hashes = new List<Digest>();
        foreach (var line in lines)
        {
            if (!StrictBase64.TryDecode(line, out var bytes) || bytes.Length != Digest.Length)
            {
                return null;
            }
            hashes.Add(Digest.From(bytes));
        }
        return hashes;
    }
}
