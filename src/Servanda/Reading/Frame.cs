using NodaTime;

namespace Servanda.Reading;

/// <summary>
/// The frame of a document: which lines make a paragraph, which of these are headings, crossheads, credits and by-lines that
/// state nothing, and where the dateline ends and the text begins. Lines are joined where a text is wrapped; a blank line
/// always parts.
/// </summary>
internal static class Frame
{
    private const int LongestHeading = 14;
    private const int LongestTitle = 30;
    private const int LongestCredit = 25;
    private const int ShortLine = 45;
    private const int LongestSignature = 30;
    private const int DatelineTokens = 16;

    public static void LayOut(Page page)
    {
        Divide(page);
        for (var p = 0; p < page.Paragraphs.Count; p++)
        {
            var paragraph = page.Paragraphs[p];
            StripDateline(page, ref paragraph, p);
            paragraph.Kind = KindOf(page, paragraph, p == 0 ? LongestTitle : LongestHeading);
            page.Paragraphs[p] = paragraph;
        }
    }

    /// <summary>Cuts the text into paragraphs: one pass over its lines, one over its tokens.</summary>
    private static void Divide(Page page)
    {
        var text = page.Text;
        var token = 0;
        var at = 0;
        var previous = (Start: 0, End: 0);
        var open = -1;
        while (at < text.Length)
        {
            var end = at;
            while (end < text.Length && text[end] is not ('\n' or '\r' or '\u2028' or '\u2029'))
            {
                end++;
            }
            var line = Trim(text, at, end);
            if (line.Start >= line.End)
            {
                Close(line.Start);
            }
            else
            {
                if (open >= 0 && BeginsParagraph(text, previous, line))
                {
                    Close(line.Start);
                }
                if (open < 0)
                {
                    while (token < page.Tokens.Length && page.Tokens[token].Start < line.Start)
                    {
                        token++;
                    }
                    open = token;
                }
                previous = line;
            }
            at = end + 1;
        }
        Close(text.Length);

        void Close(int before)
        {
            if (open < 0)
            {
                return;
            }
            while (token < page.Tokens.Length && page.Tokens[token].Start < before)
            {
                token++;
            }
            if (token > open)
            {
                page.Paragraphs.Add(new Paragraph { FirstToken = open, EndToken = token });
            }
            open = -1;
        }
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }
        return (start, end);
    }

    private static bool BeginsParagraph(string text, (int Start, int End) previous, (int Start, int End) line)
    {
        var first = text[line.Start];
        if (first is '•' or '*' or '·' || (first is '-' or '–' && line.Start + 1 < line.End && text[line.Start + 1] == ' '))
        {
            return true;
        }
        var startsAfresh = char.IsUpper(first) || char.IsDigit(first) || first is '"' or '“' or '‘' or '\'' or '«' or '„' or '(';
        var endsWhole = text[previous.End - 1] is '.' or '?' or '!' or ':' or ';' or '"' or '”' or '’' or '»' or ')';
        var signed = first is '"' or '“' && text.AsSpan(Math.Max(previous.Start, previous.End - LongestSignature), Math.Min(LongestSignature, previous.End - previous.Start)).ContainsAny("―—");
        return signed || startsAfresh && (endsWhole || previous.End - previous.Start < ShortLine);
    }

    private const int DatelineWithin = 120;

    /// <summary>The first full date near the beginning, or the one that the head announces as that of issue.</summary>
    public static LocalDate? FindDateline(Page page)
    {
        LocalDate? first = null;
        for (var t = 0; t < Math.Min(page.Tokens.Length, DatelineWithin); t++)
        {
            if (CalendarDay.At(page, t) is { Year: not null } day && day.Resolve(null, past: true) is { } date)
            {
                if (Announces(page, 0, t))
                {
                    return date;
                }
                first ??= date;
                t += day.Length - 1;
            }
        }
        return first;
    }

    /// <summary>"Issued on ..." marks the day of the document among other days in its head.</summary>
    private static bool Announces(Page page, int from, int at)
    {
        for (var t = Math.Max(from, at - 4); t < at; t++)
        {
            if (page.Tokens[t].Is(WordClass.Issued))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"date 2026-01-09 ", "GENEVA, 3 March 2026 (Agency) — ", "14:05 GMT - ", a bullet: what stands before the text.</summary>
    private static void StripDateline(Page page, ref Paragraph paragraph, int index)
    {
        var tokens = page.Tokens;
        var first = paragraph.FirstToken;
        var end = paragraph.EndToken;
        if (tokens[first].Kind is TokenKind.Dash or TokenKind.Symbol && !EndsLikeCrosshead(page, paragraph))
        {
            first++;
            paragraph.Item = true;
        }
        else if (first + 2 < end && tokens[first].Kind is TokenKind.Number && tokens[first].End - tokens[first].Start <= 3 && tokens[first + 1].Kind is TokenKind.Stop or TokenKind.Bracket && tokens[first + 1].Start == tokens[first].End)
        {
            // "3. The mission ...": the number of the paragraph.
            first += 2;
            paragraph.Item = true;
        }
        if (first + 1 < end && IsClock(page, first) && tokens[first + 1].Capital)
        {
            // "10.40 Defence Minister A. Example: ..."
            first++;
        }
        if (index == 0 && first + 1 < end && tokens[first].IsWord && tokens[first + 1].Kind is TokenKind.Number && CalendarDay.At(page, first + 1) is { Year: not null })
        {
            first += 2;
        }
        var limit = Math.Min(end, first + DatelineTokens);
        for (var t = first; t < limit && first < end; t++)
        {
            if (tokens[t].Kind is TokenKind.Dash or TokenKind.Colon && IsDateline(page, first, t))
            {
                first = t + 1;
                break;
            }
            if (tokens[t].Kind is TokenKind.Quote or TokenKind.Stop || tokens[t].Cue >= 0)
            {
                break;
            }
        }
        paragraph.FirstToken = Math.Min(first, end);
    }

    private static bool IsClock(Page page, int at)
    {
        var text = page.TextOf(page.Tokens[at]);
        var mark = text.IndexOfAny('.', ':');
        return page.Tokens[at].Kind is TokenKind.Number && mark is 1 or 2 && text.Length - mark == 3;
    }

    private static bool IsDateline(Page page, int first, int mark)
    {
        if (mark == first)
        {
            return false;
        }
        var tokens = page.Tokens;
        var clock = tokens[first].Kind is TokenKind.Number && page.TextOf(tokens[first]).Contains(':');
        var bracket = tokens[mark - 1].Kind is TokenKind.Bracket;
        var capitals = tokens[first].End - tokens[first].Start >= 3 && page.IsAllCapitals(tokens[first]);
        var dated = false;
        for (var t = first; t < mark; t++)
        {
            dated |= tokens[t].Is(WordClass.Month) && tokens[t].Capital;
            if (!tokens[t].Capital && tokens[t].IsWord && !tokens[t].Is(WordClass.Preposition | WordClass.Month | WordClass.Measure | WordClass.Determiner))
            {
                return false;
            }
        }
        return clock || dated || (tokens[mark].Kind is TokenKind.Dash && (bracket || (capitals && mark - first <= 6)));
    }

    private static bool HoldsStop(Page page, in Paragraph paragraph)
    {
        for (var t = paragraph.FirstToken; t < paragraph.EndToken; t++)
        {
            if (page.Tokens[t].EndsSentence)
            {
                return true;
            }
        }
        return false;
    }

    private static bool EndsLikeCrosshead(Page page, in Paragraph paragraph) =>
        page.Tokens[paragraph.EndToken - 1].Kind is TokenKind.Dash && paragraph.EndToken - paragraph.FirstToken > 1;

    private static ParagraphKind KindOf(Page page, in Paragraph paragraph, int longest)
    {
        var tokens = page.Tokens;
        var length = paragraph.EndToken - paragraph.FirstToken;
        if (length <= 0)
        {
            return ParagraphKind.Heading;
        }
        if (EndsLikeCrosshead(page, paragraph))
        {
            return ParagraphKind.Crosshead;
        }
        var first = tokens[paragraph.FirstToken].Kind is TokenKind.Bracket && length > 1 ? paragraph.FirstToken + 1 : paragraph.FirstToken;
        var second = first + 1 < paragraph.EndToken ? tokens[first + 1] : tokens[first];
        var credit = tokens[first].Is(WordClass.SkipStart) && tokens[first].Capital
            && (second.Is(WordClass.By | WordClass.Coordinator | WordClass.SkipStart) || !page.Tokens[paragraph.EndToken - 1].EndsSentence);
        if (credit && length <= LongestCredit)
        {
            return ParagraphKind.Credit;
        }
        if (tokens[first].Kind is TokenKind.Quote && HoldsStop(page, paragraph))
        {
            return ParagraphKind.Body;
        }
        var last = tokens[paragraph.EndToken - 1];
        var closed = last.Kind is TokenKind.Stop or TokenKind.Colon or TokenKind.Semicolon or TokenKind.Comma
            || (last.Kind is TokenKind.Quote && length > 1 && tokens[paragraph.EndToken - 2].Kind is TokenKind.Stop or TokenKind.Comma)
            || (last.Kind is TokenKind.Bracket && length > 1 && tokens[paragraph.EndToken - 2].Kind is TokenKind.Stop);
        return closed || length > longest ? ParagraphKind.Body : ParagraphKind.Heading;
    }
}
