namespace Servanda.Reading;

/// <summary>
/// Finds who says what, a sentence at a time.
///
/// Every cue outside quotation marks is looked at once. Its form and its left neighbour say whether it is a verb that tells
/// of saying (finite, participle, passive with "by") or something else (a noun, an infinitive, "would say", "did not say"),
/// which yields nothing. A verb then finds its subject by walking left over auxiliaries, adverbs and days to the noun phrase;
/// a comma right before it means apposition, so the phrase before the matching comma speaks; "who" hands over to its
/// antecedent; "and" and a participle take the subject of the clause. A passive without "by" has no speaker and yields
/// nothing: an accusation that nobody makes is nobody's.
///
/// What is said stands on the right of the cue, up to the next clause with a cue of its own; or on the left, when nothing
/// but adjuncts follows the cue; or on both sides ("X, Y said, Z"). A cue inside what another says is left alone, unless it
/// passes a third one's words on: then the innermost speaker speaks, and the others are named in the chain.
///
/// Each step moves over the sentence a bounded number of times; there is no search.
/// </summary>
internal sealed class Attributions
{
    /// <summary>The longest phrase looked at to find a subject; anything longer is no noun phrase.</summary>
    private const int LongestSubject = 40;

    /// <summary>How far after a cue its own day may stand.</summary>
    private const int FarthestObject = 14;

    private const int LongestAbsolute = 12;

    /// <summary>Fewer words than this before a cue, with no verb among them, are an adjunct and not what is said.</summary>
    private const int ShortestContent = 4;

    private enum UseWay { Finite, Inverted, Inherited, Participle, Fronted, Absolute, Passive, QuotedAs, According }

    private sealed class Use
    {
        public required UseWay Way { get; init; }
        public CueForm? Cue { get; init; }
        public required Range Words { get; init; }
        public Subject Subject { get; set; }

        /// <summary>Where its clause begins, connectives included.</summary>
        public int Clause { get; set; }
        public bool Joined { get; set; }

        /// <summary>"as X claimed": without content of its own it takes up the clause before.</summary>
        public bool TakesUp { get; set; }
        public SaidOn? Said { get; set; }
        public Speaker? Speaker { get; set; }
        public bool OwnPronoun { get; set; }
        public List<string> Rules { get; } = [];

        // Right of the cue.
        public int After { get; set; }
        public int End { get; set; }
        public Range Addressee { get; set; }
        public Range QuotedBy { get; set; }
        public bool That { get; set; }
        public bool CommaAfter { get; set; }
        public bool ColonAfter { get; set; }
        public Statement? Made { get; set; }
    }

    private readonly Page page;
    private readonly Token[] tokens;
    private readonly List<CueHit> hits;
    private readonly Speakers speakers;
    private readonly Phrases<Turn> turns;
    private readonly List<Statement> statements = [];
    private readonly List<Range> agentless = [];

    public Attributions(Page page, List<CueHit> hits, Speakers speakers, Phrases<Turn> turns)
    {
        this.page = page;
        this.hits = hits;
        this.speakers = speakers;
        this.turns = turns;
        tokens = page.Tokens;
    }

    /// <summary>Sentences that accuse or report without saying who does: they are no statement, and no fact either.</summary>
    public IReadOnlyList<Range> Agentless => agentless;

    public List<Statement> Find()
    {
        var quoted = new List<(Range Words, int Paragraph)>();
        for (var s = 0; s < page.Sentences.Count; s++)
        {
            var sentence = page.Sentences[s];
            if (IsQuotationAlone(sentence))
            {
                ContinueOrWait(sentence, quoted);
                continue;
            }
            var before = statements.Count;
            ReadSentence(sentence);
            if (quoted.Count > 0)
            {
                AttachWaiting(quoted, before, sentence.Paragraph);
            }
        }
        if (quoted.Count > 0)
        {
            AttachWaiting(quoted, statements.Count, -1);
        }
        return statements;
    }

    private void ReadSentence(Sentence sentence)
    {
        var uses = FindUses(sentence);
        if (uses.Count == 0)
        {
            speakers.Notice(MainSubject(sentence, sentence.EndToken), sentence.Paragraph);
            QuoteAfterColon(sentence);
            return;
        }
        foreach (var use in uses)
        {
            ParseRight(use, sentence);
        }
        Bound(uses, sentence);
        FindSpeakers(uses, sentence);
        MakeStatements(uses, sentence);
    }

    // ---- Quotations without a cue ----

