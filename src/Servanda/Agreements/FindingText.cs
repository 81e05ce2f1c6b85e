using System.Text;

namespace Servanda.Agreements;

/// <summary>Findings as a compiler prints them: where, what, the line with the offending text marked, and what to do next.</summary>
public static class FindingText
{
    // Claims are one line each and can be long: enough of the line to see what is meant.
    private const int LongestExcerpt = 100;
    private const int ExcerptBefore = 40;

    /// <param name="sourceLine">The line of the file that the finding stands in, without its end; null where it is not at hand.</param>
    public static string Render(Finding finding, string? sourceLine)
    {
        var text = new StringBuilder(finding.File ?? "-");
        if (finding.Position.Line > 0)
        {
            text.Append($":{finding.Position.Line}:{finding.Position.Column}");
        }
        text.Append($": {Spelling.Of(finding.Severity)} {finding.Code}: {Printable(finding.Message)}\n");
        if (finding.Position.Line > 0 && sourceLine is not null)
        {
            AppendExcerpt(text, finding, sourceLine);
        }
        if (finding.Hint is { } hint)
        {
            text.Append($"  hint: {Printable(hint)}\n");
        }
        return text.ToString();
    }

    private static void AppendExcerpt(StringBuilder text, Finding finding, string line)
    {
        var at = Math.Clamp(finding.Position.Column - 1, 0, line.Length);
        var marked = MarkedLength(finding, line, at);
        var from = line.Length <= LongestExcerpt ? 0 : Math.Min(Math.Max(0, at - ExcerptBefore), line.Length - LongestExcerpt);
        var to = Math.Min(line.Length, from + LongestExcerpt);
        var gutter = finding.Position.Line.ToString();
        var before = from > 0 ? "…" : "";
        text.Append($"  {gutter} | {before}{Printable(line[from..to])}{(to < line.Length ? "…" : "")}\n");
        text.Append($"  {new string(' ', gutter.Length)} | {new string(' ', before.Length + at - from)}{new string('^', Math.Max(1, Math.Min(marked, to - at)))}\n");
    }

    private static int MarkedLength(Finding finding, string line, int at)
    {
        if (finding.Text is not { Length: > 0 } offending)
        {
            return 1;
        }
        var quoted = at < line.Length && line[at] is '"' or '\'' ? 1 : 0;
        return line.AsSpan(at + quoted).StartsWith(offending, StringComparison.Ordinal) ? offending.Length + 2 * quoted : 1;
    }

    // One character stays one character, so that the mark stands under what it marks. What would steer a terminal, or turn the
    // order of what follows, is shown to be there and does nothing.
    private static string Printable(string line) =>
        string.Create(line.Length, line, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] is '\t' ? ' ' : char.IsControl(source[i]) || source[i] is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') ? '\uFFFD' : source[i];
            }
        });
}
