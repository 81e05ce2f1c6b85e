using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Servanda.Merkle;

/// <summary>What c2sp.org/tlog-checkpoint says of a log: its name, how many entries it has, and the root over them.</summary>
public sealed record Checkpoint(string Origin, long Size, Digest Root)
{
    /// <summary>The text that is signed. It has no extension lines.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n");

    /// <summary>Reads the text of a checkpoint; extension lines are allowed and passed over.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out string? problem)
    {
        checkpoint = null;
        problem = null;
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[..^1].Any(line => line.Length == 0))
        {
            problem = "it is not three lines or more, each with something in it";
        }
        else if (Number(lines[1]) is not { } size)
        {
            problem = $"\"{lines[1]}\" is no number of entries";
        }
        else if (!StrictBase64.TryDecode(lines[2], out var root) || root.Length != Digest.Length)
        {
            problem = $"\"{lines[2]}\" is no root hash";
        }
        else
        {
            checkpoint = new Checkpoint(lines[0], size, Digest.From(root));
        }
        return checkpoint is not null;
    }

    /// <summary>Reads a signed checkpoint, without looking at the signatures.</summary>
    public static bool TryParseNote(string note, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(true)] out SignedNote? signed, [NotNullWhen(false)] out string? problem)
    {
        checkpoint = null;
        return SignedNote.TryParse(note, out signed, out problem) && TryParse(signed.Text, out checkpoint, out problem);
    }

    /// <summary>A decimal number in the one spelling the formats allow; null for every other text.</summary>
    internal static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text ? number : null;
}