    private bool IsQuotationAlone(Sentence sentence)
    {
        var words = 0;
        for (var t = sentence.FirstToken; t < sentence.EndToken; t++)
        {
            if (tokens[t].Quote >= 0)
            {
                words++;
            }
            else if (tokens[t].IsWord && !tokens[t].Is(WordClass.Coordinator))
            {
                return false;
            }
        }
        return words > 0;
    }

    /// <summary>A quotation by itself goes on with the last statement of its paragraph, or waits for the next.</summary>
    private void ContinueOrWait(Sentence sentence, List<(Range Words, int Paragraph)> waiting)
    {
        var range = TrimEnds(new Range(sentence.FirstToken, sentence.EndToken));
        if (statements.Count > 0 && statements[^1].Paragraph == sentence.Paragraph)
        {
            Continue(statements[^1], range, sentence.Paragraph, sameParagraph: true);
        }
        else
        {
            if (waiting.Count > 0 && waiting[0].Paragraph != sentence.Paragraph)
            {
                AttachWaiting(waiting, statements.Count, -1);
            }
            waiting.Add((range, sentence.Paragraph));
        }
    }

    private void AttachWaiting(List<(Range Words, int Paragraph)> waiting, int firstAfter, int paragraph)
    {
        foreach (var (range, itsParagraph) in waiting)
        {
            if (itsParagraph == paragraph && firstAfter < statements.Count)
            {
                Continue(statements[firstAfter], range, paragraph, sameParagraph: true);
            }
            else if (firstAfter > 0)
            {
                Continue(statements[firstAfter - 1], range, itsParagraph, sameParagraph: false);
            }
        }
        waiting.Clear();
    }

    private void Continue(Statement from, Range range, int paragraph, bool sameParagraph) => statements.Add(new Statement
    {
        Cue = sameParagraph ? from.Cue : null,
        CueWords = sameParagraph ? from.CueWords : Range.None,
        Subject = sameParagraph ? from.Subject : default,
        Speaker = from.Speaker,
        Content = [range],
        Paragraph = paragraph,
        Said = sameParagraph ? from.Said : null,
        SaidInherited = true,
        Rules = ["quotation-continues"],
    });

    /// <summary>"The minister was blunt: “...”": the subject of the sentence speaks.</summary>
    private void QuoteAfterColon(Sentence sentence)
    {
        for (var t = sentence.FirstToken + 1; t + 1 < sentence.EndToken; t++)
        {
            if (tokens[t].Kind is TokenKind.Colon && tokens[t].Quote < 0 && tokens[t + 1].Quote is var q and >= 0 && !page.Quotations[q].Fragment)
            {
                var subject = MainSubject(sentence, t);
                List<string> rules = ["quotation-after-colon"];
                if (!subject.Head.IsEmpty && speakers.Resolve(subject, sentence.Paragraph, rules) is { Kind: not SpeakerKind.Document } speaker)
                {
                    Add(new Statement { Subject = subject, Speaker = speaker, Content = [TrimEnds(new Range(t + 1, Math.Min(page.Quotations[q].EndToken, sentence.EndToken)))], Paragraph = sentence.Paragraph, Rules = rules });
                }
                return;
            }
        }
    }

    // ---- Which cues tell of saying ----

    private List<Use> FindUses(Sentence sentence)
    {
        var uses = new List<Use>();
        for (var t = sentence.FirstToken; t < sentence.EndToken; t++)
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
        var phrase = PhraseFrom(at + length, sentence.EndToken);
        if (phrase.IsEmpty)
        {
            return null;
        }
        var said = Times.AdjunctAt(page, phrase.End, sentence.EndToken);
        var subject = WithApposition(phrase, sentence) is { Apposition: var name } whole && IsName(name) ? whole : new Subject(phrase, Range.None);
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
            return null;
        }
        var left = SkipBack(sentence, at, out var negated, out var modal, out var be, out var have, out var doing, out var said);
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
        var appositive = !first && left > sentence.FirstToken && tokens[left].Kind is TokenKind.Comma && hit.Words.End < sentence.EndToken && tokens[hit.Words.End].Is(WordClass.OwnPronoun | WordClass.That);
        if (!first && !doing && !appositive && cue.Is(CueFlag.Noun) && !StandsAsVerb(sentence, hit, left, earlier))
        {
            return null;
        }
        if (hit.Form.IsAny(VerbForm.Base) && !doing && (first || (cue.Is(CueFlag.Noun) && !IsPluralSubject(sentence, left) && !(tokens[left].Is(WordClass.Coordinator) && earlier.Exists(u => u.Cue is { Form: VerbForm.Base })))))
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

