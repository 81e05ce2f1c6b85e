using Servanda.Claims;

namespace Servanda.Reading;

/// <summary>A figure where it stands: the number, the words of its bound and its unit.</summary>
internal readonly record struct FigureFound(Figure Figure, Range Words, bool Additive);

/// <summary>
/// Numbers that count something an agreement speaks of: people, trucks, incidents, weapons. A number counts only with a unit
/// beside it, so that dates, ages, times, distances, ordinals and the numbers of resolutions do not; "the two sides" is no
/// count, and a figure quoted for comparison ("up from nine", "an earlier toll of seven") is not what is claimed. Vague words
/// (dozens) stay words. The figure belongs to whoever speaks the sentence, never to an actor named in it.
/// </summary>
internal sealed class Figures
{
    private const int UnitWithin = 5;
    private const int StateWithin = 6;

    /// <summary>A number above this counts any plural noun after it; a smaller one only nouns that an agreement counts.</summary>
    private const int SmallNumber = 12;
    private const int FewThings = 3;

    private readonly Phrases<BoundPhrase> bounds;
    private readonly Phrases<Turn> turns;
    private readonly int longestBound;

    public Figures(Language language, Vocabulary vocabulary, Phrases<Turn> turns)
    {
        bounds = new Phrases<BoundPhrase>(vocabulary);
        foreach (var bound in language.Bounds)
        {
            bounds.Add(bound.Text, bound);
            longestBound = Math.Max(longestBound, bound.Text.Count(c => c == ' ') + 1);
        }
        bounds.Freeze();
        this.turns = turns;
    }

    /// <summary>Every figure of a stretch, in order.</summary>
    /// <param name="page">The document.</param>
    /// <param name="range">The stretch.</param>
    /// <param name="lastUnit">What was counted before: "the day before it had counted about 120".</param>
    public List<FigureFound> In(Page page, Range range, string? lastUnit = null)
    {
        if (!page.HoldsNumber(range))
        {
            return [];
        }
        var found = new List<FigureFound>();
        var t = range.First;
        var supposed = false;
        var whole = false;
        while (t < range.End)
        {
            // "unless it explained where 150 fighters had gone": what is only supposed is not claimed.
            supposed = page.Tokens[t].Is(WordClass.Conditional) && !page.Tokens[t].Is(WordClass.Preposition) && !page.InSpeech(t) || supposed && page.Tokens[t].Kind is not TokenKind.Comma;
            if (supposed)
            {
                t++;
                continue;
            }
            if (turns.LengthAt(page.Tokens, t, out var turn) is var skip and > 0 && turn is Turn.EarlierFigure)
            {
                t = AfterNumber(page, t + skip, range.End);
                continue;
            }
            if (NumberAt(page, t, range.End) is not { } number)
            {
                t++;
                continue;
            }
            if (WholeAhead(page, t, number.Length, range) is { } counted)
            {
                // "Of the 24 zones, only seven": the whole gives the unit, the part is the figure.
                lastUnit = counted;
                whole = true;
                t += number.Length;
                continue;
            }
            if (Read(page, t, number, range, lastUnit, whole) is { } figure)
            {
                found.Add(figure);
                t = Math.Max(figure.Words.End, t + number.Length);
            }
            else
            {
                t += number.Length;
            }
        }
        return found;
    }

    private static string? WholeAhead(Page page, int at, int length, Range range)
    {
        var t = at - 1;
        while (t > range.First && page.Tokens[t].Is(WordClass.Determiner))
        {
            t--;
        }
        if (t >= at - 1 || t < range.First || !page.Tokens[t].Is(WordClass.Of) || (t > range.First && page.Tokens[t - 1].IsWord))
        {
            return null;
        }
        var unit = UnitAfter(page, at + length, range.End, anyPlural: true, out var end);
        while (end < range.End && page.Tokens[end].Kind is not TokenKind.Comma)
        {
            end++;
        }
        for (var next = end; next < Math.Min(range.End, end + UnitWithin); next++)
        {
            if (NumberAt(page, next, range.End) is not null)
            {
                return unit ?? page.Shown(new Range(at + length, at + length + 1));
            }
        }
        return null;
    }

