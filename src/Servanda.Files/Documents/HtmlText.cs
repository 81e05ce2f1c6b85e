using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace Servanda.Files.Documents;

/// <summary>
/// The words of a web page: one pass over its characters, a paragraph for each block element, nothing of scripts, styles,
/// navigation, forms and captions. Wrong markup is read as far as it goes.
/// </summary>
internal static class HtmlText
{
    private static readonly FrozenSet<string> Blocks =
        FrozenSet.ToFrozenSet("p div section article main li ul ol table tr td th h1 h2 h3 h4 h5 h6 blockquote pre br hr header dd dt dl body title".Split(' '));

    private static readonly FrozenSet<string> Skipped =
        FrozenSet.ToFrozenSet("script style nav footer form aside figure noscript template svg head button select iframe".Split(' '));

    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length / 2);
        string? skipping = null;
        var depth = 0;
        var at = 0;
        while (at < html.Length)
        {
            if (html[at] != '<')
            {
                var end = html.IndexOf('<', at);
                end = end < 0 ? html.Length : end;
                if (skipping is null)
                {
                    Words(text, html.AsSpan(at, end - at));
                }
                at = end;
                continue;
            }
            if (html.AsSpan(at).StartsWith("<!--"))
            {
                var close = html.IndexOf("-->", at + 4, StringComparison.Ordinal);
                at = close < 0 ? html.Length : close + 3;
                continue;
            }
            if (skipping is not null && !NamesTag(html, at, skipping))
            {
                // "if (a < b)" in a script
                at++;
                continue;
            }
            var tag = TagAt(html, at, out var closes, out var empty, out at);
            if (tag.Length == 0)
            {
                continue;
            }
            if (skipping is not null)
            {
                depth += tag == skipping ? closes ? -1 : empty ? 0 : 1 : 0;
                skipping = depth == 0 ? null : skipping;
            }
            else if (Skipped.Contains(tag) && !closes && !empty)
            {
                (skipping, depth) = (tag, 1);
                Break(text);
            }
            else if (Blocks.Contains(tag))
            {
                Break(text);
            }
        }
        return text.ToString().Trim() + "\n";
    }

    private static bool NamesTag(string html, int open, string tag)
    {
        var name = open + 1 < html.Length && html[open + 1] == '/' ? open + 2 : open + 1;
        return string.Compare(html, name, tag, 0, tag.Length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    /// <summary>Reads a tag up to its end, quoted attributes passed over.</summary>
    private static string TagAt(string html, int open, out bool closes, out bool empty, out int after)
    {
        var at = open + 1;
        closes = at < html.Length && html[at] == '/';
        var name = at + (closes ? 1 : 0);
        at = name;
        while (at < html.Length && char.IsAsciiLetterOrDigit(html[at]))
        {
            at++;
        }
        var tag = html[name..at].ToLowerInvariant();
        var quote = '\0';
        while (at < html.Length && (html[at] != '>' || quote != '\0'))
        {
            if (quote != '\0')
            {
                quote = html[at] == quote ? '\0' : quote;
            }
            else if (html[at] is '"' or '\'' && tag.Length > 0 && html[at - 1] == '=')
            {
                quote = html[at];
            }
            at++;
        }
        empty = at > open && at < html.Length && html[at - 1] == '/';
        after = Math.Min(html.Length, at + 1);
        return tag;
    }

    // White space of the source is one space; that of the text ends at each block.
    private static void Words(StringBuilder text, ReadOnlySpan<char> source)
    {
        foreach (var c in WebUtility.HtmlDecode(source.ToString()))
        {
            if (!char.IsWhiteSpace(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
            {
                text.Append(' ');
            }
        }
    }

    private static void Break(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }
        if (text.Length > 0 && text[^1] != '\n')
        {
            text.Append("\n\n");
        }
    }
}
