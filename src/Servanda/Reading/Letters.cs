using System.Text;

namespace Servanda.Reading;

/// <summary>
/// Letters as the reader compares and shows them. Comparing folds case, drops accents and unifies apostrophes and hyphens,
/// so that composed and decomposed text, straight and curly marks, compare alike. Showing composes what was decomposed.
/// The table is the Unicode Character Database's: string.Normalize does nothing under invariant globalization.
/// </summary>
internal static class Letters
{
    private const int TableSize = 0x2200;
    private static readonly char[] Folded = new char[TableSize];
    private static readonly Dictionary<(char Letter, char Mark), char> Composed = [];

    static Letters()
    {
        for (var c = 0; c < TableSize; c++)
        {
            Folded[c] = IsMark((char)c) ? '\0' : char.ToLowerInvariant((char)c);
        }
        foreach (var line in Resource.Lines("latin-letters.tsv"))
        {
            var cells = line.Split('\t');
            var mark = (char)Convert.ToInt32(cells[2], 16);
            Composed[(cells[1][0], mark)] = cells[0][0];
            Folded[cells[0][0]] = Folded[cells[1][0]];
        }
        foreach (var apostrophe in "‘’ʼ`´")
        {
            Folded[apostrophe] = '\'';
        }
        foreach (var hyphen in "‐‑")
        {
            Folded[hyphen] = '-';
        }
    }

    public static bool IsMark(char c) => c is >= '\u0300' and <= '\u036f';

    /// <summary>The letter to compare by; '\0' for what counts for nothing.</summary>
    public static char Fold(char c) => c < TableSize ? Folded[c] : c;

    public static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Fold(c) is var f and not '\0')
            {
                folded.Append(f);
            }
        }
        return folded.ToString();
    }

    /// <summary>The text on one line, composed, with plain spaces: the form in which words of the document are shown.</summary>
    public static string Shown(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                if (shown.Length > 0 && shown[^1] != ' ')
                {
                    shown.Append(' ');
                }
            }
            else if (IsMark(c) && shown.Length > 0 && Composed.TryGetValue((shown[^1], c), out var whole))
            {
                shown[^1] = whole;
            }
            else
            {
                shown.Append(c is '’' or '‘' ? '\'' : c is '‐' or '‑' ? '-' : c);
            }
        }
        return shown.ToString().TrimEnd();
    }
}

/// <summary>The tables that travel inside the assembly: tab-separated, # begins a comment line.</summary>
internal static class Resource
{
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream("Servanda.Reading." + name)
            ?? throw new InvalidOperationException($"The table {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
