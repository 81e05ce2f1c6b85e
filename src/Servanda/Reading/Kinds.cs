namespace Servanda.Reading;

/// <summary>What sort of proposition it is, with its polarity and mood.</summary>
internal readonly record struct KindFound(ProposalKind Kind, ProposalPolarity? Polarity, Modality? Modality, string Rule);

/// <summary>
/// What the content is: the cue gives a default, the words decide. Must and should make a demand; will of the speaker's own a
/// commitment, of another's an expectation; a denial of something alleged is a denial, never a fulfilment; if and unless make
/// a condition, never an event; what has happened is an event, by the event words of the language; the rest is a position.
/// </summary>
internal sealed class Kinds
{
    private readonly Phrases<EventSense> events;
    private readonly Phrases<Turn> turns;

    public Kinds(Language language, Vocabulary vocabulary, Phrases<Turn> turns)
    {
        events = new Phrases<EventSense>(vocabulary);
        foreach (var (phrase, sense) in language.Events)
        {
            events.Add(phrase, sense);
        }
        events.Freeze();
        this.turns = turns;
    }

    /// <summary>How far after "it" or "we" its verb may stand.</summary>
    private const int OwnWithin = 3;
    private const int OwnWill = 2;
    private const int OwnMenWill = 3;

    /// <summary>A negation further into the content belongs to a clause inside it.</summary>
    private const int EarlyNegation = 9;

    private struct Signs
    {
        public bool Must, Should, Future, OwnFuture, Expect, Conditional, Commit, Hedged, Obligation, Scheduled;
        public Cue? OwnCue;
        public int Past, Violation, Fulfilment, Neutral;
        public bool Quoted, Done, Happened, Negated, Was, Refuses, NegatedEvent, Accusation;
    }

    public KindFound Of(Page page, ReadOnlySpan<Range> content, Statement statement, bool figure)
    {
        var signs = Look(page, content);
        var cue = signs.OwnCue is { } ownCue && statement.Cue is null or { Cue.Kind: CueKind.Content } ? ownCue : statement is { Cue.Cue.Kind: CueKind.Content, Inner.Cue: { Kind: not CueKind.Figure } inner } ? inner : statement.Cue?.Cue;
        return cue?.Kind switch
        {
            CueKind.Demand => new(ProposalKind.Demand, Alleged(signs), Mood(signs) ?? Modality.Should, "kind-cue"),
            CueKind.Denial => Denial(cue, signs),
            CueKind.Commitment => new(ProposalKind.Commitment, null, signs.Conditional ? Modality.Conditional : null, "kind-cue"),
            CueKind.Expectation => new(ProposalKind.Expectation, Alleged(signs), Mood(signs), "kind-cue"),
            CueKind.Position => Position(cue, signs, figure),
            CueKind.Event => Event(cue, signs, figure, statement),
            CueKind.Figure => new(figure ? ProposalKind.Figure : ProposalKind.Event, Alleged(signs), null, "kind-cue"),
            _ => Content(signs, figure, statement),
        };
    }

    /// <summary>The document's own voice: terms of the agreement are background, what is due an expectation, what happened an event.</summary>
    public KindFound OfReport(Page page, Range sentence, bool figure, CueKind? act)
    {
        var signs = Look(page, [sentence]);
        if (act is CueKind.Commitment)
        {
            return new(ProposalKind.Commitment, null, Modality.Obligation, "report-commitment");
        }
        if (signs.Scheduled)
        {
            return new(ProposalKind.Expectation, null, Modality.Scheduled, "report-scheduled");
        }
        if (signs.Obligation)
        {
            return new(ProposalKind.Background, null, Modality.Obligation, "report-obligation");
        }
        if (figure && signs.Past + signs.Violation + signs.Fulfilment > 0)
        {
            return new(ProposalKind.Figure, Polarity(signs), null, "report-figure");
        }
        if (signs.Future)
        {
            return new(ProposalKind.Expectation, null, Modality.Scheduled, "report-future");
        }
        return signs.Violation + signs.Fulfilment + signs.Neutral > 0 && signs.Past > 0
            ? new(ProposalKind.Event, Polarity(signs), null, "report-event")
            : new(ProposalKind.Background, null, null, "report-background");
    }

    private static ProposalPolarity? Alleged(in Signs signs) => signs.Violation > 0 && !signs.NegatedEvent ? ProposalPolarity.ViolationAlleged : null;

