namespace Servanda.Reading;

/// <summary>
/// What stands between a cue and what is said: the one spoken to, the day, the occasion ("in a statement", "at a briefing in
/// Geneva"), and the word that opens the content.
/// </summary>
internal sealed class Adjuncts(Page page, NounPhrases phrases, Speakers speakers)
{
    /// <summary>How far after a cue its own day may stand.</summary>
    private const int FarthestObject = 14;

    private readonly Token[] tokens = page.Tokens;

    public void ParseRight(Use use, Sentence sentence)
    {
        var t = use.Way switch
        {
            UseWay.According or UseWay.Inverted => use.Subject.Whole.End,
            UseWay.Passive => use.Words.End,
            _ => use.Words.End,
        };
        var end = sentence.EndToken;
        var speech = use.Cue is null || use.Cue.Cue.Takes(CueFrame.That | CueFrame.Quote);
        if (use.Cue is { } cue && cue.Cue.Takes(CueFrame.Object) && use.Way is not UseWay.Inverted and not UseWay.Passive)
        {
            use.Addressee = AddresseeAt(t, end);
            t = Math.Max(t, use.Addressee.End);
        }
        if (use.Way is UseWay.QuotedAs && t < end && tokens[t].Is(WordClass.By))
        {
            use.QuotedBy = phrases.PhraseFrom(t + 1, end);
            t = Math.Max(t, use.QuotedBy.End);
        }
        while (t < end)
        {
            if (Times.AdjunctAt(page, t, end) is { } day)
            {
                use.Said ??= day;
                t = day.Words.End;
            }
            else if (VagueTimeAt(t, end) is var vague && vague > t)
            {
                t = vague;
            }
            else if (tokens[t].Is(WordClass.DayWord) || (tokens[t].Is(WordClass.Weekday) && tokens[t].Capital && !(t + 1 < end && tokens[t + 1].IsWord && tokens[t + 1].Word == Tokeniser.Clitic)))
            {
                // A day that no dateline places.
                t++;
            }
            else if (tokens[t].Is(WordClass.On) && t + 1 < end && tokens[t + 1].Is(WordClass.Weekday) && tokens[t + 1].Capital)
            {
                t += 2;
            }
            else if (tokens[t].Is(WordClass.Adverb | WordClass.WeakTime) && !tokens[t].Is(WordClass.Coordinator | WordClass.Negation | WordClass.Determiner | WordClass.Subordinator) && speech && !speakers.IsMention(t))
            {
                t++;
            }
            else if (speech && tokens[t].Is(WordClass.Preposition) && OccasionAt(t, end) is var occasion && occasion > t)
            {
                use.Said ??= DayIn(new Range(t, occasion));
                t = occasion;
            }
            else
            {
                break;
            }
        }
        if (speech && t < end && tokens[t].Kind is TokenKind.Comma && tokens[t].Quote < 0 && ThatAfterCommas(t, end) is var behind && behind > t)
        {
            t = behind;
        }
        if (speech && t < end && !tokens[t].Is(WordClass.That) && tokens[t].Kind is TokenKind.Word && ThatAhead(t, end) is var that && that > t)
        {
            // Whatever stands before "that" is still whom, when or where.
            use.Said ??= DayIn(new Range(t, that));
            t = that;
        }
        if (use.Way is UseWay.According && t < end && tokens[t].Is(WordClass.That | WordClass.Relative))
        {
            // "According to figures that both have shared, 212 ...": the source, described.
            var comma = t;
            while (comma < end && tokens[comma].Kind is not TokenKind.Comma)
            {
                comma++;
            }
            t = comma < end ? comma : t;
        }
        if (t < end && tokens[t].Kind is TokenKind.Comma && tokens[t].Quote < 0)
        {
            use.CommaAfter = true;
            t++;
        }
        if (t < end && tokens[t].Kind is TokenKind.Colon)
        {
            use.ColonAfter = true;
            t++;
        }
        if (t < end && tokens[t].Is(WordClass.That) && !(t + 1 < end && phrases.IsVerb(t + 1, sentence)))
        {
            use.That = true;
            t++;
            if (t < end && tokens[t].Kind is TokenKind.Comma)
            {
                t++;
            }
        }
        use.After = t;
        if (use.Said is null && use.Way is not UseWay.According && use.Cue is { } verb)
        {
            use.Said = DayAmong(verb.Cue, t, end);
        }
    }

    /// <summary>"last week", "this month", "two days ago", "a week later": a time that dates nothing by itself.</summary>
    private int VagueTimeAt(int at, int end)
    {
        var t = at;
        while (t < end && tokens[t].Is(WordClass.WeakTime | WordClass.Numeral | WordClass.Article | WordClass.Adverb) && t - at < 3 && !speakers.IsMention(t))
        {
            t++;
        }
        if (t == at || t >= end || !tokens[t].Is(WordClass.Measure) || !tokens[t].IsWord)
        {
            return at;
        }
        t++;
        if (t < end && tokens[t].Is(WordClass.WeakTime))
        {
            t++;
        }
        var dated = tokens[at].Is(WordClass.WeakTime | WordClass.Adverb) || (tokens[t - 1].Is(WordClass.WeakTime) && t - 1 > at);
        var closes = t >= end || !tokens[t].IsWord || tokens[t].Is(WordClass.That | WordClass.Preposition | WordClass.OwnPronoun | WordClass.Determiner);
        return closes && (dated || (tokens[at].Is(WordClass.Determiner) && t < end && tokens[t].Is(WordClass.That))) ? t : at;
    }

