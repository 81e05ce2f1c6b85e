namespace Servanda.Reading;

/// <summary>
/// The noun phrases of a sentence: the one that ends before a token, the one that begins at it, the subject of the sentence,
/// and what stands in apposition. A phrase ends where a verb, a connective or a mark stands; it is never longer than a bound,
/// so that each question costs a bounded number of steps.
/// </summary>
internal sealed class NounPhrases(Page page, List<CueHit> hits, Speakers speakers)
{
    /// <summary>The longest phrase looked at to find a subject; anything longer is no noun phrase.</summary>
    private const int LongestSubject = 40;

    private readonly Token[] tokens = page.Tokens;

    /// <summary>"what he called peace", "in which she accused": the words belong to another's sentence.</summary>
    public bool IsObjectClause(Sentence sentence, int subject) =>
        subject > sentence.FirstToken && tokens[subject - 1].Is(WordClass.Relative);

    public int OpeningBracket(Sentence sentence, int closing)
    {
        for (var t = closing - 1; t >= Math.Max(sentence.FirstToken, closing - LongestSubject); t--)
        {
            if (tokens[t].Kind is TokenKind.Bracket && page.Text[tokens[t].Start] is '(' or '[')
            {
                return t;
            }
        }
        return -1;
    }

    /// <summary>"Northland, a key mediator between the two armies, said": the phrase before the matching comma.</summary>
    public Subject? Apposition(Sentence sentence, int comma)
    {
        var kind = tokens[comma].Kind;
        for (var t = comma - 1; t > Math.Max(sentence.FirstToken, comma - LongestSubject); t--)
        {
            if (tokens[t].Quote >= 0 && page.InSpeech(t))
            {
                return null;
            }
            if (tokens[t].Kind != kind)
            {
                continue;
            }
            var head = PhraseBefore(sentence, t);
            if (head.IsEmpty || page.InSpeech(head.First) || IsObjectClause(sentence, head.First) || HoldsClauseOfItsOwn(t + 1, comma))
            {
                return null;
            }
            return new Subject(head, new Range(t + 1, comma));
        }
        return null;
    }

    /// <summary>"411 have come home": between the commas stands a clause, and no apposition.</summary>
    private bool HoldsClauseOfItsOwn(int first, int end)
    {
        for (var t = first; t < end; t++)
        {
            if (tokens[t].Is(WordClass.Relative | WordClass.Subordinator) || tokens[t].Quote >= 0)
            {
                return false;
            }
            if (tokens[t].Is(WordClass.Auxiliary) && tokens[t].Word != Tokeniser.Clitic && !tokens[t].Capital)
            {
                return true;
            }
        }
        return false;
    }

    public Subject WithApposition(Range phrase, Sentence sentence)
    {
        // "said Steve Example, the envoy": up to the closing mark, when no verb stands there.
        if (phrase.End < sentence.EndToken && tokens[phrase.End].Kind is TokenKind.Comma)
        {
            var end = ClauseEnd(phrase.End + 1, sentence);
            if (end > phrase.End + 1 && !HoldsVerb(phrase.End + 1, end) && !tokens[phrase.End + 1].Is(WordClass.Coordinator) && tokens[phrase.End + 1].IsWord)
            {
                return new Subject(phrase, new Range(phrase.End + 1, end));
            }
        }
        return new Subject(phrase, Range.None);
    }

    public int ClauseEnd(int from, Sentence sentence)
    {
        for (var t = from; t < sentence.EndToken; t++)
        {
            if (tokens[t].Kind is TokenKind.Comma or TokenKind.Stop or TokenKind.Semicolon or TokenKind.Colon or TokenKind.Dash or TokenKind.Quote)
            {
                return t;
            }
        }
        return sentence.EndToken;
    }

