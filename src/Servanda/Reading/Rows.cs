namespace Servanda.Reading;

/// <summary>A part of a statement that is one proposition: its words, and what it is about.</summary>
internal readonly record struct Part(IReadOnlyList<Range> Words, TopicFound Topic, FigureFound? Figure);

/// <summary>
/// Divides what is said into propositions. It is cut at "and", "but", "while" or a semicolon where both sides are strongly
/// about different things, or where each side has a figure of its own; and after a fronted "while ..." clause. What is left
/// without a topic takes that of the whole.
/// </summary>
internal sealed class Division(Topics topics, Figures figures)
{
    private const int ShortestPart = 4;
    private const double Strong = 2;

    public List<Part> Divide(Page page, IReadOnlyList<Range> content, string? lastUnit = null)
    {
        var ranges = content.ToArray();
        var whole = topics.Of(page, ranges);
        var parts = new List<Part>();
        var pieces = Pieces(page, ranges);
        foreach (var piece in pieces)
        {
            if (!HoldsWord(page, piece))
            {
                continue;
            }
            var own = piece.Count == 1 && !(ranges.Length == 1 && piece[0] == ranges[0]) ? topics.Of(page, [piece[0]]) : whole;
            FigureFound? figure = null;
            foreach (var range in piece)
            {
                figure ??= figures.In(page, range, lastUnit) is [var first, ..] ? first : null;
            }
            parts.Add(new Part(piece, own.Topic is Topic.General && pieces.Count == 1 ? whole : own, figure));
        }
        return parts;
    }

    private static bool HoldsWord(Page page, IReadOnlyList<Range> piece)
    {
        foreach (var range in piece)
        {
            for (var t = range.First; t < range.End; t++)
            {
                if (page.Tokens[t].Kind is TokenKind.Word or TokenKind.Number)
                {
                    return true;
                }
            }
        }
        return false;
    }

    private List<IReadOnlyList<Range>> Pieces(Page page, Range[] content)
    {
        if (content.Length > 1)
        {
            // Split by its frame: one proposition, unless both halves count something.
            var counted = content.Count(r => figures.In(page, r).Count > 0);
            return counted > 1 ? [.. content.Select(r => (IReadOnlyList<Range>)[r])] : [content];
        }
        var pieces = new List<IReadOnlyList<Range>>();
        var first = content[0].First;
        var end = content[0].End;
        var cuts = Cuts(page, content[0]);
        var from = first;
        for (var c = 0; c < cuts.Count; c++)
        {
            var next = c + 1 < cuts.Count ? cuts[c + 1].At : end;
            var left = Trim(page, from, cuts[c].At);
            var right = Trim(page, cuts[c].After, next);
            if (cuts[c].Fronted || (left.End - left.First >= ShortestPart && right.End - right.First >= ShortestPart && (cuts[c].AndThat || Differ(page, left, right))) || BothCount(page, left, right) || (page.Tokens[cuts[c].At].Kind is TokenKind.Colon && left.End - left.First >= ShortestPart && figures.In(page, right).Count > 0))
            {
                pieces.Add([left]);
                from = cuts[c].After;
            }
        }
        var last = Trim(page, from, end);
        if (!last.IsEmpty)
        {
            pieces.Add([last]);
        }
        return pieces.Count == 0 ? [content] : pieces;
    }

    private bool Differ(Page page, Range left, Range right)
    {
        var a = topics.Of(page, [left]);
        var b = topics.Of(page, [right]);
        return a.Topic != b.Topic && a.Score >= Strong && b.Score >= Strong && a.Topic is not Topic.Talks && b.Topic is not Topic.Talks;
    }

    private bool BothCount(Page page, Range left, Range right) =>
        !left.IsEmpty && !right.IsEmpty && figures.In(page, left).Count > 0 && figures.In(page, right) is [var first, ..]
        && first.Words.First - right.First <= 6;

    private static List<(int At, int After, bool Fronted, bool AndThat)> Cuts(Page page, Range range)
    {
        var tokens = page.Tokens;
        var cuts = new List<(int At, int After, bool Fronted, bool AndThat)>();
        var fronted = tokens[range.First].Is(WordClass.Subordinator) && !tokens[range.First].Is(WordClass.Conditional | WordClass.Adverb | WordClass.Preposition | WordClass.That);
        for (var t = range.First + 1; t < range.End - 1; t++)
        {
            if (fronted && tokens[t].Kind is TokenKind.Comma)
            {
                fronted = false;
                cuts.Add((t, t + 1, true, false));
            }
            else if (tokens[t].Is(WordClass.Coordinator) && tokens[t + 1].Is(WordClass.That) && t + 2 < range.End)
            {
                cuts.Add((t, t + 2, false, true));
            }
            else if (tokens[t].Is(WordClass.Coordinator) && !tokens[t].Is(WordClass.Negation) || tokens[t].Kind is TokenKind.Semicolon
                || (tokens[t].Is(WordClass.Subordinator) && tokens[t - 1].Kind is TokenKind.Comma && !tokens[t].Is(WordClass.Conditional)))
            {
                cuts.Add((t, t + 1, false, false));
            }
            else if (tokens[t].Kind is TokenKind.Colon || (tokens[t].Kind is TokenKind.Comma && (CountsAfresh(page, t + 1, range.End) || tokens[t + 1].Is(WordClass.CountState))))
            {
                cuts.Add((t, t + 1, false, false));
            }
        }
        return cuts;
    }

    /// <summary>", nine wounded", but not ", three of them children".</summary>
    private static bool CountsAfresh(Page page, int at, int end) =>
        Figures.NumberAt(page, at, end) is { } number
        && !(at + number.Length + 1 < end && page.Tokens[at + number.Length].Is(WordClass.Of) && page.Tokens[at + number.Length + 1].Is(WordClass.PluralPronoun | WordClass.Relative));

    private static Range Trim(Page page, int first, int end)
    {
        var tokens = page.Tokens;
        while (first < end && tokens[first].Kind is TokenKind.Comma or TokenKind.Semicolon or TokenKind.Colon or TokenKind.Dash)
        {
            first++;
        }
        while (end > first && (tokens[end - 1].Kind is TokenKind.Comma or TokenKind.Semicolon or TokenKind.Colon or TokenKind.Dash
            || (tokens[end - 1].Is(WordClass.Coordinator) && !tokens[end - 1].Is(WordClass.Negation))))
        {
            end--;
        }
        return new Range(first, end);
    }
}