    /// <summary>"announced, in a joint statement, that", "assured the envoy, A. Example, that": the "that" behind a second comma.</summary>
    private int ThatAfterCommas(int comma, int end)
    {
        for (var t = comma + 1; t + 1 < Math.Min(end, comma + FarthestThat); t++)
        {
            if (tokens[t].Kind is TokenKind.Comma)
            {
                return tokens[t + 1].Is(WordClass.That) ? t + 1 : comma;
            }
            if (!tokens[t].IsWord && tokens[t].Kind is not TokenKind.Number || page.InQuotation(t) || phrases.IsVerbHere(t))
            {
                return comma;
            }
        }
        return comma;
    }

    /// <summary>How far after a cue its "that" may stand.</summary>
    private const int FarthestThat = 10;

    /// <summary>The "that" that opens the content, when neither a verb nor a mark parts it from the cue.</summary>
    private int ThatAhead(int at, int end)
    {
        for (var t = at; t < Math.Min(end, at + FarthestThat); t++)
        {
            if (tokens[t].Is(WordClass.That) && t > at)
            {
                return t + 1 < end && !phrases.IsVerbHere(t + 1) && !tokens[t + 1].Is(WordClass.Preposition) ? t : at;
            }
            if (!tokens[t].IsWord && tokens[t].Kind is not TokenKind.Number || page.InQuotation(t) || tokens[t].Is(WordClass.Relative | WordClass.Subordinator & ~WordClass.That) && !tokens[t].Is(WordClass.That) || tokens[t].Cue >= 0 || phrases.IsVerbHere(t))
            {
                // "told the Council last week is that": what precedes is a clause that only points ahead.
                return tokens[t].Is(WordClass.Be) && t + 1 < end && tokens[t + 1].Is(WordClass.That) ? t + 1 : at;
            }
        }
        return at;
    }