    private static ProposalPolarity? Polarity(in Signs signs) =>
        signs.NegatedEvent ? signs.Violation > 0 ? ProposalPolarity.Fulfilment : signs.Fulfilment > 0 ? ProposalPolarity.NotFulfilled : null
        : signs.Violation > 0 && signs.Violation >= signs.Fulfilment ? ProposalPolarity.ViolationAlleged
        : signs.Fulfilment > 0 ? ProposalPolarity.Fulfilment
        : null;

    private static Modality? Mood(in Signs signs) =>
        signs.Must ? Modality.Must : signs.Should ? Modality.Should : signs.Conditional ? Modality.Conditional : signs.Hedged ? Modality.Hedged : null;

    private static KindFound Denial(Cue cue, in Signs signs)
    {
        // To reject an accusation is to deny it; to reject a plan is to refuse.
        var refuses = cue.Is(CueFlag.Refusing) && !signs.Accusation && signs.Violation == 0;
        return refuses
            ? new(ProposalKind.Position, ProposalPolarity.Refusal, null, "kind-refusal")
            : new(ProposalKind.Denial, null, null, "kind-cue");
    }

    private static KindFound Position(Cue cue, in Signs signs, bool figure)
    {
        // To insist that something happened, or how often, is to tell of it.
        if (cue.Takes(CueFrame.That) && !signs.Must && !signs.Should && !signs.Future && !signs.Conditional)
        {
            if (figure)
            {
                return new(ProposalKind.Figure, Polarity(signs), null, "kind-figure");
            }
            if (signs.Happened && !signs.NegatedEvent && signs.Violation + signs.Fulfilment > 0)
            {
                return new(ProposalKind.Event, Polarity(signs), signs.Hedged ? Modality.Hedged : null, "kind-event");
            }
        }
        if (signs.Must || signs.Should)
        {
            return new(ProposalKind.Demand, Alleged(signs), Mood(signs), "kind-must");
        }
        return new(ProposalKind.Position, Alleged(signs), Mood(signs), "kind-cue");
    }

    private static KindFound Event(Cue cue, in Signs signs, bool figure, Statement statement)
    {
        if (cue.Takes(CueFrame.That))
        {
            if (signs.Conditional && !figure)
            {
                return new(ProposalKind.Position, null, Modality.Conditional, "kind-conditional");
            }
            if (signs.Quoted && !figure && signs.Past + signs.Violation + signs.Fulfilment + signs.Neutral == 0 && !signs.Must && !signs.Should && !signs.Future)
            {
                return new(ProposalKind.Position, null, null, "kind-opinion");
            }
            if ((signs.Must || signs.Should) && signs.Past == 0)
            {
                return new(ProposalKind.Demand, Alleged(signs), Mood(signs), "kind-must");
            }
            if ((signs.Future || signs.Expect) && signs.Past == 0)
            {
                return signs.OwnFuture
                    ? new(ProposalKind.Commitment, null, null, "kind-own-will")
                    : new(ProposalKind.Expectation, Alleged(signs), null, "kind-will");
            }
        }
        if (statement.Speaker.Observes && signs.NegatedEvent)
        {
            return new(figure ? ProposalKind.Figure : ProposalKind.Event, Polarity(signs), null, "kind-nothing-observed");
        }
        return new(figure ? ProposalKind.Figure : ProposalKind.Event, Polarity(signs), signs.Hedged ? Modality.Hedged : null, "kind-cue");
    }

