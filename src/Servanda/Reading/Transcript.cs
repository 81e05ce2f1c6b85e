namespace Servanda.Reading;

/// <summary>
/// Transcripts: paragraphs that begin with a speaker's name or office and a colon. Two such labels make a document a
/// transcript; a paragraph without a label goes on with the turn before. A heading of one common word ("Incidents:") is no
/// label.
/// </summary>
internal static class Transcript
{
    private const int LongestLabel = 14;
    private const int FewestTurns = 2;

    public static void Find(Page page, Phrases<Turn> turns)
    {
        var labels = new List<(int Paragraph, Range Label, int After, bool Asks)>();
        for (var p = 0; p < page.Paragraphs.Count; p++)
        {
            var paragraph = page.Paragraphs[p];
            paragraph.Floor = -1;
            page.Paragraphs[p] = paragraph;
            if (p > 0 && LabelOf(page, paragraph, turns, out var asks) is { IsEmpty: false } label)
            {
                labels.Add((p, new Range(label.First, label.End - 1), label.End, asks));
            }
        }
        if (labels.Count < FewestTurns || labels.TrueForAll(l => l.Asks))
        {
            return;
        }
        var next = 0;
        for (var p = 0; p < page.Paragraphs.Count; p++)
        {
            var paragraph = page.Paragraphs[p];
            if (next < labels.Count && labels[next].Paragraph == p)
            {
                page.Floors.Add(new Floor(labels[next].Label, labels[next].Asks));
                paragraph.FirstToken = labels[next].After;
                next++;
            }
            paragraph.Floor = page.Floors.Count - 1;
            if (paragraph.Floor >= 0)
            {
                paragraph.Kind = paragraph.FirstToken < paragraph.EndToken ? ParagraphKind.Body : ParagraphKind.Heading;
            }
            page.Paragraphs[p] = paragraph;
        }
    }

    /// <summary>The label with its colon: a name of two words or more, an office, or a questioner; a place in brackets may follow.</summary>
    private static Range LabelOf(Page page, in Paragraph paragraph, Phrases<Turn> turns, out bool asks)
    {
        asks = false;
        var tokens = page.Tokens;
        var names = 0;
        var office = false;
        var bracket = false;
        for (var t = paragraph.FirstToken; t < Math.Min(paragraph.EndToken, paragraph.FirstToken + LongestLabel); t++)
        {
            ref readonly var token = ref tokens[t];
            if (token.Kind is TokenKind.Colon)
            {
                // "The minister: “...”" is a quotation, and no turn.
                var quotes = t + 1 < paragraph.EndToken && tokens[t + 1].Kind is TokenKind.Quote;
                return t > paragraph.FirstToken && !quotes && (asks || office || names > 1) ? new Range(paragraph.FirstToken, t + 1) : Range.None;
            }
            if (token.Kind is TokenKind.Bracket)
            {
                bracket = page.Text[token.Start] is '(' or '[';
                continue;
            }
            if (t == paragraph.FirstToken && turns.LengthAt(tokens, t, out var turn) > 0 && turn is Turn.Questioner)
            {
                asks = true;
                continue;
            }
            if (bracket || token.Kind is TokenKind.Comma)
            {
                continue;
            }
            if (!token.IsWord || (!token.Capital && !token.Is(WordClass.NameParticle | WordClass.Preposition | WordClass.Article)) || token.Cue >= 0)
            {
                return Range.None;
            }
            office |= token.Is(WordClass.Role | WordClass.Title);
            names += token.Capital && !token.Is(WordClass.Determiner | WordClass.OrgNoun | WordClass.DocumentNoun | WordClass.MeetingNoun | WordClass.CountNoun | WordClass.MonitorNoun) ? 1 : 0;
        }
        return Range.None;
    }
}