    /// <summary>"accused each other on Friday of", "called it a lie on Friday": the day of the cue stands after its object.</summary>
    private SaidOn? DayAmong(Cue cue, int from, int end)
    {
        var content = cue.Takes(CueFrame.That);
        var stance = cue.Kind is CueKind.Position or CueKind.Denial && !content || cue.Takes(CueFrame.Of) || cue.Takes(CueFrame.For) && !content;
        for (var t = from; t < Math.Min(end, from + FarthestObject); t++)
        {
            if (tokens[t].Is(WordClass.On) && Times.AdjunctAt(page, t, end) is { } day)
            {
                var next = day.Words.End < end ? tokens[day.Words.End] : default;
                var between = (next.Is(WordClass.Of | WordClass.To | WordClass.That) || (next.Is(WordClass.Preposition) && cue.Takes(CueFrame.For | CueFrame.Over))) && !content;
                var closing = stance && (day.Words.End >= end || !next.IsWord || next.Is(WordClass.Coordinator));
                return between || closing ? day : null;
            }
            if (tokens[t].Kind is TokenKind.Comma or TokenKind.Semicolon or TokenKind.Colon || (!page.InQuotation(t) && phrases.IsVerbHere(t)))
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>"told AFP", "told a news conference in Cairo", "told reporters": up to where the content begins.</summary>
    private Range AddresseeAt(int at, int end)
    {
        var t = at;
        if (t >= end || tokens[t].Is(WordClass.That) || !tokens[t].IsWord)
        {
            return Range.None;
        }
        if (tokens[t].Is(WordClass.Pronoun) && !tokens[t].Is(WordClass.Determiner))
        {
            return new Range(t, t + 1);
        }
        while (t < end && tokens[t].IsWord && (tokens[t].Is(WordClass.Determiner) || (!tokens[t].Capital && !IsAddressee(t))) && !tokens[t].Is(WordClass.That | WordClass.Verb | WordClass.Auxiliary) && t - at < 5)
        {
            t++;
        }
        if (t >= end || !tokens[t].IsWord)
        {
            return Range.None;
        }
        if (speakers.MentionAt(t) is { } mention)
        {
            t = mention.Words.End;
            if (t < end && IsAddressee(t))
            {
                t++;
            }
        }
        else if (IsAddressee(t))
        {
            t++;
            while (t < end && IsAddressee(t) && !tokens[t].Capital)
            {
                t++;
            }
            t = OutletName(at, t, end);
        }
        else
        {
            while (t < end && tokens[t].Capital && tokens[t].IsWord && !tokens[t].Is(WordClass.Weekday | WordClass.Determiner))
            {
                t++;
            }
        }
        while (t + 1 < end && tokens[t].Is(WordClass.Preposition) && Times.AdjunctAt(page, t, end) is null && AfterPlace(t + 1, end) is var next && next > t + 1)
        {
            t = next;
        }
        return t > at ? new Range(at, t) : Range.None;
    }

    /// <summary>"the daily Example that": a name after the noun, when "that" or a mark shows where it ends.</summary>
    private int OutletName(int at, int t, int end)
    {
        if (!tokens[at].Is(WordClass.Determiner) || !tokens[t - 1].Is(WordClass.OutletNoun))
        {
            return t;
        }
        var name = t;
        while (name < end && tokens[name].Capital && tokens[name].IsWord)
        {
            name++;
        }
        return name > t && name < end && (tokens[name].Is(WordClass.That) || !tokens[name].IsWord) ? name : t;
    }

    private bool IsAddressee(int t) => t < tokens.Length && tokens[t].Is(WordClass.OutletNoun | WordClass.PersonNoun | WordClass.MeetingNoun | WordClass.Role | WordClass.OrgNoun);

    private int AfterPlace(int t, int end)
    {
        var from = t;
        if (t < end && tokens[t].Is(WordClass.Determiner))
        {
            t++;
        }
        if (t < end && speakers.MentionAt(t) is { } mention)
        {
            return mention.Words.End;
        }
        if (t < end && tokens[t].Capital && !tokens[t].Is(WordClass.Weekday | WordClass.Determiner | WordClass.Month))
        {
            while (t < end && tokens[t].Capital && !tokens[t].Is(WordClass.Weekday))
            {
                t++;
            }
            return t;
        }
        return t < end && IsAddressee(t) ? t + 1 : from;
    }

    /// <summary>"in a statement", "at a briefing in Geneva", "via Telegram", "in Cairo": the occasion of saying.</summary>
    private int OccasionAt(int at, int end)
    {
        if (tokens[at].Is(WordClass.Of | WordClass.To | WordClass.By) || at + 1 >= end)
        {
            return at;
        }
        if (tokens[at].Is(WordClass.After))
        {
            return AfterOccasion(at, end);
        }
        var t = at + 1;
        while (t < end && t - at < 6 && tokens[t].IsWord && !tokens[t].Is(WordClass.MeetingNoun) && !tokens[t].Capital && !tokens[t].Is(WordClass.That | WordClass.Auxiliary | WordClass.Verb | WordClass.Preposition | WordClass.OwnPronoun))
        {
            t++;
        }
        if (t < end && tokens[t].Is(WordClass.MeetingNoun))
        {
            while (t < end && tokens[t].Is(WordClass.MeetingNoun))
            {
                t++;
            }
            if (t < end && tokens[t].Is(WordClass.PastEnding | WordClass.Issued) && !tokens[t].Is(WordClass.Auxiliary) && !tokens[t].Capital)
            {
                t = AfterIssuing(t, end);
            }
        }
        else if (AfterPlace(at + 1, end) is var place && place > at + 1 && (place >= end || tokens[place].Kind is TokenKind.Comma or TokenKind.Stop or TokenKind.Colon or TokenKind.Quote || tokens[place].Is(WordClass.That | WordClass.On) || (tokens[place].Is(WordClass.Weekday) && tokens[place].Capital)))
        {
            t = place;
        }
        else
        {
            return at;
        }
        while (t < end && tokens[t].Is(WordClass.Preposition) && Times.AdjunctAt(page, t, end) is null && AfterPlace(t + 1, end) is var more && more > t + 1)
        {
            t = more;
        }
        return t;
    }

    /// <summary>"a communique issued late on Monday", "a message posted on X", "remarks carried by the agency".</summary>
    private int AfterIssuing(int at, int end)
    {
        var t = at + 1;
        while (t < end)
        {
            if (Times.AdjunctAt(page, t, end) is { } day)
            {
                t = day.Words.End;
            }
            else if (tokens[t].Is(WordClass.Adverb | WordClass.WeakTime | WordClass.MeetingNoun | WordClass.OutletNoun))
            {
                t++;
            }
            else if (tokens[t].Is(WordClass.Preposition) && AfterPlace(t + 1, end) is var place && place > t + 1)
            {
                t = place;
            }
            else
            {
                break;
            }
        }
        return t;
    }

    /// <summary>"after meeting the prime minister": to the end, when no verb follows.</summary>
    private int AfterOccasion(int at, int end)
    {
        for (var t = at + 1; t < end; t++)
        {
            if (tokens[t].Is(WordClass.That) || tokens[t].Kind is TokenKind.Colon or TokenKind.Quote || phrases.IsVerbHere(t))
            {
                return at;
            }
            if (tokens[t].Kind is TokenKind.Comma or TokenKind.Stop)
            {
                return t;
            }
        }
        return end;
    }

    public SaidOn? DayIn(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (Times.AdjunctAt(page, t, range.End) is { } day)
            {
                return day;
            }
            if (tokens[t].Is(WordClass.Since | WordClass.After) || (tokens[t].Is(WordClass.Preposition) && Times.AdjunctAt(page, t + 1 < range.End ? t + 1 : t, range.End) is not null && !tokens[t].Is(WordClass.On)))
            {
                // "between 1 June and 15 July", "since Monday", "by Friday": when it happened, or will.
                return null;
            }
        }
        return null;
    }
}