    private static KindFound Content(in Signs signs, bool figure, Statement statement)
    {
        if (signs.Must || signs.Should)
        {
            return new(ProposalKind.Demand, Alleged(signs), Mood(signs), "kind-must");
        }
        if (signs.Conditional && !figure)
        {
            return signs.OwnFuture
                ? new(ProposalKind.Commitment, null, Modality.Conditional, "kind-conditional-will")
                : new(ProposalKind.Position, null, Modality.Conditional, "kind-conditional");
        }
        if (figure && !signs.Future)
        {
            return new(ProposalKind.Figure, Polarity(signs), null, "kind-figure");
        }
        if (signs.OwnFuture && !signs.Commit && signs.Refuses)
        {
            // "it would not hand in its weapons"
            return new(ProposalKind.Position, ProposalPolarity.Refusal, null, "kind-own-refusal");
        }
        if (signs.Commit || signs.OwnFuture)
        {
            return new(ProposalKind.Commitment, null, null, "kind-own-will");
        }
        if (signs.Expect || signs.Future)
        {
            return new(ProposalKind.Expectation, Alleged(signs), null, "kind-will");
        }
        if (statement.Cue is { Cue: var answer } && answer.Is(CueFlag.Answer) && signs.Negated && !signs.Future)
        {
            return new(ProposalKind.Denial, null, null, "kind-negated-answer");
        }
        if (signs.NegatedEvent && !statement.Speaker.Observes && signs.Violation > 0 && statement.Speaker.Entity is not null)
        {
            return new(ProposalKind.Denial, null, null, "kind-negated-event");
        }
        if (signs.Done || (signs.Past > 0 && signs.Violation + signs.Fulfilment + signs.Neutral > 0))
        {
            return new(ProposalKind.Event, Polarity(signs), signs.Hedged ? Modality.Hedged : null, "kind-event");
        }
        if (signs.Was && !signs.Quoted && !figure && statement.Speaker.Entity?.Account is not { Role: Agreements.ActorRole.Party })
        {
            // "fighters were still at the hospital": how things stood, by one who takes no side.
            return new(ProposalKind.Event, Polarity(signs), signs.Hedged ? Modality.Hedged : null, "kind-was");
        }
        return new(figure ? ProposalKind.Figure : ProposalKind.Position, null, signs.Hedged ? Modality.Hedged : null, "kind-default");
    }

    private Signs Look(Page page, ReadOnlySpan<Range> content)
    {
        var signs = new Signs();
        foreach (var range in content)
        {
            Look(page, range, ref signs);
        }
        return signs;
    }

    private void Look(Page page, Range range, ref Signs signs)
    {
        var tokens = page.Tokens;
        var negation = -100;
        var own = int.MinValue / 2;
        var ownMen = int.MinValue / 2;
        var first = range.First;
        var willed = true;
        var aside = false;
        while (first < range.End && !tokens[first].IsWord)
        {
            first++;
        }
        signs.Quoted |= page.InSpeech(range.First);
        for (var t = range.First; t < range.End; t++)
        {
            ref readonly var token = ref tokens[t];
            var length = turns.LengthAt(tokens, t, out var turn);
            if (length > 0 && t + length <= range.End)
            {
                signs.Obligation |= turn is Turn.Obligation;
                signs.Scheduled |= turn is Turn.Scheduled;
                signs.Was |= turn is Turn.Existing && t <= first + 1;
            }
            if (!token.IsWord)
            {
                // "two questions are open: who would ...": what follows a colon only spells out.
                willed &= token.Kind is not TokenKind.Colon || t < range.First + 3;
                aside &= token.Kind is not TokenKind.Comma;
                continue;
            }
            var next = t + 1 < range.End ? tokens[t + 1] : default;
            if (token.Is(WordClass.FirstPronoun) || (token.Is(WordClass.OwnPronoun) && !page.InSpeech(t) && (t == first || (t == first + 1 && tokens[first].Is(WordClass.Subordinator | WordClass.Coordinator)))))
            {
                own = t;
            }
            if (willed && t == first && token.Is(WordClass.Possessive) && !token.Is(WordClass.Pronoun) && !page.InSpeech(t) || token.Is(WordClass.Possessive) && token.Is(WordClass.FirstPronoun))
            {
                // "its forces would withdraw", "our men will": of the speaker's own.
                ownMen = t;
            }
            if (token.Is(WordClass.Relative) && t > range.First && (tokens[t - 1].Kind is TokenKind.Comma || tokens[t - 1].Is(WordClass.Preposition)))
            {
                // ", under which units must leave": what a relative clause says is told by the way.
                aside = true;
            }
            signs.Was |= token.Is(WordClass.Be) && token.Is(WordClass.Stative) && StandsSomewhere(tokens, t + 1, range.End);
            signs.Accusation |= token.Is(WordClass.Accusation);
            signs.Hedged |= token.Is(WordClass.Hedge);
            var needed = token.Is(WordClass.Must) && (!token.Is(WordClass.MustTo) || (t > range.First && tokens[t - 1].Is(WordClass.FirstPronoun)));
            if (willed && !aside && (needed || (token.Is(WordClass.MustTo) && next.Is(WordClass.To))))
            {
                // "needed to", "had to" in a report of the past are still what has to be done.
                signs.Must |= !token.Is(WordClass.Should);
                signs.Should |= token.Is(WordClass.Should);
            }
            if (token.Is(WordClass.Future) && willed && !aside && !(t > range.First && tokens[t - 1].Is(WordClass.Relative)))
            {
                signs.Future = true;
                signs.Refuses |= next.Is(WordClass.Negation) || token.Is(WordClass.Negation);
                signs.OwnFuture |= t - own <= OwnWill || t - ownMen <= OwnMenWill;
            }
            if (token.Is(WordClass.Expect))
            {
                signs.Expect |= !(t > range.First && tokens[t - 1].Is(WordClass.Preposition | WordClass.Article | WordClass.Numeral));
            }
            signs.Commit |= token.Is(WordClass.CommitVerb) && t - own <= OwnWithin;
            signs.Conditional |= token.Is(WordClass.Conditional) && !token.Is(WordClass.Preposition);
            if (token.Is(WordClass.Negation))
            {
                negation = t;
                signs.Negated |= t - range.First < EarlyNegation;
            }
            if (token.Cue >= 0 && signs.OwnCue is null && tokens[Math.Max(own, 0)].Is(WordClass.FirstPronoun) && t - own is > 0 and <= OwnWithin && negation < own && !signs.Must && !signs.Future
                && page.Cues[token.Cue].Form is { Cue.Kind: not (CueKind.Content or CueKind.Figure or CueKind.Event) } said && said.IsAny(VerbForm.Base | VerbForm.Ing))
            {
                // "We reject this": in one's own words, the verb says what it is.
                signs.OwnCue = said.Cue;
            }
            CountEvents(page, t, range, negation, ref signs);
        }
    }