    public bool HoldsVerb(int from, int to)
    {
        for (var t = from; t < to; t++)
        {
            if (IsVerbHere(t))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The noun phrase that ends before a token.</summary>
    public Range PhraseBefore(Sentence sentence, int end)
    {
        if (end > sentence.FirstToken && tokens[end - 1].Is(WordClass.OwnPronoun) && !speakers.IsMention(end - 1))
        {
            return new Range(end - 1, end);
        }
        var first = end;
        var coordinator = -1;
        var verb = -1;
        var limit = Math.Max(sentence.FirstToken, end - LongestSubject);
        for (var t = end - 1; t >= limit; t--)
        {
            if (speakers.MentionAt(t) is { } mention && mention.Words.First >= limit)
            {
                t = first = mention.Words.First;
                if (tokens[t].Is(WordClass.Article) && t > limit && ClosesPhrase(t - 1))
                {
                    break;
                }
                continue;
            }
            ref readonly var token = ref tokens[t];
            if (token.Kind is TokenKind.Quote)
            {
                if (!page.InSpeech(t))
                {
                    first = t;
                    continue;
                }
                break;
            }
            if (token.Kind is TokenKind.Bracket && page.Text[token.Start] is ')' or ']' && OpeningBracket(sentence, t) is var open and >= 0)
            {
                t = first = open;
                continue;
            }
            if (token.Kind is TokenKind.Comma && coordinator >= 0 && t > limit && speakers.IsMention(t - 1) && speakers.MentionAt(t + 1) is { } item && item.Words.End >= coordinator)
            {
                continue;
            }
            if (token.Kind is not (TokenKind.Word or TokenKind.Number))
            {
                break;
            }
            if (token.Is(WordClass.Coordinator))
            {
                coordinator = t;
                continue;
            }
            if (token.Is(WordClass.Relative | WordClass.After) || (token.Is(WordClass.Subordinator | WordClass.That) && !token.Is(WordClass.Preposition)))
            {
                break;
            }
            if (token.Is(WordClass.With) && tokens[Math.Min(t + 1, tokens.Length - 1)].Is(WordClass.Determiner | WordClass.Pronoun) && coordinator < 0 && t > limit && tokens[t - 1].Kind is TokenKind.Comma)
            {
                break;
            }
            if (IsVerb(t, sentence))
            {
                if (Antecedent(sentence, t) is { IsEmpty: false } antecedent)
                {
                    return antecedent;
                }
                if (first < end && tokens[first].Is(WordClass.Preposition) && token.Is(WordClass.PastEnding) && !token.Is(WordClass.Auxiliary | WordClass.Verb))
                {
                    // "officials briefed on the talks": a participle that belongs to the noun before it.
                    first = t;
                    continue;
                }
                verb = t;
                break;
            }
            first = t;
            if (token.Is(WordClass.Article) && !token.Is(WordClass.Possessive) && t > limit && ClosesPhrase(t - 1))
            {
                // "an allegation the ministry called absurd": a second phrase begins.
                break;
            }
        }
        if (coordinator >= 0 && (verb >= 0 || coordinator <= first))
        {
            first = coordinator + 1;
        }
        return first >= end ? Range.None : StripAdjunct(new Range(first, end));
    }

    private bool ClosesPhrase(int t) =>
        tokens[t].IsWord && tokens[t].Word != Tokeniser.Clitic && !IsVerbHere(t)
        && !tokens[t].Is(WordClass.Preposition | WordClass.Coordinator | WordClass.Determiner | WordClass.Subordinator | WordClass.Adverb | WordClass.Pronoun | WordClass.That | WordClass.Auxiliary | WordClass.PastEnding);

    /// <summary>A verb of a relative clause: the noun before "who" is the subject.</summary>
    private Range Antecedent(Sentence sentence, int verb)
    {
        for (var t = verb - 1; t > sentence.FirstToken && verb - t < 12; t--)
        {
            if (tokens[t].Is(WordClass.Relative))
            {
                return PhraseBefore(sentence, tokens[t - 1].Kind is TokenKind.Comma ? t - 1 : t);
            }
            if (tokens[t].Kind is not TokenKind.Word and not TokenKind.Number)
            {
                return Range.None;
            }
        }
        return Range.None;
    }

    /// <summary>"In Cairo the minister", "On Monday Northland", "Earlier the army": without what stands before the noun.</summary>
    private Range StripAdjunct(Range phrase)
    {
        var first = phrase.First;
        while (first < phrase.End - 1 && !speakers.IsMention(first)
            && (tokens[first].Is(WordClass.Adverb | WordClass.WeakTime | WordClass.DayWord | WordClass.Coordinator) || (tokens[first].Is(WordClass.Weekday) && tokens[first].Capital)
                || tokens[first].Kind is TokenKind.Quote)
            && !tokens[first].Is(WordClass.Pronoun))
        {
            first++;
        }
        if (Times.AdjunctAt(page, first, phrase.End) is { } day && day.Words.End < phrase.End)
        {
            return StripAdjunct(new Range(day.Words.End, phrase.End));
        }
        if (!tokens[first].Is(WordClass.Preposition) || speakers.IsMention(first))
        {
            return new Range(first, phrase.End);
        }
        for (var t = first + 2; t < phrase.End; t++)
        {
            ref readonly var token = ref tokens[t];
            ref readonly var before = ref tokens[t - 1];
            var starts = !before.Is(WordClass.Preposition | WordClass.Determiner) && !before.Capital | before.Is(WordClass.Weekday) | token.Is(WordClass.Determiner)
                && (token.Is(WordClass.Determiner | WordClass.OwnPronoun) || (speakers.MentionAt(t) is { } m && m.Words.First == t) || token.Capital);
            if (starts)
            {
                return StripAdjunct(new Range(t, phrase.End));
            }
        }
        // Nothing but the adjunct: "in a statement posted ..." is nobody.
        return Range.None;
    }

    /// <summary>The noun phrase that begins at a token.</summary>
    public Range PhraseFrom(int at, int limit)
    {
        var end = at;
        for (var t = at; t < Math.Min(limit, at + LongestSubject); t++)
        {
            if (speakers.MentionAt(t) is { } mention)
            {
                t = mention.Words.End - 1;
                end = mention.Words.End;
                continue;
            }
            ref readonly var token = ref tokens[t];
            if (token.Kind is TokenKind.Quote && !page.InSpeech(t))
            {
                end = t + 1;
                continue;
            }
            if (token.Kind is not (TokenKind.Word or TokenKind.Number)
                || token.Is(WordClass.Relative | WordClass.Auxiliary | WordClass.That)
                || (token.Is(WordClass.Subordinator) && !token.Is(WordClass.Preposition))
                || (token.Is(WordClass.Weekday) && token.Capital)
                || (t > at && token.Is(WordClass.Preposition) && !token.Is(WordClass.Of) && !Joins(t, at, limit))
                || (t > at && token.Is(WordClass.Coordinator) && !JoinsNames(t, limit))
                || (t > at && tokens[t].Cue >= 0 && !hits[tokens[t].Cue].Form.Cue.Is(CueFlag.Noun))
                || (t > at && IsVerbHere(t)))
            {
                break;
            }
            end = t + 1;
        }
        while (end > at && (tokens[end - 1].Is(WordClass.Preposition | WordClass.Adverb | WordClass.Coordinator | WordClass.Determiner | WordClass.WeakTime) && !speakers.IsMention(end - 1)))
        {
            end--;
        }
        return end > at ? new Range(at, end) : Range.None;
    }

    /// <summary>"a spokesman for the army", "health ministry in X", "officials from both sides": the preposition belongs to the noun.</summary>
    private bool Joins(int at, int from, int limit) =>
        at > from && at + 1 < limit && tokens[at - 1].Is(WordClass.Role | WordClass.OrgNoun | WordClass.DocumentNoun | WordClass.PersonNoun | WordClass.MonitorNoun)
        && !tokens[at].Is(WordClass.On | WordClass.Subordinator | WordClass.By) && Times.AdjunctAt(page, at, limit) is null
        && !(tokens[at + 1].Is(WordClass.MeetingNoun) || (at + 2 < limit && tokens[at + 2].Is(WordClass.MeetingNoun)));

    private bool JoinsNames(int at, int limit) => at + 1 < limit && tokens[at + 1].Capital && (tokens[at - 1].Capital || speakers.IsMention(at - 1));

    /// <summary>"The movement disowns the raid": an unknown word in -s between a name and a noun phrase.</summary>
    private bool IsPresentVerb(int t, int first, int limit) =>
        t > first && t + 1 < limit && !speakers.IsMention(t) && tokens[t].IsWord && !tokens[t].Capital && tokens[t].Class == WordClass.None
        && page.TextOf(tokens[t]).EndsWith(page.Language.PluralEnding, StringComparison.Ordinal)
        && (tokens[t - 1].Is(WordClass.OwnPronoun)
            || ((speakers.IsMention(t - 1) || tokens[t - 1].Capital || tokens[t - 1].Kind is TokenKind.Comma) && (tokens[t + 1].Is(WordClass.Determiner | WordClass.OwnPronoun | WordClass.To | WordClass.Preposition) || tokens[t + 1].Capital)));

    /// <summary>The subject of the sentence: from its start, after a fronted adjunct, to its first verb.</summary>
    public Subject MainSubject(Sentence sentence, int before)
    {
        var first = sentence.FirstToken;
        while (first < before && !tokens[first].IsWord)
        {
            first++;
        }
        if (first >= before)
        {
            return default;
        }
        if (tokens[first].Is(WordClass.Preposition | WordClass.Subordinator | WordClass.Adverb | WordClass.WeakTime) && !speakers.IsMention(first))
        {
            for (var t = first; t < before; t++)
            {
                if (tokens[t].Kind is TokenKind.Comma)
                {
                    first = t + 1;
                    break;
                }
                if (tokens[t].Is(WordClass.OwnPronoun) && t > first)
                {
                    // "In it he thanks": the subject follows without a comma.
                    first = t;
                    break;
                }
            }
        }
        for (var t = first; t < before; t++)
        {
            if (IsVerb(t, sentence) || tokens[t].Is(WordClass.Relative) || IsPresentVerb(t, first, before))
            {
                var end = t;
                while (end > first && (tokens[end - 1].Is(WordClass.Adverb) || tokens[end - 1].Kind is TokenKind.Comma))
                {
                    end--;
                }
                if (end <= first)
                {
                    return default;
                }
                for (var c = first; c < end; c++)
                {
                    if (tokens[c].Kind is TokenKind.Comma)
                    {
                        return new Subject(StripAdjunct(new Range(first, c)), new Range(c + 1, end));
                    }
                }
                return new Subject(StripAdjunct(new Range(first, end)), Range.None);
            }
        }
        return default;
    }

    /// <summary>"Does the envoy believe ...?": whom a question is about.</summary>
    public Subject AskedAbout(Sentence sentence)
    {
        for (var t = sentence.FirstToken; t < sentence.EndToken; t++)
        {
            if (tokens[t].Is(WordClass.Auxiliary))
            {
                return new Subject(PhraseFrom(t + 1, sentence.EndToken), Range.None);
            }
        }
        return default;
    }

    /// <summary>The subject of a sentence that breaks off at a colon for a list to go on with.</summary>
    public Subject ListHead(Sentence sentence)
    {
        if (tokens[sentence.EndToken - 1].Kind is not TokenKind.Colon || tokens[sentence.EndToken - 1].Quote >= 0)
        {
            return default;
        }
        var main = MainSubject(sentence, sentence.EndToken - 1);
        return main.Head.IsEmpty ? Before(sentence, sentence.EndToken - 1) : main;
    }

    /// <summary>Everything before a token, as a noun phrase with its apposition: a sentence without a verb.</summary>
    public Subject Before(Sentence sentence, int end)
    {
        for (var t = sentence.FirstToken; t < end; t++)
        {
            if (tokens[t].Kind is TokenKind.Comma)
            {
                return new Subject(StripAdjunct(new Range(sentence.FirstToken, t)), new Range(t + 1, end));
            }
            if (!tokens[t].IsWord || IsVerb(t, sentence))
            {
                return default;
            }
        }
        return end > sentence.FirstToken ? new Subject(StripAdjunct(new Range(sentence.FirstToken, end)), Range.None) : default;
    }

    public int ClauseStart(Sentence sentence, int first)
    {
        var t = first;
        if (t > sentence.FirstToken && tokens[t - 1].Is(WordClass.After))
        {
            t--;
            while (t > sentence.FirstToken && tokens[t - 1].Is(WordClass.Measure | WordClass.Numeral | WordClass.Determiner | WordClass.Adverb))
            {
                t--;
            }
        }
        while (t > sentence.FirstToken && tokens[t - 1].IsWord && tokens[t - 1].Is(WordClass.Coordinator | WordClass.Subordinator | WordClass.With | WordClass.Adverb) && !tokens[t - 1].Is(WordClass.That))
        {
            t--;
        }
        return t;
    }

    public bool IsVerbHere(int t) => IsVerb(t, new Sentence(Math.Max(0, t - 1), tokens.Length, 0));

    public bool IsVerb(int t, Sentence sentence)
    {
        ref readonly var token = ref tokens[t];
        if (!token.IsWord || speakers.IsMention(t))
        {
            return false;
        }
        if (token.Word == Tokeniser.Clitic || (token.Capital && t > sentence.FirstToken))
        {
            return false;
        }
        if (token.Is(WordClass.Auxiliary | WordClass.Verb) && !(token.Capital && token.Is(WordClass.Modal)))
        {
            return !(token.Is(WordClass.Verb) && !token.Is(WordClass.Auxiliary) && IsAfterDeterminer(t, sentence));
        }
        if (token.Capital)
        {
            return false;
        }
        if (token.Cue >= 0)
        {
            var form = hits[token.Cue].Form;
            return form.IsAny(VerbForm.Past | VerbForm.Participle) && !IsAfterDeterminer(t, sentence);
        }
        return token.Is(WordClass.PastEnding) && !token.Is(WordClass.Numeral | WordClass.CountNoun) && !IsAfterDeterminer(t, sentence) && t > sentence.FirstToken;
    }

    private bool IsAfterDeterminer(int t, Sentence sentence) =>
        t > sentence.FirstToken
        && (tokens[t - 1].Is(WordClass.Numeral) || tokens[t - 1].Kind is TokenKind.Number
            || (tokens[t - 1].Is(WordClass.Determiner | WordClass.Preposition) && !tokens[t - 1].Is(WordClass.That | WordClass.Pronoun))
            || (tokens[t - 1].Word == Tokeniser.Clitic && tokens[t - 1].IsWord));
}
