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

    private readonly Page page;
    private readonly Token[] tokens;
    private readonly Speakers speakers;
    private readonly NounPhrases phrases;
    private readonly CueUses cueUses;
    private readonly Adjuncts adjuncts;
    private readonly Contents contents;
    private readonly Speaker?[] floors;
    private readonly List<Statement> statements = [];

    /// <summary>"The council:" before a list: the subject of each item that begins with a verb.</summary>
    private Subject listHead;

    public Attributions(Page page, List<CueHit> hits, Speakers speakers, Phrases<Turn> turns)
    {
        this.page = page;
        this.speakers = speakers;
        tokens = page.Tokens;
        floors = new Speaker?[page.Floors.Count];
        phrases = new NounPhrases(page, hits, speakers);
        cueUses = new CueUses(page, hits, speakers, turns, phrases);
        adjuncts = new Adjuncts(page, phrases, speakers);
        contents = new Contents(page, hits, speakers, phrases, adjuncts);
    }

    /// <summary>Sentences that accuse or report without saying who does.</summary>
    public IReadOnlyList<Range> Agentless => cueUses.Agentless;

    /// <summary>Who has the floor of a transcript; null where the label names nobody.</summary>
    public Speaker? OnFloor(int floor) => floors[floor] ??= speakers.OfLabel(page.Floors[floor].Label);

    /// <summary>"An earlier version of this report said": what is taken back is not said.</summary>
    public bool IsSuperseded(Sentence sentence) => cueUses.Holds(Turn.Superseded, sentence.FirstToken, Math.Min(sentence.EndToken, sentence.FirstToken + 8));

    public List<Statement> Find()
    {
        var quoted = new List<(Range Words, int Paragraph)>();
        for (var s = 0; s < page.Sentences.Count; s++)
        {
            var sentence = page.Sentences[s];
            var floor = page.Paragraphs[sentence.Paragraph].Floor;
            speakers.Floor = floor < 0 ? null : page.Floors[floor].Asks ? null : OnFloor(floor);
            if (IsQuotationAlone(sentence))
            {
                ContinueOrWait(sentence, quoted);
                continue;
            }
            if (quoted.Count > 0 && SignedBy(sentence) is { Head.IsEmpty: false } signature && speakers.Resolve(signature, sentence.Paragraph, []) is { } signed)
            {
                foreach (var (words, paragraph) in quoted)
                {
                    Add(new Statement { Subject = signature, Speaker = signed, Content = [words], Paragraph = paragraph, Rules = ["quotation-signed"] });
                }
                quoted.Clear();
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
        var item = page.Paragraphs[sentence.Paragraph].Item && sentence.FirstToken == page.Paragraphs[sentence.Paragraph].FirstToken;
        var uses = page.Asks(sentence) || IsSuperseded(sentence) ? [] : cueUses.FindUses(sentence, item ? listHead : default);
        if (!item)
        {
            listHead = uses.Count == 0 ? phrases.ListHead(sentence) : default;
        }
        if (uses.Count == 0)
        {
            speakers.Notice(page.Asks(sentence) ? phrases.AskedAbout(sentence) : phrases.MainSubject(sentence, sentence.EndToken), sentence.Paragraph);
            QuoteAfterColon(sentence);
            return;
        }
        foreach (var use in uses)
        {
            adjuncts.ParseRight(use, sentence);
        }
        contents.Bound(uses, sentence);
        FindSpeakers(uses, sentence);
        MakeStatements(uses, sentence);
        var main = phrases.MainSubject(sentence, sentence.EndToken);
        if (!main.Head.IsEmpty && !uses.Exists(u => u.Subject.Whole.First < main.Head.End && main.Head.First < u.Subject.Whole.End))
        {
            // "When both agreed, the mayor did not believe it. She does now."
            speakers.Notice(main, sentence.Paragraph);
        }
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

    /// <summary>"“...” — A. Example": a dash and a name, and nothing else.</summary>
    private Subject SignedBy(Sentence sentence)
    {
        var first = sentence.FirstToken;
        if (tokens[first].Kind is not TokenKind.Dash)
        {
            return default;
        }
        var end = sentence.EndToken;
        while (end > first + 1 && tokens[end - 1].Kind is TokenKind.Stop)
        {
            end--;
        }
        return end > first + 1 && tokens[first + 1].Capital && !phrases.HoldsVerb(first + 1, end) ? phrases.Before(new Sentence(first + 1, end, sentence.Paragraph), end) : default;
    }

    /// <summary>A quotation by itself goes on with the last statement of its paragraph, or waits for the next.</summary>
    private void ContinueOrWait(Sentence sentence, List<(Range Words, int Paragraph)> waiting)
    {
        var range = contents.TrimEnds(new Range(sentence.FirstToken, sentence.EndToken));
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
                var subject = phrases.MainSubject(sentence, t);
                if (subject.Head.IsEmpty)
                {
                    // "The deputy, A. Example: “...”"
                    subject = phrases.Before(sentence, t);
                }
                List<string> rules = ["quotation-after-colon"];
                if (!subject.Head.IsEmpty && speakers.Resolve(subject, sentence.Paragraph, rules) is { Kind: not SpeakerKind.Document } speaker)
                {
                    Add(new Statement { Subject = subject, Speaker = speaker, Content = [contents.TrimEnds(new Range(t + 1, Math.Min(page.Quotations[q].EndToken, sentence.EndToken)))], Paragraph = sentence.Paragraph, Rules = rules });
                }
                return;
            }
        }
    }

    private void FindSpeakers(List<Use> uses, Sentence sentence)
    {
        for (var u = 0; u < uses.Count; u++)
        {
            var use = uses[u];
            if (use.Way is UseWay.Observed)
            {
                use.Rules.Add("issuer");
                continue;
            }
            if (use.Way is UseWay.Inherited or UseWay.Participle && use.Subject.Head.IsEmpty)
            {
                var from = LastParallel(uses, u);
                use.Subject = from?.Subject ?? phrases.MainSubject(sentence, use.Words.First);
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
            if (use.Speaker is { } speaker && !use.OwnPronoun)
            {
                if (IsAdmissible(use))
                {
                    speakers.Remember(speaker);
                }
                else
                {
                    speakers.Notice(use.Subject, sentence.Paragraph);
                }
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
        if (cueUses.SaysNothing(use))
        {
            return false;
        }
        if (cue.Kind is CueKind.Demand && use.After < use.End && tokens[use.After].Is(WordClass.Conditional | WordClass.Relative | WordClass.Subordinator) && !tokens[use.After].Is(WordClass.That | WordClass.Preposition))
        {
            // "asked whether", "asked who": a question.
            return false;
        }
        if (!cue.Is(CueFlag.Weak) || speaker.Observes)
        {
            return true;
        }
        if (use.After < tokens.Length && use.After < use.End && ((cue.Takes(CueFrame.To) && tokens[use.After].Is(WordClass.To) && use.After + 1 < use.End && !contents.EndsIng(use.After + 1)) || (cue.Takes(CueFrame.For) && cue.Kind is CueKind.Demand && tokens[use.After].Is(WordClass.Preposition))))
        {
            return true;
        }
        var quotes = use.ColonAfter || (use.After < tokens.Length && page.InSpeech(use.After)) || BeforeIsSpeech(use);
        return (use.That && contents.HoldsClause(new Range(use.After, Math.Max(use.After, use.End)))) || quotes || (cue.Takes(CueFrame.Np) && cue.Kind is CueKind.Event or CueKind.Figure && !cue.Is(CueFlag.Monitor) && HoldsNumber(use.After, use.End)) || (cue.Takes(CueFrame.Np) && cue.Kind is CueKind.Position && !cue.Takes(CueFrame.That) && !cue.Is(CueFlag.Act));
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
            var content = contents.ContentOf(use, uses, u, ref left, sentence);
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

    private static bool SameSide(Speaker? a, Speaker? b) =>
        a == b || (a?.Entity is { } one && b?.Entity is { } other && (one == other || (one.Account is { } account && account == other.Account)));

    /// <summary>A source, a diplomat, an agency: whoever only tells what an actor of the agreement wants or holds.</summary>
    private static bool OnlyRelays(Speaker speaker) =>
        speaker.Kind is SpeakerKind.Unnamed or SpeakerKind.Document && speaker.Entity?.Actor is not { Role: Agreements.ActorRole.Party } || speaker.Entity is { PassesOn: true };

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
                var passesOn = inner.Cue is { Cue.Kind: CueKind.Content or CueKind.Event } && (outer.Cue is null || outer.Cue.Cue.Kind is CueKind.Content) && !inner.OwnPronoun && !SameSide(inner.Speaker, outer.Speaker)
                    && inner.Way is UseWay.Finite;
                passesOn |= inner.Way is UseWay.Finite && !inner.OwnPronoun && inner.Speaker?.Entity?.Actor is not null && inner.Cue is { Cue.Kind: not CueKind.NoClaim } && OnlyRelays(told.Speaker)
                    && !SameSide(inner.Speaker, told.Speaker) && (outer.Cue is null || outer.Cue.Cue.Kind is CueKind.Content) && told.Content is [var whole] && inner.Subject.Head.First <= whole.First + 1;
                if (passesOn && (outer.After > inner.Words.First || inner.Subject.Head.First <= outer.After + 1) && (inner.Cue!.Cue.Takes(CueFrame.That) || OnlyRelays(told.Speaker)))
                {
                    said.Via.Add(told.Speaker.Name);
                    said.Via.AddRange(told.Via);
                    said.Rules.Add("passed-on");
                    Drop(told);
                    outer.Made = null;
                }
                else
                {
                    if (inner.Way is UseWay.Finite && (inner.OwnPronoun || SameSide(inner.Speaker, outer.Speaker)) && told.Content is [var words, ..] && inner.Subject.Head.First <= words.First + 1)
                    {
                        // "said it welcomed the plan": what is said is a welcome.
                        told.Inner = inner.Cue;
                    }
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