    /// <summary>"per cent", "percent", "%", and "times" as a count of what was done.</summary>
    private int ShareAt(Page page, int at, int end, decimal value)
    {
        if (at >= end)
        {
            return at;
        }
        if (page.Text[page.Tokens[at].Start] == '%')
        {
            return at + 1;
        }
        var length = turns.LengthAt(page.Tokens, at, out var turn);
        if (length == 0 || turn is not (Turn.Share or Turn.Often) || (turn is Turn.Often && value <= FewThings))
        {
            return at;
        }
        // "three times as many", "ten times the number": a ratio.
        var next = at + length < end ? page.Tokens[at + length] : default;
        return turn is Turn.Often && (next.Is(WordClass.Article | WordClass.Adverb) || next.Is(WordClass.Subordinator) && !next.Is(WordClass.Preposition)) && !next.Is(WordClass.Since) ? at : at + length;
    }

    private static bool IsOrdinal(Page page, int at, int from) => at > from && page.Tokens[at - 1].Is(WordClass.OrdinalHead) && !page.Tokens[at - 1].Is(WordClass.CountNoun | WordClass.Preposition);

    private static bool IsWhole(Page page, int at, int from)
    {
        var t = at - 1;
        while (t > from && (page.Tokens[t].Is(WordClass.Determiner | WordClass.PastEnding)))
        {
            t--;
        }
        return t < at - 1 && t > from && page.Tokens[t].Is(WordClass.Of) && (page.Tokens[t - 1].Kind is TokenKind.Number || page.Tokens[t - 1].Is(WordClass.Numeral));
    }

    private static int AfterNumber(Page page, int at, int end)
    {
        for (var t = at; t < Math.Min(end, at + 4); t++)
        {
            if (NumberAt(page, t, end) is { } number)
            {
                return t + number.Length;
            }
        }
        return at;
    }

    private FigureFound? Read(Page page, int at, (decimal Value, int Length) number, Range range, string? lastUnit, bool afterWhole)
    {
        var tokens = page.Tokens;
        var after = at + number.Length;
        if (at > range.First + 2 && IsWhole(page, at, range.First))
        {
            // "750 of the promised 2,000": the whole, not the count.
            return null;
        }
        var (bound, first, additive) = BoundBefore(page, at, range.First);
        decimal value = number.Value;
        decimal? high = null;
        decimal? of = null;
        if (bound is Bound.Between)
        {
            if (after + 1 >= range.End || !tokens[after].Is(WordClass.Coordinator) || NumberAt(page, after + 1, range.End) is not { } upper)
            {
                return null;
            }
            high = upper.Value;
            after += 1 + upper.Length;
        }
        if (bound is null && AfterBound(page, after, range.End) is { } later)
        {
            bound = later.Bound;
            after = later.End;
        }
        // "some 2,000 of them": whoever was counted before.
        var them = after + 1 < range.End && tokens[after].Is(WordClass.Of) && tokens[after + 1].Is(WordClass.PluralPronoun | WordClass.Determiner)
            && !tokens[after + 1].Is(WordClass.Article) && (after + 2 >= range.End || !tokens[after + 2].Is(WordClass.CountNoun));
        // "28 of the 30 prisoners": the whole stands between the number and its unit.
        if (after + 1 < range.End && tokens[after].Is(WordClass.Of))
        {
            var whole = after + 1;
            while (whole < range.End && tokens[whole].Is(WordClass.Determiner))
            {
                whole++;
            }
            if (whole + 1 < range.End && NumberAt(page, whole, range.End) is null && tokens[whole].Is(WordClass.PastEnding) && NumberAt(page, whole + 1, range.End) is not null)
            {
                // "three of the planned eight units"
                whole++;
            }
            if (whole < range.End && NumberAt(page, whole, range.End) is { } all)
            {
                of = all.Value;
                after = whole + all.Length;
            }
            else
            {
                after = whole;
            }
        }
        if (ShareAt(page, after, range.End, value) is var share && share > after && !IsOrdinal(page, at, range.First))
        {
            return new FigureFound(new Figure(value, bound ?? Bound.Exact, page.Shown(new Range(after, share)), high, of), new Range(first, share), additive);
        }
        if (IsNoCount(page, at, first, after, number.Value, bound, range, part: of is not null))
        {
            return null;
        }
        var unit = UnitAfter(page, after, range.End, bound is not null || number.Value > SmallNumber || of is not null || tokens[at].Kind is TokenKind.Number, out var end);
        if (unit is null && them)
        {
            unit = StateAfter(page, after, range.End) ?? page.Shown(new Range(after - 1, after));
        }
        if (unit is null && (bound is Bound.AllBut || IsTally(page, first, range.First)) && UnitBefore(page, first, range.First) is { } before)
        {
            unit = before;
            end = after;
        }
        unit ??= StateAround(page, at, after, range, out end);
        var alone = after == range.End || !tokens[after].IsWord || (tokens[after].Is(WordClass.Preposition) && !tokens[after].Is(WordClass.Of));
        unit ??= afterWhole || alone && (first == range.First || IsTally(page, first, range.First)) ? lastUnit : null;
        if (unit is null)
        {
            return null;
        }
        return new FigureFound(new Figure(value, bound ?? Bound.Exact, unit, high, of), new Range(first, Math.Max(end, after)), additive);
    }

