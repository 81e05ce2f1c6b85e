using System.Text;

namespace Servanda.Acceptance;

/// <summary>
/// A C# file taken apart as far as the tidy tests need: its code with comments and the contents of literals left out, and
/// the string literals themselves. An interpolation belongs to the literal it stands in.
/// </summary>
public sealed record SourceText(string Path, string Code, IReadOnlyList<string> Literals)
{
    public static IReadOnlyList<SourceText> Below(params string[] folders) =>
        [.. folders.SelectMany(folder => Repository.Files(folder, "*.cs")).Select(path => Read(path, File.ReadAllText(Repository.At(path))))];

    public static SourceText Read(string path, string text)
    {
        var code = new StringBuilder();
        var literals = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfComment(text, at);
            if (end > at)
            {
                at = end;
                continue;
            }
            end = EndOfCharacter(text, at);
            if (end > at)
            {
                code.Append("' '");
                at = end;
                continue;
            }
            var (start, stop, literalEnd) = Literal(text, at);
            if (literalEnd > at)
            {
                literals.Add(text[start..stop]);
                code.Append("\"\"");
                at = literalEnd;
                continue;
            }
            code.Append(text[at++]);
        }
        return new SourceText(path, code.ToString(), literals);
    }

    private static int EndOfComment(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("//"))
        {
            var line = rest.IndexOf('\n');
            return line < 0 ? text.Length : at + line;
        }
        if (rest.StartsWith("/*"))
        {
            var close = rest.IndexOf("*/");
            return close < 0 ? text.Length : at + close + 2;
        }
        return at;
    }

    private static int EndOfCharacter(string text, int at)
    {
        if (text[at] != '\'')
        {
            return at;
        }
        var end = at + 1;
        while (text[end] != '\'')
        {
            end += text[end] == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    /// <summary>The content and the end of the string literal that begins here; an end of here where none does.</summary>
    private static (int Start, int Stop, int End) Literal(string text, int at)
    {
        var quote = at;
        while (quote < text.Length && text[quote] is '$' or '@')
        {
            quote++;
        }
        if (quote == text.Length || text[quote] != '"')
        {
            return (at, at, at);
        }
        var (dollars, verbatim) = (text[at..quote].Count(c => c == '$'), text[at..quote].Contains('@'));
        var quotes = quote;
        while (quotes < text.Length && text[quotes] == '"')
        {
            quotes++;
        }
        if (quotes - quote >= 3)
        {
            var fence = new string('"', quotes - quote);
            var close = text.IndexOf(fence, quotes, StringComparison.Ordinal);
            return (quotes, close, close + fence.Length);
        }
        var stop = EndOfContent(text, quote + 1, dollars > 0, verbatim);
        return (quote + 1, stop, stop + 1);
    }

    private static int EndOfContent(string text, int at, bool interpolated, bool verbatim)
    {
        while (text[at] != '"' || verbatim && text[at + 1] == '"')
        {
            if (interpolated && text[at] == '{' && text[at + 1] != '{')
            {
                at = EndOfHole(text, at + 1);
            }
            else if (interpolated && text[at] == '{' || verbatim && text[at] == '"' || !verbatim && text[at] == '\\')
            {
                at += 2;
            }
            else
            {
                at++;
            }
        }
        return at;
    }

    /// <summary>The end of an interpolation, which may hold braces and literals of its own.</summary>
    private static int EndOfHole(string text, int at)
    {
        for (var open = 1; open > 0;)
        {
            var end = Math.Max(EndOfCharacter(text, at), Literal(text, at).End);
            if (end > at)
            {
                at = end;
                continue;
            }
            open += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            at++;
        }
        return at;
    }
}
