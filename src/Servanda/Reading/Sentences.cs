namespace Servanda.Reading;

/// <summary>
/// Pairs quotation marks inside each paragraph, then cuts paragraphs into sentences outside them. A double mark pairs by its
/// shape, a straight one by what stands around it; a single mark counts only when it is paired round a phrase, so that
/// apostrophes do not. A quotation left open runs on when the next paragraph opens one. One pass each; no look-back.
/// </summary>
internal static class Sentences
{
    private const int FragmentWords = 3;

    /// <summary>What is longer, outside quotation marks, is no sentence; the cut keeps the work on any text in proportion to its length.</summary>
    private const int LongestSentence = 300;
    private const int LongestAfterthought = 9;
    private const int LongestAfterQuestion = 16;

    private enum Side { None, Opens, Closes, Either }

    public static void Cut(Page page)
    {
        for (var p = 0; p < page.Paragraphs.Count; p++)
        {
            PairQuotes(page, p);
        }
        for (var p = 0; p < page.Paragraphs.Count; p++)
        {
            if (page.Paragraphs[p].Kind is ParagraphKind.Body)
            {
                CutParagraph(page, p);
            }
        }
    }

    private static void PairQuotes(Page page, int index)
    {
        var paragraph = page.Paragraphs[index];
        var tokens = page.Tokens;
        var openDouble = -1;
        var openSingle = -1;
        for (var t = paragraph.FirstToken; t < paragraph.EndToken; t++)
        {
            if (tokens[t].Kind is not TokenKind.Quote)
            {
                continue;
            }
            if (IsSingle(page.Text, tokens[t]))
            {
                if (openDouble >= 0)
                {
                    continue;
                }
                var side = SideOf(page, t);
                if (openSingle >= 0 && side is Side.Closes or Side.Either)
                {
                    Add(page, openSingle, t + 1, open: false);
                    openSingle = -1;
                }
                else if (side is Side.Opens)
                {
                    openSingle = t;
                }
                continue;
            }
            openSingle = -1;
            var shape = SideOf(page, t);
            if (openDouble >= 0 && shape is Side.Opens)
            {
                Add(page, openDouble, t, open: false);
                openDouble = t;
            }
            else if (openDouble >= 0)
            {
                Add(page, openDouble, t + 1, open: false);
                openDouble = -1;
            }
            else if (shape is not Side.Closes)
            {
                openDouble = t;
            }
        }
        if (openDouble >= 0 && (openDouble == paragraph.FirstToken || NextOpens(page, index)))
        {
            Add(page, openDouble, paragraph.EndToken, open: true);
        }
    }

    private static bool NextOpens(Page page, int index) =>
        index + 1 < page.Paragraphs.Count
        && page.Paragraphs[index + 1].FirstToken is var first
        && first < page.Tokens.Length
        && page.Tokens[first].Kind is TokenKind.Quote
        && !IsSingle(page.Text, page.Tokens[first]);

    private static bool IsSingle(string text, in Token mark) => mark.End - mark.Start == 1 && text[mark.Start] is '\'' or '‘' or '’' or '`' && mark.End - mark.Start == 1;

    private static Side SideOf(Page page, int at)
    {
        ref readonly var mark = ref page.Tokens[at];
        switch (page.Text[mark.Start])
        {
            case '“' or '«' or '„' or '‘':
                return Side.Opens;
            case '”' or '»':
                return Side.Closes;
        }
        var before = mark.Start == 0 ? ' ' : page.Text[mark.Start - 1];
        var after = mark.End >= page.Text.Length ? ' ' : page.Text[mark.End];
        var spaceBefore = char.IsWhiteSpace(before) || before is '(' or '[' or '—' or '–' or '-';
        var spaceAfter = char.IsWhiteSpace(after) || char.IsPunctuation(after);
        return (spaceBefore, spaceAfter) switch
        {
            (true, false) => Side.Opens,
            (false, true) => Side.Closes,
            (false, false) => IsSingle(page.Text, mark) ? Side.None : Side.Either,
            _ => Side.Either,
        };
    }

    private static void Add(Page page, int first, int end, bool open)
    {
        var words = 0;
        for (var t = first; t < end; t++)
        {
            page.Tokens[t].Quote = page.Quotations.Count;
            words += page.Tokens[t].Kind is TokenKind.Word or TokenKind.Number ? 1 : 0;
        }
        var last = Math.Max(first, end - 2);
        var pointed = page.Tokens[last].Kind is TokenKind.Stop or TokenKind.Comma
            || (end < page.Tokens.Length && page.Tokens[end].Kind is TokenKind.Comma && first > 0 && page.Tokens[first - 1].Kind is TokenKind.Stop);
        page.Quotations.Add(new Quotation { FirstToken = first, EndToken = end, Words = words, Fragment = words <= FragmentWords && !pointed, Open = open });
    }

    private static void CutParagraph(Page page, int index)
    {
        var paragraph = page.Paragraphs[index];
        var first = paragraph.FirstToken;
        for (var t = first; t < paragraph.EndToken; t++)
        {
            if (EndsHere(page, t, paragraph.EndToken, out var end) || (t - first >= LongestSentence && page.Tokens[t].Quote < 0))
            {
                page.Sentences.Add(new Sentence(first, end, index));
                first = end;
                t = end - 1;
            }
        }
        if (first < paragraph.EndToken)
        {
            page.Sentences.Add(new Sentence(first, paragraph.EndToken, index));
        }
    }

    private static bool EndsHere(Page page, int at, int limit, out int end)
    {
        var tokens = page.Tokens;
        end = at + 1;
        if (tokens[at].Quote >= 0)
        {
            // A quotation that closes on a full stop ends the sentence, unless "he asked." follows.
            var quotation = page.Quotations[tokens[at].Quote];
            return at == quotation.EndToken - 1 && at > quotation.FirstToken && tokens[at - 1].EndsSentence
                && (end >= limit || (StartsSentence(tokens[end]) && !IsAfterthought(page, end, limit)));
        }
        if (!tokens[at].EndsSentence)
        {
            return false;
        }
        while (end < limit && tokens[end].Kind is TokenKind.Bracket && page.Text[tokens[end].Start] is ')' or ']')
        {
            end++;
        }
        return end >= limit || StartsSentence(tokens[end]);
    }

    private static bool StartsSentence(in Token token) => token.Capital || token.Kind is TokenKind.Quote or TokenKind.Number or TokenKind.Bracket or TokenKind.Dash || token.Start == token.End;

    private static bool OpensContent(Page page, int at, int limit)
    {
        for (var t = at; t < limit && page.Tokens[t].Kind is not TokenKind.Stop; t++)
        {
            if (page.Tokens[t].Is(WordClass.That | WordClass.Auxiliary) || page.Tokens[t].Kind is TokenKind.Quote or TokenKind.Colon)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"..." X asked. — a few words with a cue, then the full stop.</summary>
    private static bool IsAfterthought(Page page, int at, int limit)
    {
        var asked = page.Text[page.Tokens[at - 1].Start - 1] is '?' or '!';
        for (var t = at; t < Math.Min(limit, at + (asked ? LongestAfterQuestion : LongestAfterthought)); t++)
        {
            if (page.Tokens[t].Cue >= 0)
            {
                // After a question or a cry whoever cried follows, unless what is said follows too.
                return t + 1 >= limit || page.Tokens[t + 1].Kind is TokenKind.Stop or TokenKind.Comma || (asked && !OpensContent(page, t + 1, limit));
            }
            if (page.Tokens[t].Kind is TokenKind.Stop or TokenKind.Quote)
            {
                return false;
            }
        }
        return false;
    }
}