    /// <summary>The number that begins at a token: digits, or words to 999 and beyond ("two hundred and six").</summary>
    public static (decimal Value, int Length)? NumberAt(Page page, int at, int end)
    {
        ref readonly var token = ref page.Tokens[at];
        if (token.Kind is TokenKind.Number)
        {
            var text = page.TextOf(token);
            if (text.ContainsAny(":/-") || !decimal.TryParse(WithoutMarks(text), System.Globalization.NumberStyles.AllowDecimalPoint, null, out var digits))
            {
                return null;
            }
            return at + 1 < end && Scale(page, at + 1) is { } scale ? (digits * scale, 2) : (digits, 1);
        }
        decimal total = 0;
        decimal current = 0;
        var length = 0;
        for (var t = at; t < end; t++)
        {
            ref readonly var word = ref page.Tokens[t];
            if (length > 0 && word.Is(WordClass.Coordinator) && current % 100 == 0 && current > 0 && t + 1 < end && Word(page, t + 1) is > 0 and < 100)
            {
                continue;
            }
            if (Word(page, t) is not { } value)
            {
                break;
            }
            if (value >= 1000)
            {
                total += Math.Max(1, current) * value;
                current = 0;
            }
            else if (value == 100)
            {
                current = Math.Max(1, current) * 100;
            }
            else if (length > 0 && current % 10 != 0 && current % 100 != 0)
            {
                break;
            }
            else
            {
                current += value;
            }
            length = t + 1 - at;
        }
        return length == 0 ? null : (total + current, length);
    }

    private static string WithoutMarks(ReadOnlySpan<char> text) => text.ToString().Replace(",", "");

    private static decimal? Scale(Page page, int at) => Word(page, at) is >= 1000 and var scale ? scale : null;

    /// <summary>The value of a numeral; "twenty-one" is one word.</summary>
    private static decimal? Word(Page page, int at)
    {
        ref readonly var token = ref page.Tokens[at];
        if (!token.IsWord)
        {
            return null;
        }
        if (token.Is(WordClass.Numeral))
        {
            return page.Language.Numerals.TryGetValue(Letters.Fold(page.TextOf(token)), out var value) ? value : null;
        }
        var text = page.TextOf(token);
        var hyphen = text.IndexOfAny('-', '‑', '‐');
        return hyphen is > 2 and < 8 && text.Length - hyphen is > 3 and < 7
            && page.Language.Numerals.TryGetValue(Letters.Fold(text[..hyphen]), out var tens) && tens is >= 20 and < 100
            && page.Language.Numerals.TryGetValue(Letters.Fold(text[(hyphen + 1)..]), out var ones) && ones is > 0 and < 10
                ? tens + ones
                : null;
    }

    private (Bound? Bound, int First, bool Additive) BoundBefore(Page page, int at, int from)
    {
        var number = at;
        while (number > from && page.Tokens[number - 1].Is(WordClass.Article) && number == at)
        {
            // "the remaining 48": the article is no bound, but "all but the two" may stand before it.
            number--;
        }
        for (var start = Math.Max(from, number - longestBound); start < number; start++)
        {
            var length = bounds.LengthAt(page.Tokens, start, out var bound);
            if (length > 0 && start + length == number && bound!.Side is BoundSide.None)
            {
                // "hand over 48": the word belongs to the verb.
                return (null, at, false);
            }
            if (length > 0 && start + length == number && bound!.Side is BoundSide.Before)
            {
                return (bound.Bound, start, bound.Bound is Bound.Exact);
            }
        }
        return (null, at, false);
    }

