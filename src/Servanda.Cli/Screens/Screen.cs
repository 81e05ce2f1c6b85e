using System.Globalization;
using System.Text;

namespace Servanda.Cli.Screens;

/// <summary>
/// Lines of text of a given width, wrapped between words: an id, a number or an address is never cut, so a word longer
/// than the line stands out over its edge.
/// </summary>
internal sealed class Screen(TextWriter writer, int width, bool colour)
{
    public int Width => width;

    public void Line(params IReadOnlyList<Run> runs) => Wrapped(0, 0, runs);

    /// <summary>Writes runs wrapped, the first line indented by one amount and the following by another.</summary>
    public void Wrapped(int first, int following, params IReadOnlyList<Run> runs)
    {
        var lines = Wrap(runs, width - first, width - following);
        for (var i = 0; i < lines.Count; i++)
        {
            Write(new string(' ', i == 0 ? first : following), lines[i]);
        }
    }

    /// <summary>Lines that are set already.</summary>
    public void Write(string indent, IReadOnlyList<Run> line)
    {
        var text = new StringBuilder(indent);
        Append(text, line);
        writer.WriteLine(text.ToString().TrimEnd());
    }

    /// <summary>Cells side by side, each wrapped in its own column.</summary>
    public void Row(IReadOnlyList<(int Width, IReadOnlyList<IReadOnlyList<Run>> Lines)> cells)
    {
        var height = cells.Max(c => c.Lines.Count);
        for (var i = 0; i < height; i++)
        {
            var text = new StringBuilder();
            var (at, end) = (0, 0);
            foreach (var (cellWidth, lines) in cells)
            {
                if (i < lines.Count)
                {
                    text.Append(' ', Math.Max(0, at - end));
                    end = Math.Max(at, end) + lines[i].Sum(r => TextWidth.Of(r.Text));
                    Append(text, lines[i]);
                }
                at += cellWidth;
            }
            writer.WriteLine(text.ToString().TrimEnd());
        }
    }

    public void Raw(string text) => writer.Write(text);

    public void Flush() => writer.Flush();

    /// <summary>Runs as lines no wider than asked, broken at spaces alone.</summary>
    public static IReadOnlyList<IReadOnlyList<Run>> Wrap(IReadOnlyList<Run> runs, int firstWidth, int followingWidth)
    {
        var lines = new Lines(firstWidth, followingWidth);
        foreach (var run in runs)
        {
            var rest = run.Text.AsSpan();
            while (true)
            {
                var space = rest.IndexOf(' ');
                lines.Add(space < 0 ? rest : rest[..space], run.Ink);
                if (space < 0)
                {
                    break;
                }
                lines.EndWord();
                rest = rest[(space + 1)..];
            }
        }
        return lines.All();
    }

    /// <summary>Lines being set, word by word. A word may change its ink in the middle: `(halt-fire)` with the id strong is one word of three pieces.</summary>
    private sealed class Lines(int firstWidth, int followingWidth)
    {
        private readonly List<IReadOnlyList<Run>> done = [];
        private readonly StringBuilder word = new();
        private readonly List<(int End, Ink Ink)> pieces = [];
        private readonly StringBuilder text = new();
        private List<Run> line = [];
        private Ink ink;
        private int used;
        private int wordWidth;

        /// <summary>Adds to the word being read.</summary>
        public void Add(ReadOnlySpan<char> piece, Ink ink)
        {
            if (piece.Length > 0)
            {
                word.Append(piece);
                pieces.Add((word.Length, ink));
                wordWidth += TextWidth.Of(piece);
            }
        }

        public void EndWord()
        {
            if (pieces.Count == 0)
            {
                return;
            }
            if (line.Count + text.Length > 0)
            {
                if (used + 1 + wordWidth > (done.Count == 0 ? firstWidth : followingWidth))
                {
                    EndLine();
                }
                else
                {
                    // The space between two words of one ink is of that ink, so that a phrase is one stretch of colour.
                    Set(" ", ink == pieces[0].Ink ? ink : Ink.Plain);
                    used++;
                }
            }
            var from = 0;
            foreach (var (end, pieceInk) in pieces)
            {
                Set(word.ToString(from, end - from), pieceInk);
                from = end;
            }
            used += wordWidth;
            word.Clear();
            pieces.Clear();
            wordWidth = 0;
        }

        public List<IReadOnlyList<Run>> All()
        {
            EndWord();
            EndLine();
            return done;
        }

        private void Set(string more, Ink of)
        {
            if (of != ink)
            {
                EndRun();
                ink = of;
            }
            text.Append(more);
        }

        private void EndRun()
        {
            if (text.Length > 0)
            {
                // A space that no line is broken at is a space all the same.
                line.Add(new Run(text.Replace('\u00A0', ' ').ToString(), ink));
                text.Clear();
            }
        }

        private void EndLine()
        {
            EndRun();
            done.Add(line);
            (line, used) = ([], 0);
        }
    }

    private void Append(StringBuilder text, IReadOnlyList<Run> line)
    {
        var ink = Ink.Plain;
        foreach (var run in line)
        {
            if (colour && run.Ink != ink)
            {
                text.Append(ink == Ink.Plain ? "" : Inks.End).Append(run.Ink.Start());
                ink = run.Ink;
            }
            text.Append(run.Text);
        }
        if (ink != Ink.Plain)
        {
            text.Append(Inks.End);
        }
    }
}

/// <summary>How many columns of a terminal a text takes.</summary>
internal static class TextWidth
{
    public static int Of(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Length;
        }
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
                : IsWide(rune.Value) ? 2 : 1;
        }
        return width;
    }

    private static bool IsWide(int rune) =>
        rune is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF
            or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD;
}

/// <summary>Words that others wrote, made safe to show: nothing in them that a terminal would obey, each script in its own direction.</summary>
internal static class Foreign
{
    private const char Replacement = '\uFFFD';
    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';

    public static string Text(string text)
    {
        var clean = string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] is '\r' or '\n' or '\t' ? ' ' : IsObeyed(source[i]) ? Replacement : source[i];
            }
        });
        return clean.Any(IsRightToLeft) ? $"{FirstStrongIsolate}{clean}{PopIsolate}" : clean;
    }

    // Control characters, and the marks that could turn the text around them about.
    private static bool IsObeyed(char c) => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029';

    private static bool IsRightToLeft(char c) => c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFF';
}
