namespace Servanda.Reading;

/// <summary>
/// Which cues of a sentence tell of saying, and whose saying it is. The form of a cue and its left neighbour tell a verb (finite,
/// participle, passive with "by") from a noun, an infinitive, "would say" and "did not say", which yield nothing. A passive
/// without "by" has no speaker: its sentence is kept as agentless, because an accusation that nobody makes is nobody's.
/// </summary>
internal sealed class CueUses(Page page, List<CueHit> hits, Speakers speakers, Phrases<Turn> turns, NounPhrases phrases)
{
    private const int LongestAbsolute = 12;

    private readonly Token[] tokens = page.Tokens;
    private readonly List<Range> agentless = [];

    /// <summary>Sentences that accuse or report without saying who does: they are no statement, and no fact either.</summary>
    public IReadOnlyList<Range> Agentless => agentless;

    public bool Holds(Turn turn, int first, int end)
    {
        for (var t = first; t < end; t++)
        {
            if (turns.LengthAt(tokens, t, out var found) > 0 && found == turn)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"said little", "signed nothing": the words after the cue hold no content.</summary>
    public bool SaysNothing(Use use)
    {
        if (turns.LengthAt(tokens, use.After, out var turn) is not (var length and > 0) || turn is not Turn.SaysNothing)
        {
            return false;
        }
        var next = use.After + length;
        return next >= use.End || !tokens[next].IsWord || tokens[next].Is(WordClass.Preposition | WordClass.Coordinator);
    }

    /// <param name="sentence">Where to look.</param>
    /// <param name="listHead">The subject of the list that the sentence is an item of, if any.</param>
    public List<Use> FindUses(Sentence sentence, Subject listHead = default)
    {
        var uses = new List<Use>();
        if (!listHead.Head.IsEmpty && tokens[sentence.FirstToken].Cue is var item and >= 0 && !hits[item].Form.IsAny(VerbForm.Participle) | hits[item].Form.IsAny(VerbForm.Past))
        {
            uses.Add(new Use { Way = UseWay.Inherited, Cue = hits[item].Form, Words = hits[item].Words, Subject = listHead, Clause = sentence.FirstToken, Joined = true });
        }
        for (var t = uses.Count > 0 ? uses[0].Words.End : sentence.FirstToken; t < sentence.EndToken; t++)
        {
            if (page.InSpeech(t))
            {
                continue;
            }
            if (turns.LengthAt(tokens, t, out var turn) is var length and > 0 && turn is Turn.According or Turn.NoClaim)
            {
                if (turn is Turn.According && AccordingTo(sentence, t, length) is { } according)
                {
                    uses.Add(according);
                    t = according.Subject.Whole.End - 1;
                }
                else
                {
                    t += length - 1;
                }
                continue;
            }
            if (tokens[t].Quote is var quoted and >= 0 && page.Quotations[quoted].Words > 1)
            {
                // “replied to fire”: quoted words tell of no saying by themselves.
                continue;
            }
            if (tokens[t].Cue is var c and >= 0 && !speakers.IsMention(t))
            {
                if (UseOf(sentence, hits[c], uses) is { } use)
                {
                    uses.Add(use);
                    t = Math.Max(t, use.Words.End - 1);
                }
                else
                {
                    t = hits[c].Words.End - 1;
                }
            }
        }
        return uses;
    }

    private Use? AccordingTo(Sentence sentence, int at, int length)
    {
        var phrase = phrases.PhraseFrom(at + length, sentence.EndToken);
        if (phrase.IsEmpty)
        {
            return null;
        }
        var said = Times.AdjunctAt(page, phrase.End, sentence.EndToken);
        var subject = phrases.WithApposition(phrase, sentence) is { Apposition: var name } whole && IsName(name) ? whole : new Subject(phrase, Range.None);
        return new Use { Way = UseWay.According, Words = new Range(at, at + length), Subject = subject, Clause = at, Said = said };
    }

    private bool IsName(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (!tokens[t].Capital && !tokens[t].Is(WordClass.NameParticle))
            {
                return false;
            }
        }
        return range.End - range.First > 1;
    }

    private Use? UseOf(Sentence sentence, CueHit hit, List<Use> earlier)
    {
        var form = hit.Form.Form;
        var cue = hit.Form.Cue;
        var at = hit.Words.First;
        var previous = at - 1;
        var first = previous < sentence.FirstToken;
        ref readonly var before = ref tokens[Math.Max(previous, 0)];
        if (!first && previous >= 0 && tokens[previous].Is(WordClass.To) && !tokens[previous].Is(WordClass.Verb))
        {
            // "I have to recall", "we want to add": one's own announcement of what one says.
            var announces = previous - 2 >= sentence.FirstToken && tokens[previous - 2].Is(WordClass.FirstPronoun) && tokens[previous - 1].Is(WordClass.Have | WordClass.Verb) && form is VerbForm.Base;
            return announces ? Finite(sentence, hit, previous - 2, null, earlier) : null;
        }
        var left = SkipBack(sentence, at, out var negated, out var modal, out var be, out var have, out var doing, out var said);
        modal &= !(!first && tokens[previous].Is(WordClass.Adverb) && form is VerbForm.Base && turns.LengthAt(tokens, previous, out var only) > 0 && only is Turn.Only);
        modal &= !(left >= sentence.FirstToken && tokens[left].Is(WordClass.FirstPronoun) && (before.Is(WordClass.Must | WordClass.Adverb) || (hit.Words.End < sentence.EndToken && tokens[hit.Words.End].Is(WordClass.That))));
        negated |= left >= sentence.FirstToken && tokens[left].Is(WordClass.Negation) && tokens[left].Is(WordClass.Coordinator);
        if (negated || modal)
        {
            return null;
        }
        if (form is VerbForm.Ing)
        {
            return be ? Finite(sentence, hit, left, said, earlier) : Participle(sentence, hit, earlier);
        }
        if (hit.Form.IsAny(VerbForm.Past | VerbForm.Participle) && !hit.Form.IsAny(VerbForm.Base))
        {
            if (be && hit.Form.IsAny(VerbForm.Participle))
            {
                return Passive(sentence, hit, left);
            }
            if (!have && !hit.Form.IsAny(VerbForm.Past))
            {
                return null;
            }
            return IsAdjective(sentence, at) ? null : Finite(sentence, hit, left, said, earlier);
        }
        // A base or third-person form, which is often a noun.
        if (have || be)
        {
            return null;
        }
        if (first && cue.Is(CueFlag.Noun))
        {
            return null;
        }
        var appositive = !first && left > sentence.FirstToken && tokens[left].Kind is TokenKind.Comma && hit.Words.End < sentence.EndToken && tokens[hit.Words.End].Is(WordClass.OwnPronoun | WordClass.That | WordClass.Determiner | WordClass.To);
        if (!first && !doing && !appositive && cue.Is(CueFlag.Noun) && !tokens[Math.Max(left, 0)].Is(WordClass.OwnPronoun) && !StandsAsVerb(sentence, hit, left, earlier))
        {
            return null;
        }
        if (hit.Form.IsAny(VerbForm.Base) && !doing && !(left >= sentence.FirstToken && tokens[left].Is(WordClass.FirstPronoun)) && (first || (cue.Is(CueFlag.Noun) && !IsPluralSubject(sentence, left) && !(tokens[left].Is(WordClass.Coordinator) && earlier.Exists(u => u.Cue is { Form: VerbForm.Base })))))
        {
            return null;
        }
        return Finite(sentence, hit, left, said, earlier);
    }

    /// <summary>"the alleged violation", "reported attacks": before a noun and after a determiner or preposition.</summary>
    private bool IsAdjective(Sentence sentence, int at)
    {
        if (at == sentence.FirstToken)
        {
            return true;
        }
        ref readonly var before = ref tokens[at - 1];
        if (before.Is(WordClass.Determiner | WordClass.Numeral) && !before.Is(WordClass.Pronoun) && !before.Is(WordClass.Relative | WordClass.That))
        {
            return !before.Is(WordClass.Coordinator);
        }
        return before.Is(WordClass.Preposition) && !before.Is(WordClass.Adverb) && !before.Is(WordClass.Subordinator);
    }

    private bool StandsAsVerb(Sentence sentence, CueHit hit, int left, List<Use> earlier)
    {
        if (left < sentence.FirstToken)
        {
            return false;
        }
        ref readonly var before = ref tokens[left];
        var after = hit.Words.End < sentence.EndToken ? tokens[hit.Words.End] : default;
        if (before.Is(WordClass.Relative) || (before.Is(WordClass.OwnPronoun) && !before.Is(WordClass.Determiner)))
        {
            return true;
        }
        var named = (before.Capital && before.IsWord && !before.Is(WordClass.Determiner | WordClass.Preposition)) || before.Is(WordClass.OrgNoun | WordClass.DocumentNoun);
        named |= speakers.IsMention(left);
        var nameBefore = named || before.Is(WordClass.Role | WordClass.PersonNoun);
        var parallel = before.Is(WordClass.Coordinator) && earlier.Exists(u => u.Cue is { Form: VerbForm.Third or VerbForm.Base });
        var objectAfter = (named && after.Kind is TokenKind.Comma or TokenKind.Stop) || after.Is(WordClass.That | WordClass.Determiner | WordClass.OwnPronoun | WordClass.On | WordClass.To) || after.Kind is TokenKind.Colon or TokenKind.Quote || (after.Capital && after.IsWord);
        return (nameBefore || parallel) && objectAfter && !DenotesDemonym(left);
    }

    /// <summary>"Israeli claims": a demonym before a noun.</summary>
    private bool DenotesDemonym(int at) => speakers.MentionAt(at) is { } mention && mention.Named.Entity.Name.Length != mention.Words.End - mention.Words.First
        && !Letters.Fold(mention.Named.Entity.Name).EndsWith(Letters.Fold(page.TextOf(tokens[at])), StringComparison.Ordinal)
        && tokens[at].Capital && page.TextOf(tokens[at]).Length > 3 && mention.Words.End - mention.Words.First == 1 && mention.Words.First > 0 && !tokens[at - 1].Is(WordClass.Coordinator);

    private bool IsPluralSubject(Sentence sentence, int left)
    {
        if (left < sentence.FirstToken)
        {
            return false;
        }
        ref readonly var token = ref tokens[left];
        if (token.Is(WordClass.OwnPronoun) && !token.Is(WordClass.PersonPronoun) || token.Is(WordClass.Relative))
        {
            return true;
        }
        return token.IsWord && (token.Is(WordClass.Role | WordClass.PersonNoun | WordClass.OrgNoun) || token.Capital)
            && page.TextOf(token).EndsWith(page.Language.PluralEnding, StringComparison.Ordinal);
    }

    /// <summary>Back over auxiliaries, adverbs and days to the last token of the subject.</summary>
    private int SkipBack(Sentence sentence, int at, out bool negated, out bool modal, out bool be, out bool have, out bool doing, out SaidOn? said)
    {
        negated = modal = be = have = doing = false;
        said = null;
        var t = at - 1;
        while (t >= sentence.FirstToken)
        {
            ref readonly var token = ref tokens[t];
            if (!token.IsWord && token.Kind is not TokenKind.Number)
            {
                break;
            }
            if (speakers.IsMention(t))
            {
                break;
            }
            if (token.Is(WordClass.Negation) && !token.Is(WordClass.Determiner | WordClass.Coordinator | WordClass.Pronoun))
            {
                negated = true;
            }
            else if (token.Is(WordClass.Auxiliary) && !(token.Word == Tokeniser.Clitic))
            {
                modal |= token.Is(WordClass.Modal) && !token.Capital;
                be |= token.Is(WordClass.Be);
                have |= token.Is(WordClass.Have);
                doing |= token.Is(WordClass.Do);
            }
            else if (token.Is(WordClass.Weekday) && token.Capital && t > sentence.FirstToken && !tokens[t - 1].Is(WordClass.Determiner))
            {
                if (Times.DayAt(page, t, past: true) is { } day)
                {
                    said ??= new SaidOn(day.Date, day.Basis, new Range(t, t + 1));
                }
                t = BeforeDay(sentence, t);
                continue;
            }
            else if (token.Is(WordClass.DayWord))
            {
                if (Times.DayAt(page, t, past: true) is { } day)
                {
                    said ??= new SaidOn(day.Date, day.Basis, new Range(t, t + 1));
                }
            }
            else if ((token.Is(WordClass.Month) || token.Kind is TokenKind.Number) && t - 1 >= sentence.FirstToken && CalendarDay.At(page, t - 1) is { Length: 2, Day: not null } date)
            {
                if (date.Resolve(page.Dateline, past: true) is { } resolved)
                {
                    said ??= new SaidOn(resolved, "date", new Range(t - 1, t + 1));
                }
                t = BeforeDay(sentence, t - 1);
                continue;
            }
            else if (token.Is(WordClass.Preposition) && t + 1 < at && tokens[t + 1].Is(WordClass.Adverb) && t > sentence.FirstToken && tokens[t - 1].Is(WordClass.Have))
            {
                // "has until now spoken of"
            }
            else if (!token.Is(WordClass.Adverb | WordClass.WeakTime) || token.Is(WordClass.Coordinator | WordClass.Subordinator | WordClass.Pronoun) && !token.Is(WordClass.Adverb))
            {
                break;
            }
            t--;
        }
        return t;
    }

    private int BeforeDay(Sentence sentence, int day)
    {
        var t = day - 1;
        while (t >= sentence.FirstToken && tokens[t].Is(WordClass.WeakTime))
        {
            t--;
        }
        return t >= sentence.FirstToken && tokens[t].Is(WordClass.On) ? t - 1 : t;
    }

    private Use? Finite(Sentence sentence, CueHit hit, int left, SaidOn? said, List<Use> earlier)
    {
        Use Make(UseWay way, Subject subject, int clause) => new() { Way = way, Cue = hit.Form, Words = hit.Words, Subject = subject, Clause = clause, Said = said };
        if (left < sentence.FirstToken)
        {
            return null;
        }
        ref readonly var token = ref tokens[left];
        if (token.Is(WordClass.Relative) || (token.Is(WordClass.That) && left > sentence.FirstToken))
        {
            var end = left > sentence.FirstToken && tokens[left - 1].Kind is TokenKind.Comma ? left - 1 : left;
            var antecedent = phrases.PhraseBefore(sentence, end);
            return antecedent.IsEmpty ? null : new Use { Way = UseWay.Finite, Cue = hit.Form, Words = hit.Words, Subject = new Subject(antecedent, Range.None), Clause = antecedent.First, Said = said, Embedded = end < left };
        }
        if (token.Is(WordClass.Coordinator))
        {
            return Inherit(sentence, hit, left, said, earlier);
        }
        if (token.Kind is TokenKind.Comma or TokenKind.Quote or TokenKind.Dash or TokenKind.Bracket)
        {
            return AfterMark(sentence, hit, left, said, earlier);
        }
        if (!token.IsWord && token.Kind is not TokenKind.Number)
        {
            return null;
        }
        if (!speakers.IsMention(left) && (phrases.IsVerb(left, sentence) || token.Is(WordClass.Preposition)))
        {
            return null;
        }
        var phrase = phrases.PhraseBefore(sentence, left + 1);
        if (!phrase.IsEmpty && tokens[phrase.First].Is(WordClass.Negation))
        {
            // "Neither force accepts that"
            return null;
        }
        if (!phrase.IsEmpty && phrase.First - 2 >= sentence.FirstToken && tokens[phrase.First - 1].Is(WordClass.That) && tokens[phrase.First - 2].IsWord && tokens[phrase.First - 2].Cue < 0 && !phrases.IsVerbHere(phrase.First - 2)
            && !hit.Form.Cue.Takes(CueFrame.That | CueFrame.Quote))
        {
            // "the cattle that the militia undertook to return"
            return null;
        }
        if (phrase.IsEmpty || (phrases.IsObjectClause(sentence, phrase.First) && !hit.Form.Cue.Takes(CueFrame.That | CueFrame.Quote)))
        {
            return null;
        }
        if (phrases.IsObjectClause(sentence, phrase.First) && phrase.First - 1 > sentence.FirstToken && tokens[phrase.First - 2].Kind is TokenKind.Comma && hit.Words.End < sentence.EndToken && tokens[hit.Words.End].IsWord)
        {
            // ", which it says hit a truck": a statement of its own about the noun before.
            return new Use { Way = UseWay.Finite, Cue = hit.Form, Words = hit.Words, Subject = new Subject(phrase, Range.None), Clause = phrase.First - 2, Said = said, Joined = true, Relative = true };
        }
        return Make(UseWay.Finite, new Subject(phrase, Range.None), phrases.ClauseStart(sentence, phrase.First));
    }

    private Use? Inherit(Sentence sentence, CueHit hit, int left, SaidOn? said, List<Use> earlier)
    {
        var subject = earlier.Count > 0 ? default : phrases.MainSubject(sentence, hit.Words.First);
        if (earlier.Count == 0 && subject.Head.IsEmpty)
        {
            return null;
        }
        return new Use { Way = UseWay.Inherited, Cue = hit.Form, Words = hit.Words, Subject = subject, Clause = left, Said = said, Joined = true };
    }

    /// <summary>The cue stands right after a mark: an apposition has closed, or the speaker follows ("...", said the envoy).</summary>
    private Use? AfterMark(Sentence sentence, CueHit hit, int left, SaidOn? said, List<Use> earlier)
    {
        var afterSpeech = tokens[left].Quote >= 0 ? page.InSpeech(left) : left > sentence.FirstToken && page.InSpeech(left - 1);
        if (tokens[left].Kind is TokenKind.Quote && !afterSpeech)
        {
            var phrase = phrases.PhraseBefore(sentence, left + 1);
            return phrase.IsEmpty ? null : new Use { Way = UseWay.Finite, Cue = hit.Form, Words = hit.Words, Subject = new Subject(phrase, Range.None), Clause = phrases.ClauseStart(sentence, phrase.First), Said = said };
        }
        if (tokens[left].Kind is TokenKind.Bracket)
        {
            var open = phrases.OpeningBracket(sentence, left);
            var phrase = open > sentence.FirstToken ? phrases.PhraseBefore(sentence, open) : Range.None;
            return phrase.IsEmpty ? null : new Use { Way = UseWay.Finite, Cue = hit.Form, Words = hit.Words, Subject = new Subject(phrase, Range.None), Clause = phrases.ClauseStart(sentence, phrase.First), Said = said };
        }
        if (!afterSpeech && phrases.Apposition(sentence, left) is { } subject)
        {
            return new Use { Way = UseWay.Finite, Cue = hit.Form, Words = hit.Words, Subject = subject, Clause = phrases.ClauseStart(sentence, subject.Head.First), Said = said };
        }
        if (hit.Form.IsAny(VerbForm.Past | VerbForm.Third))
        {
            var phrase = phrases.PhraseFrom(hit.Words.End, sentence.EndToken);
            if (!phrase.IsEmpty && !tokens[phrase.First].Is(WordClass.That) && (afterSpeech || !phrases.HoldsVerb(phrase.End, phrases.ClauseEnd(phrase.End, sentence))))
            {
                return new Use { Way = UseWay.Inverted, Cue = hit.Form, Words = hit.Words, Subject = phrases.WithApposition(phrase, sentence), Clause = left, Said = said, Joined = true };
            }
        }
        return afterSpeech ? null : Inherit(sentence, hit, left, said, earlier);
    }

    private Use? Participle(Sentence sentence, CueHit hit, List<Use> earlier)
    {
        var at = hit.Words.First;
        if (at == sentence.FirstToken)
        {
            return Fronted(sentence, hit);
        }
        var t = at - 1;
        while (t > sentence.FirstToken && tokens[t].Is(WordClass.Adverb) && !tokens[t].Is(WordClass.Coordinator) && !speakers.IsMention(t))
        {
            t--;
        }
        ref readonly var before = ref tokens[t];
        if (before.Is(WordClass.Determiner | WordClass.Possessive | WordClass.Numeral) && !before.Is(WordClass.Coordinator | WordClass.Pronoun) || before.Word == Tokeniser.Clitic && before.IsWord)
        {
            return null;
        }
        if (before.Kind is TokenKind.Comma or TokenKind.Dash or TokenKind.Quote or TokenKind.Bracket || before.Is(WordClass.Coordinator) || (before.Is(WordClass.Subordinator) && !before.Is(WordClass.That)))
        {
            return InheritingParticiple(sentence, hit, t, earlier);
        }
        if (before.Is(WordClass.Preposition))
        {
            return before.Is(WordClass.By) && earlier.Count == 0 ? InheritingParticiple(sentence, hit, t, earlier) : null;
        }
        var with = WithBefore(sentence, at);
        var phrase = phrases.PhraseBefore(sentence, at);
        if (phrase.IsEmpty && with < 0)
        {
            return null;
        }
        var absolute = with >= 0 || (phrase.First > sentence.FirstToken && tokens[phrase.First - 1].Is(WordClass.Coordinator) && earlier.Exists(u => u.Way is UseWay.Absolute));
        if (absolute)
        {
            var head = with >= 0 ? new Range(with + 1, at) : phrase;
            return new Use { Way = UseWay.Absolute, Cue = hit.Form, Words = hit.Words, Subject = new Subject(head, Range.None), Clause = phrases.ClauseStart(sentence, with >= 0 ? with : phrase.First), Joined = true };
        }
        // "issued a statement saying": the noun only carries the words of the subject.
        return tokens[at - 1].Is(WordClass.DocumentNoun | WordClass.MeetingNoun) ? InheritingParticiple(sentence, hit, at, earlier) : null;
    }

    /// <summary>"with both sides alleging": the nearest "with" that a plain phrase parts from the participle.</summary>
    private int WithBefore(Sentence sentence, int at)
    {
        for (var t = at - 1; t >= Math.Max(sentence.FirstToken, at - LongestAbsolute); t--)
        {
            if (tokens[t].Is(WordClass.With))
            {
                return t;
            }
            if (!tokens[t].IsWord || phrases.IsVerb(t, sentence))
            {
                return -1;
            }
        }
        return -1;
    }

    private Use? InheritingParticiple(Sentence sentence, CueHit hit, int clause, List<Use> earlier)
    {
        var subject = earlier.Count > 0 ? default : phrases.MainSubject(sentence, hit.Words.First);
        return earlier.Count == 0 && subject.Head.IsEmpty
            ? null
            : new Use { Way = UseWay.Participle, Cue = hit.Form, Words = hit.Words, Subject = subject, Clause = clause, Joined = true };
    }

    /// <summary>"Rejecting the report, the ministry recalled ...": the subject of the main clause, content up to the comma.</summary>
    private Use? Fronted(Sentence sentence, CueHit hit)
    {
        for (var t = hit.Words.End; t < sentence.EndToken; t++)
        {
            if (tokens[t].Kind is TokenKind.Comma && tokens[t].Quote < 0)
            {
                var phrase = phrases.PhraseFrom(t + 1, sentence.EndToken);
                return phrase.IsEmpty
                    ? null
                    : new Use { Way = UseWay.Fronted, Cue = hit.Form, Words = hit.Words, Subject = new Subject(phrase, Range.None), Clause = sentence.FirstToken, End = t };
            }
        }
        return null;
    }

    /// <summary>"was condemned by S", "was quoted as saying"; without "by" nobody speaks.</summary>
    private Use? Passive(Sentence sentence, CueHit hit, int left)
    {
        if (left < sentence.FirstToken)
        {
            return null;
        }
        var next = hit.Words.End;
        if (next + 1 < sentence.EndToken && tokens[next].Is(WordClass.Subordinator) && tokens[next + 1].Cue is var c and >= 0 && hits[c].Form.Form is VerbForm.Ing)
        {
            var quoted = tokens[left].Kind is TokenKind.Comma ? phrases.Apposition(sentence, left) ?? default : new Subject(phrases.PhraseBefore(sentence, left + 1), Range.None);
            return quoted.Head.IsEmpty ? null : new Use
            {
                Way = UseWay.QuotedAs,
                Cue = hits[c].Form,
                Words = new Range(hit.Words.First, hits[c].Words.End),
                Subject = quoted,
                Clause = phrases.ClauseStart(sentence, quoted.Head.First),
            };
        }
        for (var t = next; t < sentence.EndToken && tokens[t].Kind is TokenKind.Word or TokenKind.Number; t++)
        {
            if (tokens[t].Is(WordClass.By) && phrases.PhraseFrom(t + 1, sentence.EndToken) is { IsEmpty: false } by && hit.Form.Cue.Kind is not CueKind.Content)
            {
                var theme = phrases.PhraseBefore(sentence, left + 1);
                return new Use { Way = UseWay.Passive, Cue = hit.Form, Words = hit.Words, Subject = new Subject(by, Range.None), Clause = theme.IsEmpty ? left + 1 : phrases.ClauseStart(sentence, theme.First) };
            }
            if (t > next + 12)
            {
                break;
            }
        }
        if (speakers.Issuer is { Observes: true } issuer && (hit.Form.Cue.Is(CueFlag.Monitor) || (hit.Form.Cue.Is(CueFlag.Weak) && hit.Form.Cue.Takes(CueFrame.Np) && hit.Form.Cue.Kind is CueKind.Event or CueKind.Figure)))
        {
            // "No violations were observed", in the paper of those who observe.
            var theme = phrases.PhraseBefore(sentence, left + 1);
            return new Use { Way = UseWay.Observed, Cue = hit.Form, Words = hit.Words, Subject = default, Clause = theme.IsEmpty ? left + 1 : phrases.ClauseStart(sentence, theme.First), Speaker = new Speaker(issuer.Name, SpeakerKind.Organisation, issuer) { Observes = true } };
        }
        if (hit.Form.Cue.Kind is CueKind.Event or CueKind.Content or CueKind.Denial)
        {
            agentless.Add(new Range(sentence.FirstToken, sentence.EndToken));
        }
        return null;
    }
}