    private (Bound Bound, int End)? AfterBound(Page page, int at, int end)
    {
        for (var t = at; t < Math.Min(end, at + 2); t++)
        {
            var length = bounds.LengthAt(page.Tokens, t, out var bound);
            if (length > 0 && bound!.Side is BoundSide.After && t + length <= end)
            {
                return (bound.Bound, t == at ? t + length : at);
            }
        }
        return null;
    }

    private static bool IsNoCount(Page page, int at, int first, int after, decimal value, Bound? bound, Range range, bool part)
    {
        var tokens = page.Tokens;
        var before = at > range.First ? tokens[at - 1] : default;
        // Dates, years, clock times, articles and resolutions.
        if (CalendarDay.At(page, at) is { Day: not null } || (at > range.First && CalendarDay.At(page, at - 1) is { Length: >= 2 }) || (at > range.First + 1 && CalendarDay.At(page, at - 2) is { Length: >= 3 }))
        {
            return true;
        }
        if (before.Is(WordClass.OrdinalHead) && !before.Is(WordClass.CountNoun | WordClass.Preposition) && bound is null)
        {
            return true;
        }
        if (at > range.First && page.Text[Math.Max(0, tokens[at].Start - 1)] is '$' or '€' or '£' or '#')
        {
            return true;
        }
        if (value >= 1900 && value <= 2200 && tokens[at].Kind is TokenKind.Number && tokens[at].End - tokens[at].Start == 4 && before.Is(WordClass.Preposition) && !before.Is(WordClass.Of))
        {
            return true;
        }
        if (value <= FewThings && bound is null && !part && tokens[at].IsWord && after < range.End && CountsFew(page, after, range.End))
        {
            return true;
        }
        if (after < range.End && (tokens[after].Is(WordClass.Measure) || page.Text[tokens[after].Start] == '%'))
        {
            return true;
        }
        if (after + 1 < range.End && tokens[after].IsWord && !tokens[after].Is(WordClass.CountNoun) && tokens[after + 1].Is(WordClass.Measure) && !tokens[after].Is(WordClass.Coordinator))
        {
            return true;
        }
        // "the two sides", "both ...", "one of", "one another": no counts.
        var small = value <= 12 && tokens[at].IsWord;
        if (small && after < range.End && (tokens[after].Is(WordClass.BothSides) || (tokens[after].Is(WordClass.SmallDefinite) && before.Is(WordClass.Article) && !before.Is(WordClass.Indefinite))))
        {
            return true;
        }
        if (bound is null && small && first > range.First && tokens[first - 1].Is(WordClass.Article) && !tokens[first - 1].Is(WordClass.Indefinite))
        {
            return true;
        }
        if (value == 1 && before.Is(WordClass.Negation))
        {
            return true;
        }
        return value == 1 && tokens[at].IsWord && bound is null && (after >= range.End || !tokens[after].Is(WordClass.CountNoun) || tokens[after - 1].Is(WordClass.Of | WordClass.Determiner) && after - 1 > at);
    }

    /// <summary>"two more towns", "three villages": a few places or bodies are named, not counted.</summary>
    private static bool CountsFew(Page page, int at, int limit)
    {
        for (var t = at; t < Math.Min(limit, at + UnitWithin) && page.Tokens[t].IsWord; t++)
        {
            if (page.Tokens[t].Is(WordClass.CountNoun | WordClass.SmallDefinite))
            {
                return page.Tokens[t].Is(WordClass.SmallDefinite) && StateAfter(page, t + 1, limit) is null;
            }
        }
        return false;
    }