    // ---- Whose saying it is ----

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
            var antecedent = PhraseBefore(sentence, end);
            return antecedent.IsEmpty ? null : Make(UseWay.Finite, new Subject(antecedent, Range.None), antecedent.First);
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
        if (!speakers.IsMention(left) && (IsVerb(left, sentence) || token.Is(WordClass.Preposition)))
        {
            return null;
        }
        var phrase = PhraseBefore(sentence, left + 1);
        if (phrase.IsEmpty || (IsObjectClause(sentence, phrase.First) && !hit.Form.Cue.Takes(CueFrame.That | CueFrame.Quote)))
        {
            return null;
        }
        return Make(UseWay.Finite, new Subject(phrase, Range.None), ClauseStart(sentence, phrase.First));
    }

    /// <summary>"what he called peace", "in which she accused": the words belong to another's sentence.</summary>
    private bool IsObjectClause(Sentence sentence, int subject) =>
        subject > sentence.FirstToken && tokens[subject - 1].Is(WordClass.Relative);


    private Use? Inherit(Sentence sentence, CueHit hit, int left, SaidOn? said, List<Use> earlier)
    {
        var subject = earlier.Count > 0 ? default : MainSubject(sentence, hit.Words.First);
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
            var phrase = PhraseBefore(sentence, left + 1);
            return phrase.IsEmpty ? null : new Use { Way = UseWay.Finite, Cue = hit.Form, Words = hit.Words, Subject = new Subject(phrase, Range.None), Clause = ClauseStart(sentence, phrase.First), Said = said };
        }
        if (tokens[left].Kind is TokenKind.Bracket)
        {
            var open = OpeningBracket(sentence, left);
            var phrase = open > sentence.FirstToken ? PhraseBefore(sentence, open) : Range.None;
            return phrase.IsEmpty ? null : new Use { Way = UseWay.Finite, Cue = hit.Form, Words = hit.Words, Subject = new Subject(phrase, Range.None), Clause = ClauseStart(sentence, phrase.First), Said = said };
        }
        if (!afterSpeech && Apposition(sentence, left) is { } subject)
        {
            return new Use { Way = UseWay.Finite, Cue = hit.Form, Words = hit.Words, Subject = subject, Clause = ClauseStart(sentence, subject.Head.First), Said = said };
        }
        if (hit.Form.IsAny(VerbForm.Past | VerbForm.Third))
        {
            var phrase = PhraseFrom(hit.Words.End, sentence.EndToken);
            if (!phrase.IsEmpty && !tokens[phrase.First].Is(WordClass.That) && (afterSpeech || !HoldsVerb(phrase.End, ClauseEnd(phrase.End, sentence))))
            {
                return new Use { Way = UseWay.Inverted, Cue = hit.Form, Words = hit.Words, Subject = WithApposition(phrase, sentence), Clause = left, Said = said, Joined = true };
            }
        }
        return afterSpeech ? null : Inherit(sentence, hit, left, said, earlier);
    }

    private int OpeningBracket(Sentence sentence, int closing)
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
    private Subject? Apposition(Sentence sentence, int comma)
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
            if (head.IsEmpty || page.InSpeech(head.First) || IsObjectClause(sentence, head.First))
            {
                return null;
            }
            return new Subject(head, new Range(t + 1, comma));
        }
        return null;
    }

    private Subject WithApposition(Range phrase, Sentence sentence)
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

    private int ClauseEnd(int from, Sentence sentence)
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

    private bool HoldsVerb(int from, int to)
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
        var phrase = PhraseBefore(sentence, at);
        if (phrase.IsEmpty && with < 0)
        {
            return null;
        }
        var absolute = with >= 0 || (phrase.First > sentence.FirstToken && tokens[phrase.First - 1].Is(WordClass.Coordinator) && earlier.Exists(u => u.Way is UseWay.Absolute));
        if (absolute)
        {
            var head = with >= 0 ? new Range(with + 1, at) : phrase;
            return new Use { Way = UseWay.Absolute, Cue = hit.Form, Words = hit.Words, Subject = new Subject(head, Range.None), Clause = ClauseStart(sentence, with >= 0 ? with : phrase.First), Joined = true };
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
            if (!tokens[t].IsWord || IsVerb(t, sentence))
            {
                return -1;
            }
        }
        return -1;
    }

    private Use? InheritingParticiple(Sentence sentence, CueHit hit, int clause, List<Use> earlier)
    {
        var subject = earlier.Count > 0 ? default : MainSubject(sentence, hit.Words.First);
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
                var phrase = PhraseFrom(t + 1, sentence.EndToken);
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
            var quoted = tokens[left].Kind is TokenKind.Comma ? Apposition(sentence, left) ?? default : new Subject(PhraseBefore(sentence, left + 1), Range.None);
            return quoted.Head.IsEmpty ? null : new Use
            {
                Way = UseWay.QuotedAs,
                Cue = hits[c].Form,
                Words = new Range(hit.Words.First, hits[c].Words.End),
                Subject = quoted,
                Clause = ClauseStart(sentence, quoted.Head.First),
            };
        }
        for (var t = next; t < sentence.EndToken && tokens[t].Kind is TokenKind.Word or TokenKind.Number; t++)
        {
            if (tokens[t].Is(WordClass.By) && PhraseFrom(t + 1, sentence.EndToken) is { IsEmpty: false } by && hit.Form.Cue.Kind is not CueKind.Content)
            {
                var theme = PhraseBefore(sentence, left + 1);
                return new Use { Way = UseWay.Passive, Cue = hit.Form, Words = hit.Words, Subject = new Subject(by, Range.None), Clause = theme.IsEmpty ? left + 1 : ClauseStart(sentence, theme.First) };
            }
            if (t > next + 12)
            {
                break;
            }
        }
        if (hit.Form.Cue.Kind is CueKind.Event or CueKind.Content or CueKind.Denial)
        {
            agentless.Add(new Range(sentence.FirstToken, sentence.EndToken));
        }
        return null;
    }

    // ---- Noun phrases ----

    /// <summary>The noun phrase that ends before a token.</summary>
    private Range PhraseBefore(Sentence sentence, int end)
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
                if (first < end && tokens[first].Is(WordClass.Preposition) && token.Is(WordClass.PastEnding) && !token.Is(WordClass.Auxiliary))
                {
                    // "officials briefed on the talks": a participle that belongs to the noun before it.
                    first = t;
                    continue;
                }
                verb = t;
                break;
            }
            first = t;
        }
        if (coordinator >= 0 && (verb >= 0 || coordinator <= first))
        {
            first = coordinator + 1;
        }
        return first >= end ? Range.None : StripAdjunct(new Range(first, end));
    }

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
    private Range PhraseFrom(int at, int limit)
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

    /// <summary>The subject of the sentence: from its start, after a fronted adjunct, to its first verb.</summary>
    private Subject MainSubject(Sentence sentence, int before)
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
            }
        }
        for (var t = first; t < before; t++)
        {
            if (IsVerb(t, sentence) || tokens[t].Is(WordClass.Relative))
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

    private int ClauseStart(Sentence sentence, int first)
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

    private bool IsVerbHere(int t) => IsVerb(t, new Sentence(Math.Max(0, t - 1), tokens.Length, 0));

    private bool IsVerb(int t, Sentence sentence)
    {
        ref readonly var token = ref tokens[t];
        if (!token.IsWord || speakers.IsMention(t))
        {
            return false;
        }
        if (token.Word == Tokeniser.Clitic)
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

    // ---- What is said ----

    private void ParseRight(Use use, Sentence sentence)
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
            use.QuotedBy = PhraseFrom(t + 1, end);
            t = Math.Max(t, use.QuotedBy.End);
        }
        while (t < end)
        {
            if (Times.AdjunctAt(page, t, end) is { } day)
            {
                use.Said ??= day;
                t = day.Words.End;
            }
            else if (tokens[t].Is(WordClass.DayWord) || (tokens[t].Is(WordClass.Weekday) && tokens[t].Capital && !(t + 1 < end && tokens[t + 1].IsWord && tokens[t + 1].Word == Tokeniser.Clitic)))
            {
                // A day that no dateline places.
                t++;
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
        if (t < end && tokens[t].Is(WordClass.That) && !(t + 1 < end && IsVerb(t + 1, sentence)))
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
                var between = next.Is(WordClass.Of | WordClass.To | WordClass.That) && !content;
                var closing = stance && (day.Words.End >= end || !next.IsWord || next.Is(WordClass.Coordinator));
                return between || closing ? day : null;
            }
            if (tokens[t].Kind is TokenKind.Comma or TokenKind.Semicolon or TokenKind.Colon || (!page.InQuotation(t) && IsVerbHere(t)))
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
            if (tokens[t].Is(WordClass.That) || tokens[t].Kind is TokenKind.Colon or TokenKind.Quote || IsVerbHere(t))
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

    /// <summary>Where each statement ends on the right: before the next clause with a cue of its own, or a dash.</summary>
    private void Bound(List<Use> uses, Sentence sentence)
    {
        for (var u = 0; u < uses.Count; u++)
        {
            var use = uses[u];
            var end = use.Way is UseWay.Fronted ? use.End : sentence.EndToken;
            for (var v = u + 1; v < uses.Count; v++)
            {
                var next = uses[v];
                if (next.Subject.Apposition.Contains(use.Words))
                {
                    // "The office, which had called it a lie, confirmed": the relative clause ends where the main verb comes.
                    end = Math.Min(end, next.Subject.Apposition.End);
                    break;
                }
                if (next.Clause > use.Words.First && next.Clause < end && IsParallel(use, next, sentence))
                {
                    end = next.Clause;
                    break;
                }
            }
            for (var t = Math.Max(use.After, use.Words.End); t < end; t++)
            {
                if (tokens[t].Quote < 0 && t > use.After && (tokens[t].Kind is TokenKind.Dash || EndsObject(use, t, end)))
                {
                    end = t;
                }
            }
            use.End = end;
        }
    }

    /// <summary>The object of "exchanged accusations over", "condemned": a comma and a new phrase or "though" is the report's own.</summary>
    private bool EndsObject(Use use, int at, int end) =>
        use.Cue is { Cue: var cue } && !cue.Takes(CueFrame.That | CueFrame.Quote | CueFrame.To) && tokens[at].Kind is TokenKind.Comma && at + 1 < end
        && ((tokens[at + 1].Is(WordClass.Article | WordClass.Subordinator | WordClass.Relative) && !tokens[at + 1].Is(WordClass.That | WordClass.Adverb))
            || (at + 2 < end && tokens[at + 1].Is(WordClass.Coordinator) && tokens[at + 2].Is(WordClass.OwnPronoun)));

    private bool IsParallel(Use use, Use next, Sentence sentence)
    {
        if (next.Way is UseWay.According)
        {
            return true;
        }
        if (next.Joined && next.Way is not UseWay.Absolute)
        {
            return next.Clause >= (use.Way is UseWay.Inverted ? use.Subject.Whole.End : use.Words.End);
        }
        if (next.Clause < use.After || next.Clause <= sentence.FirstToken)
        {
            return false;
        }
        ref readonly var mark = ref tokens[next.Clause - 1];
        ref readonly var connective = ref tokens[next.Clause];
        return mark.Kind is TokenKind.Comma or TokenKind.Dash or TokenKind.Semicolon or TokenKind.Colon or TokenKind.Bracket
            || mark.Kind is TokenKind.Quote
            || (next.Clause < next.Subject.Head.First && connective.Is(WordClass.Coordinator | WordClass.With) && next.Clause > use.After + 2);
    }

    private void FindSpeakers(List<Use> uses, Sentence sentence)
    {
        for (var u = 0; u < uses.Count; u++)
        {
            var use = uses[u];
            if (use.Way is UseWay.Inherited or UseWay.Participle && use.Subject.Head.IsEmpty)
            {
                var from = LastParallel(uses, u);
                use.Subject = from?.Subject ?? MainSubject(sentence, use.Words.First);
                use.Speaker = from?.Speaker ?? speakers.Resolve(use.Subject, sentence.Paragraph, use.Rules);
                use.Said ??= from?.Said;
                use.Rules.Add("subject-of-clause");
                continue;
            }
            use.OwnPronoun = use.Subject.Head.End - use.Subject.Head.First == 1 && tokens[use.Subject.Head.First].Is(WordClass.OwnPronoun) && !speakers.IsMention(use.Subject.Head.First);
            if (use.OwnPronoun && use.Cue is { Cue: var act } && !act.Takes(CueFrame.That | CueFrame.Quote) && tokens[use.Clause].Is(WordClass.Subordinator) && !tokens[use.Clause].Is(WordClass.Adverb) && LastParallel(uses, u) is null)
            {
                // "..., although it undertook": of whoever the clause before is about.
                continue;
            }
            use.Speaker = speakers.Resolve(use.Subject, sentence.Paragraph, use.Rules, OnlySpeakersDo(use, uses));
            if (use.Speaker is { } speaker && !use.OwnPronoun && IsAdmissible(use))
            {
                speakers.Remember(speaker);
            }
        }
    }

    /// <summary>Whether the cue by itself makes its subject a speaker: to say, to tell; "according to", unless it only backs another's saying.</summary>
    private static bool OnlySpeakersDo(Use use, List<Use> uses) =>
        use.Cue is { Cue: var cue } ? cue.Kind is CueKind.Content && !cue.Is(CueFlag.Weak) : uses.Count == 1;

    /// <summary>The statement before that is not itself part of what another says.</summary>
    private static Use? LastParallel(List<Use> uses, int index)
    {
        for (var u = index - 1; u >= 0; u--)
        {
            var use = uses[u];
            if (use.Speaker is null || use.Way is UseWay.According)
            {
                continue;
            }
            var nested = false;
            for (var outer = 0; outer < u; outer++)
            {
                nested |= uses[outer].Speaker is not null && use.Clause >= uses[outer].After && use.Clause < uses[outer].End;
            }
            if (!nested)
            {
                return use;
            }
        }
        return null;
    }

    private bool IsAdmissible(Use use)
    {
        if (use.Speaker is not { } speaker)
        {
            return false;
        }
        if (use.Cue is not { Cue: var cue })
        {
            return true;
        }
        if (cue.Is(CueFlag.Monitor) && !speaker.Observes)
        {
            return false;
        }
        if (!cue.Is(CueFlag.Weak) || speaker.Observes)
        {
            return true;
        }
        var quotes = use.ColonAfter || (use.After < tokens.Length && page.InSpeech(use.After)) || BeforeIsSpeech(use);
        return (use.That && HoldsClause(new Range(use.After, Math.Max(use.After, use.End)))) || quotes || (cue.Takes(CueFrame.Np) && cue.Kind is CueKind.Event or CueKind.Figure && !cue.Is(CueFlag.Monitor) && HoldsNumber(use.After, use.End)) || (cue.Takes(CueFrame.Np) && cue.Kind is CueKind.Position && !cue.Takes(CueFrame.That) && !cue.Is(CueFlag.Act));
    }

    private bool HoldsNumber(int first, int end)
    {
        for (var t = first; t < end; t++)
        {
            if (tokens[t].Kind is TokenKind.Number || tokens[t].Is(WordClass.Numeral))
            {
                return true;
            }
        }
        return false;
    }

    private bool BeforeIsSpeech(Use use)
    {
        var first = use.Way is UseWay.Inverted ? use.Words.First : Math.Min(use.Words.First, use.Subject.Head.IsEmpty ? int.MaxValue : use.Subject.Head.First);
        return first > 0 && (page.InSpeech(first - 1) || (first > 1 && page.InSpeech(first - 2)));
    }

    private void MakeStatements(List<Use> uses, Sentence sentence)
    {
        var left = sentence.FirstToken;
        for (var u = 0; u < uses.Count; u++)
        {
            var use = uses[u];
            if (!IsAdmissible(use))
            {
                continue;
            }
            var content = ContentOf(use, uses, u, ref left, sentence);
            if (content.Count > 0)
            {
                Add(Make(use, content, sentence), use);
            }
        }
        PassOn(uses);
        foreach (var use in uses)
        {
            if (use.Made is { } made)
            {
                speakers.Remember(made.Speaker);
            }
        }
    }

    private List<Range> ContentOf(Use use, List<Use> uses, int index, ref int left, Sentence sentence)
    {
        var right = TrimEnds(new Range(use.After, use.End));
        var start = use.Way is UseWay.Inverted ? use.Words.First : use.Way is UseWay.According ? use.Words.First : Math.Min(use.Clause, use.Subject.Head.IsEmpty ? use.Clause : use.Subject.Head.First);
        if (use.Way is UseWay.Participle or UseWay.Inherited or UseWay.Absolute or UseWay.Fronted)
        {
            left = use.End;
            return right.IsEmpty ? [] : [right];
        }
        var before = TrimEnds(new Range(left, start));
        if (before.IsEmpty && index > 0 && (use.Way is UseWay.According or UseWay.Inverted || right.IsEmpty || (use.CommaAfter && !use.That)))
        {
            before = Whole(TrimEnds(new Range(sentence.FirstToken, start)), uses, index, sentence);
        }
        if (use.Way is UseWay.Passive)
        {
            left = use.End;
            return PassiveContent(use, sentence);
        }
        var afterSpeech = !before.IsEmpty && page.InSpeech(before.End - 1) && start - before.End <= 1;
        var quoteAgain = !right.IsEmpty && page.InSpeech(right.First);
        if (use.Way is UseWay.According && index == 0 && before.IsEmpty)
        {
            left = use.End;
            return right.IsEmpty ? [] : [right];
        }
        if (use.Way is UseWay.According || use.Way is UseWay.Inverted || afterSpeech)
        {
            var sides = new List<Range>();
            if (!before.IsEmpty)
            {
                sides.Add(Whole(before, uses, index, sentence));
            }
            var goesOn = use.Way is UseWay.According && use.CommaAfter && HoldsClause(right) && !tokens[right.First].Is(WordClass.Relative);
            if (!right.IsEmpty && (goesOn || quoteAgain || StopThenSpeech(use)))
            {
                sides.Add(right);
            }
            use.Rules.Add("content-before");
            left = use.End;
            return sides;
        }
        var clauseBefore = !before.IsEmpty && HoldsClause(before) && tokens[start - 1].Kind is TokenKind.Comma && !IsFrontedAdjunct(before.First);
        var speech = use.Cue is null || use.Cue.Cue.Takes(CueFrame.That | CueFrame.Quote);
        if (right.IsEmpty || (speech && !HoldsClause(right) && (clauseBefore || (IsAdjunctOnly(right) && HoldsClause(before)))))
        {
            use.Rules.Add("content-before");
            var takesUp = index > 0 && use.Clause < use.Subject.Head.First && tokens[use.Clause].Is(WordClass.Subordinator);
            if (takesUp && uses[index - 1].Made is { } made)
            {
                left = use.End;
                use.Rules.Add("takes-up");
                return [.. made.Content];
            }
            left = use.End;
            return before.IsEmpty || (!HoldsClause(before) && before.End - before.First < ShortestContent) ? [] : [Whole(before, uses, index, sentence)];
        }
        if (use.CommaAfter && !before.IsEmpty && !use.That && tokens[start - 1].Kind is TokenKind.Comma && !IsFrontedAdjunct(before.First))
        {
            left = use.End;
            if (IsFrontedAdjunct(right.First) || tokens[right.First].Is(WordClass.Relative))
            {
                use.Rules.Add("content-before");
                return [before];
            }
            use.Rules.Add("content-split");
            return [before, right];
        }
        if (!before.IsEmpty && use.Said is null && !HoldsSpeech(before) && !(use.Speaker!.Observes && use.Cue is { Cue.Kind: CueKind.Event or CueKind.Figure }))
        {
            use.Said = DayIn(before);
        }
        left = use.End;
        return [right];
    }

    /// <summary>"In Cairo, X said, ...", "Speaking there, ...": words that only introduce.</summary>
    private bool IsFrontedAdjunct(int first) =>
        tokens[first].Is(WordClass.Preposition | WordClass.Subordinator | WordClass.Adverb | WordClass.WeakTime) && !tokens[first].Is(WordClass.Determiner) && !speakers.IsMention(first) || EndsIng(first);

    private bool EndsIng(int t) => tokens[t].Cue >= 0 && hits[tokens[t].Cue].Form.Form is VerbForm.Ing || page.TextOf(tokens[t]).EndsWith(page.Language.ParticipleEnding, StringComparison.Ordinal);

    private bool StopThenSpeech(Use use)
    {
        for (var t = use.After; t < Math.Min(use.End, use.After + 3); t++)
        {
            if (page.InSpeech(t))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Content before a cue reaches back over an inner statement that the speaker passes on.</summary>
    private Range Whole(Range before, List<Use> uses, int index, Sentence sentence)
    {
        var first = before.First;
        for (var u = index - 1; u >= 0; u--)
        {
            if (uses[u].Made is null)
            {
                continue;
            }
            if (uses[0].Way is UseWay.According && uses[0].Words.First == sentence.FirstToken)
            {
                // "According to first findings, ten were hurt, the spokeswoman said."
                return TrimEnds(new Range(Math.Max(uses[0].After, sentence.FirstToken), before.End));
            }
            return new Range(sentence.FirstToken, before.End) is var whole && uses[u].Way is not UseWay.Participle ? TrimEnds(whole) : before;
        }
        return new Range(first, before.End);
    }

    private List<Range> PassiveContent(Use use, Sentence sentence)
    {
        var theme = TrimEnds(new Range(use.Clause, use.Words.First));
        var rest = TrimEnds(new Range(use.Subject.Head.End, use.End));
        while (!theme.IsEmpty && tokens[theme.End - 1].Is(WordClass.Auxiliary | WordClass.Adverb))
        {
            theme = new Range(theme.First, theme.End - 1);
        }
        var content = new List<Range>();
        if (!theme.IsEmpty)
        {
            content.Add(theme);
        }
        if (!rest.IsEmpty)
        {
            content.Add(rest);
        }
        return content;
    }

    private SaidOn? DayIn(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (Times.AdjunctAt(page, t, range.End) is { } day)
            {
                return day;
            }
            if (tokens[t].Is(WordClass.Since))
            {
                return null;
            }
        }
        return null;
    }

    private bool HoldsSpeech(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (page.InSpeech(t))
            {
                return true;
            }
        }
        return false;
    }

    private bool HoldsClause(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (page.InSpeech(t) || IsVerbHere(t))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsAdjunctOnly(Range range) => tokens[range.First].Is(WordClass.Preposition | WordClass.Adverb | WordClass.Subordinator | WordClass.WeakTime) || range.End - range.First <= 1 && !tokens[range.First].Capital;

    /// <summary>Without marks and connectives at either end, quotation marks apart.</summary>
    private Range TrimEnds(Range range)
    {
        var first = range.First;
        var end = range.End;
        while (first < end && tokens[first].Kind is not (TokenKind.Word or TokenKind.Number or TokenKind.Quote) && tokens[first].Quote < 0)
        {
            first++;
        }
        while (end > first && tokens[end - 1].Quote < 0
            && (tokens[end - 1].Kind is TokenKind.Comma or TokenKind.Stop or TokenKind.Colon or TokenKind.Semicolon or TokenKind.Dash or TokenKind.Symbol
                || (tokens[end - 1].Is(WordClass.Coordinator | WordClass.Subordinator) && !tokens[end - 1].Is(WordClass.Adverb | WordClass.Preposition))))
        {
            end--;
        }
        return first < end ? new Range(first, end) : Range.None;
    }

    private Statement Make(Use use, List<Range> content, Sentence sentence)
    {
        use.Rules.Insert(0, "cue-" + use.Way.ToString().ToLowerInvariant());
        var statement = new Statement
        {
            Cue = use.Cue,
            CueWords = use.Words,
            Subject = use.Subject,
            Speaker = use.Speaker!,
            Content = content,
            Paragraph = sentence.Paragraph,
            Addressee = use.Addressee,
            Said = use.Said,
            SaidInherited = use.Way is UseWay.Participle or UseWay.Inherited && use.Rules.Contains("subject-of-clause"),
            Rules = use.Rules,
        };
        if (!use.QuotedBy.IsEmpty)
        {
            statement.Via.Add(speakers.Resolve(new Subject(use.QuotedBy, Range.None), sentence.Paragraph, [])?.Name ?? page.Shown(use.QuotedBy));
        }
        if (!use.Addressee.IsEmpty && PassedTo(use.Addressee) is { } outlet)
        {
            statement.Via.Add(outlet);
        }
        return statement;
    }

    private string? PassedTo(Range addressee)
    {
        for (var t = addressee.First; t < addressee.End; t++)
        {
            if (speakers.MentionAt(t) is { Named.Entity: { PassesOn: true } entity })
            {
                return entity.Name;
            }
        }
        return null;
    }

    private void Add(Statement statement, Use? use = null)
    {
        if (use is not null)
        {
            use.Made = statement;
        }
        statements.Add(statement);
    }

    /// <summary>What is dropped was added a moment ago: found from the end.</summary>
    private void Drop(Statement statement) => statements.RemoveAt(statements.LastIndexOf(statement));

    /// <summary>A statement inside another's content, by a third speaker, in words that only pass on: the inner one stays.</summary>
    private void PassOn(List<Use> uses)
    {
        foreach (var inner in uses)
        {
            foreach (var outer in uses)
            {
                if (inner == outer || inner.Made is not { } said || outer.Made is not { } told || !told.Content.Exists(c => c.Contains(inner.Words)))
                {
                    continue;
                }
                var passesOn = inner.Cue is { Cue.Kind: CueKind.Content or CueKind.Event } && (outer.Cue is null || outer.Cue.Cue.Kind is CueKind.Content) && !inner.OwnPronoun && inner.Speaker != outer.Speaker && !(inner.Speaker?.Entity is { } side && side == outer.Speaker?.Entity)
                    && inner.Way is UseWay.Finite;
                if (passesOn && (outer.After > inner.Words.First || inner.Subject.Head.First <= outer.After + 1) && inner.Cue!.Cue.Takes(CueFrame.That))
                {
                    said.Via.Add(told.Speaker.Name);
                    said.Via.AddRange(told.Via);
                    said.Rules.Add("passed-on");
                    Drop(told);
                    outer.Made = null;
                }
                else
                {
                    Drop(said);
                    inner.Made = null;
                    break;
                }
            }
        }
    }
}

/// <summary>A form of a cue where it stands in the page.</summary>
internal readonly record struct CueHit(Range Words, CueForm Form);