    /// <summary>"were still at the hospital"</summary>
    private static bool StandsSomewhere(Token[] tokens, int at, int end)
    {
        while (at < end && tokens[at].Is(WordClass.Adverb | WordClass.Negation))
        {
            at++;
        }
        return at < end && tokens[at].Is(WordClass.Preposition) && !tokens[at].Is(WordClass.Of);
    }

    private static bool AfterHave(Token[] tokens, int t, int first)
    {
        for (var b = t - 1; b >= Math.Max(first, t - 4); b--)
        {
            if (tokens[b].Is(WordClass.Have))
            {
                return true;
            }
            if (!tokens[b].Is(WordClass.Be | WordClass.Adverb | WordClass.Negation))
            {
                return false;
            }
        }
        return false;
    }

    private static bool IsAdjective(Token[] tokens, int t, int first) =>
        t == first || tokens[t - 1].Is(WordClass.Determiner | WordClass.Preposition | WordClass.Numeral | WordClass.Coordinator | WordClass.Adverb) || tokens[t - 1].Kind is not TokenKind.Word;

    private void CountEvents(Page page, int t, Range range, int negation, ref Signs signs)
    {
        var tokens = page.Tokens;
        ref readonly var token = ref tokens[t];
        var afterAuxiliary = t > range.First && (tokens[t - 1].Is(WordClass.Have | WordClass.Be) || (t > range.First + 1 && tokens[t - 1].Is(WordClass.Adverb | WordClass.Negation) && tokens[t - 2].Is(WordClass.Have | WordClass.Be)));
        var past = (token.Is(WordClass.PastEnding) || token.Is(WordClass.Verb)) && !token.Is(WordClass.Stative);
        if (past)
        {
            signs.Past++;
            signs.Happened |= AfterHave(tokens, t, range.First);
            signs.Done |= AfterHave(tokens, t, range.First) || (token.Is(WordClass.PastEnding) && !afterAuxiliary && !IsAdjective(tokens, t, range.First));
        }
        else if (afterAuxiliary && events.LengthAt(tokens, t, out _) > 0)
        {
            signs.Past++;
        }
        var length = events.LengthAt(tokens, t, out var sense);
        if (length == 0)
        {
            return;
        }
        if (t - negation is >= 0 and < 7 && negation - range.First < EarlyNegation)
        {
            signs.NegatedEvent = true;
        }
        switch (sense)
        {
            case EventSense.Violation:
                signs.Violation++;
                break;
            case EventSense.Fulfilment:
                signs.Fulfilment++;
                break;
            case EventSense.Neutral:
                signs.Neutral++;
                break;
        }
    }
}