    /// <summary>The counted noun after a number, over adjectives, with its state: "Palestinians killed", "aid trucks".</summary>
    private static string? UnitAfter(Page page, int at, int limit, bool anyPlural, out int end)
    {
        var tokens = page.Tokens;
        end = at;
        for (var t = at; t < Math.Min(limit, at + UnitWithin); t++)
        {
            ref readonly var token = ref tokens[t];
            if (t == at && token.Is(WordClass.Determiner) && !token.Is(WordClass.Article | WordClass.Pronoun))
            {
                // "17 such cases"
                continue;
            }
            if (!token.IsWord || token.Is(WordClass.Preposition | WordClass.Determiner | WordClass.Auxiliary | WordClass.Relative | WordClass.Subordinator | WordClass.Verb))
            {
                if (!token.IsWord && token.Kind is not TokenKind.Quote || token.Is(WordClass.Determiner | WordClass.Auxiliary | WordClass.Relative | WordClass.Verb | WordClass.Subordinator | WordClass.Preposition))
                {
                    return null;
                }
                continue;
            }
            if (token.Is(WordClass.CountNoun) || IsPeople(page, t))
            {
                while (t + 1 < limit && tokens[t + 1].Is(WordClass.CountNoun) && !tokens[t + 1].Is(WordClass.CountState))
                {
                    t++;
                }
                end = t + 1;
                var noun = page.Shown(new Range(at, end));
                return StateAfter(page, end, limit) is { } state ? $"{noun} {state}" : noun;
            }
            if (token.Is(WordClass.CountState) && t + 1 < limit && page.Tokens[t + 1].Is(WordClass.CountNoun))
            {
                // "150 registered fighters"
                continue;
            }
            if (token.Is(WordClass.CountState))
            {
                end = t + 1;
                return page.Shown(new Range(at, end));
            }
            if (t + 1 < limit && (anyPlural || (t <= at + 1 && StateAfter(page, t + 1, limit) is not null)) && IsPlural(page, t) && !page.Tokens[t + 1].Is(WordClass.CountNoun) && !IsPlural(page, t + 1))
            {
                end = t + 1;
                return page.Shown(new Range(at, end));
            }
        }
        return null;
    }

    private static bool IsPlural(Page page, int at) =>
        page.Tokens[at].IsWord && page.TextOf(page.Tokens[at]).EndsWith(page.Language.PluralEnding, StringComparison.Ordinal) && page.TextOf(page.Tokens[at]).Length > 4
        && !page.Tokens[at].Is(WordClass.Measure | WordClass.SmallDefinite | WordClass.Adverb | WordClass.Verb | WordClass.Auxiliary | WordClass.Preposition);

    /// <summary>"puts the number of displaced at": the unit stands before the number.</summary>
    private static bool IsTally(Page page, int at, int from) => at > from && page.Tokens[at - 1].Is(WordClass.Preposition) && !page.Tokens[at - 1].Is(WordClass.Of | WordClass.By | WordClass.On | WordClass.With)
        && at - from <= 6;

    /// <summary>"395 Palestinians", "ten Southlanders": a capitalised plural is people.</summary>
    private static bool IsPeople(Page page, int at) =>
        page.Tokens[at].Capital && page.TextOf(page.Tokens[at]).EndsWith(page.Language.PluralEnding, StringComparison.Ordinal) && !page.Tokens[at].Is(WordClass.Weekday | WordClass.Month);

    private static string? StateAfter(Page page, int at, int limit)
    {
        for (var t = at; t < Math.Min(limit, at + StateWithin); t++)
        {
            if (page.Tokens[t].Is(WordClass.CountState))
            {
                return page.Shown(new Range(t, t + 1));
            }
            if (page.Tokens[t].Kind is TokenKind.Stop or TokenKind.Semicolon || NumberAt(page, t, limit) is not null)
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>"killed four", "another 12 were turned back": the unit is what happened.</summary>
    private static string? StateAround(Page page, int at, int after, Range range, out int end)
    {
        end = after;
        for (var t = at - 1; t >= Math.Max(range.First, at - 4); t--)
        {
            if (page.Tokens[t].Is(WordClass.CountState) && !page.Tokens[t].Is(WordClass.CountNoun & ~WordClass.CountState))
            {
                return page.Shown(new Range(t, t + 1));
            }
        }
        for (var t = after; t < Math.Min(range.End, after + 4); t++)
        {
            if (page.Tokens[t].Is(WordClass.CountState))
            {
                end = t + 1;
                return page.Shown(new Range(t, t + 1));
            }
            if (!page.Tokens[t].Is(WordClass.Auxiliary | WordClass.Adverb))
            {
                break;
            }
        }
        return null;
    }

    /// <summary>"all of the hostages except for one": what is left from.</summary>
    private static string? UnitBefore(Page page, int at, int from)
    {
        for (var t = at - 1; t >= Math.Max(from, at - 8); t--)
        {
            if (page.Tokens[t].Is(WordClass.CountNoun | WordClass.CountState))
            {
                return page.Shown(new Range(t, t + 1));
            }
        }
        return null;
    }
}
