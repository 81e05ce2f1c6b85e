namespace Servanda.Reading;

/// <summary>
/// What is said: on the right of the cue, up to the next clause with a cue of its own; on the left, when nothing but adjuncts
/// follows the cue; or on both sides ("X, Y said, Z").
/// </summary>
internal sealed class Contents(Page page, List<CueHit> hits, Speakers speakers, NounPhrases phrases, Adjuncts adjuncts)
{
    /// <summary>Fewer words than this before a cue, with no verb among them, are an adjunct and not what is said.</summary>
    private const int ShortestContent = 4;

    private readonly Token[] tokens = page.Tokens;

    /// <summary>Where each statement ends on the right: before the next clause with a cue of its own, or a dash.</summary>
    public void Bound(List<Use> uses, Sentence sentence)
    {
        NoteSemicolons(uses, sentence);
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
            var introduces = use.Clause == sentence.FirstToken && use.Clause < use.Words.First && tokens[use.Clause].Is(WordClass.Subordinator) && !tokens[use.Clause].Is(WordClass.That);
            for (var t = Math.Max(use.After, use.Words.End); t < end; t++)
            {
                if (introduces && tokens[t].Kind is TokenKind.Comma && tokens[t].Quote < 0 && t + 1 < end && (tokens[t + 1].Is(WordClass.Article | WordClass.OwnPronoun) || tokens[t + 1].Capital))
                {
                    // "When both agreed to stop, the mayor did not believe it."
                    end = t;
                    break;
                }
                if (use.Embedded && tokens[t].Kind is TokenKind.Comma && tokens[t].Quote < 0 && t + 1 < end && ResumesVerb(t + 1, end))
                {
                    end = t;
                }
                else if (tokens[t].Quote < 0 && t > use.After && (tokens[t].Kind is TokenKind.Dash || EndsObject(use, t, end)))
                {
                    end = t;
                }
            }
            use.End = end;
        }
    }

    /// <summary>The last semicolon or colon outside quotation marks before each cue: a new clause begins there whatever stands in it.</summary>
    private void NoteSemicolons(List<Use> uses, Sentence sentence)
    {
        var t = sentence.FirstToken;
        var last = 0;
        foreach (var use in uses)
        {
            for (; t < use.Words.First; t++)
            {
                last = tokens[t].Kind is TokenKind.Semicolon or TokenKind.Colon && tokens[t].Quote < 0 ? t : last;
            }
            use.Semicolon = last;
        }
    }

    private bool ResumesVerb(int at, int end)
    {
        while (at < end - 1 && tokens[at].Is(WordClass.Adverb) && !tokens[at].Is(WordClass.Coordinator))
        {
            at++;
        }
        return phrases.IsVerbHere(at) || tokens[at].Cue >= 0 && !hits[tokens[at].Cue].Form.Cue.Is(CueFlag.Noun);
    }

    /// <summary>The object of "exchanged accusations over", "condemned": a comma and a new phrase or "though" is the report's own.</summary>
    private bool EndsObject(Use use, int at, int end) =>
        use.Cue is { Cue: var cue } && !cue.Takes(CueFrame.That | CueFrame.Quote | CueFrame.To) && at + 1 < end
        && (tokens[at].Is(WordClass.Coordinator) && tokens[at + 1].Is(WordClass.Have | WordClass.Modal)
            || tokens[at].Kind is TokenKind.Comma && ((tokens[at + 1].Is(WordClass.Article | WordClass.Subordinator) && !tokens[at + 1].Is(WordClass.That | WordClass.Adverb))
            || (at + 2 < end && tokens[at + 1].Is(WordClass.Coordinator) && tokens[at + 2].Is(WordClass.OwnPronoun))));

    private bool IsParallel(Use use, Use next, Sentence sentence)
    {
        if (next.Semicolon > use.After)
        {
            next.Clause = Math.Min(next.Clause, next.Semicolon);
            return true;
        }
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

    public List<Range> ContentOf(Use use, List<Use> uses, int index, ref int left, Sentence sentence)
    {
        var right = TrimEnds(new Range(use.After, use.End));
        var start = use.Way is UseWay.Inverted ? use.Words.First : use.Way is UseWay.According ? use.Words.First : Math.Min(use.Clause, use.Subject.Head.IsEmpty ? use.Clause : use.Subject.Head.First);
        if (use.Relative || use.Way is UseWay.Participle or UseWay.Inherited or UseWay.Absolute or UseWay.Fronted)
        {
            left = use.End;
            return right.IsEmpty ? [] : [right];
        }
        var before = TrimEnds(new Range(left, start));
        if (before.IsEmpty && index > 0 && (use.Way is UseWay.According or UseWay.Inverted || right.IsEmpty || (use.CommaAfter && !use.That)))
        {
            before = Whole(TrimEnds(new Range(sentence.FirstToken, start)), uses, index, sentence);
        }
        if (use.Way is UseWay.Passive or UseWay.Observed)
        {
            var from = use.Way is UseWay.Observed ? Math.Min(left, use.Clause) : use.Clause;
            left = use.End;
            return PassiveContent(use, from);
        }
        var afterSpeech = !before.IsEmpty && page.InSpeech(before.End - 1) && start - before.End <= 1;
        if (afterSpeech && page.Quotations[tokens[before.End - 1].Quote].FirstToken is var opens && opens > before.First && tokens[opens - 1].Kind is TokenKind.Colon)
        {
            // "The count runs from another day: “...,” X said." The words before the colon are the report's.
            before = new Range(opens, before.End);
        }
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
            if (!right.IsEmpty && use.Way is not UseWay.According && !HoldsClause(right))
            {
                use.Said ??= adjuncts.DayIn(right);
            }
            use.Rules.Add("content-before");
            left = use.End;
            return sides;
        }
        if (use.CommaAfter && !use.That && start - 2 > sentence.FirstToken && tokens[start - 1].Kind is TokenKind.Comma && tokens[start - 2].Is(WordClass.Coordinator | WordClass.Subordinator) && right.End - right.First >= ShortestContent)
        {
            // "remains closed because, teachers say, mines lie under the path"
            left = use.End;
            return [right];
        }
        var clauseBefore = !before.IsEmpty && HoldsClause(before) && tokens[start - 1].Kind is TokenKind.Comma && !IsFrontedAdjunct(before.First);
        var speech = use.Cue is null || use.Cue.Cue.Takes(CueFrame.That | CueFrame.Quote);
        if (right.IsEmpty && use.Cue is { } complement && complement.Cue.Takes(CueFrame.Over))
        {
            // "said it was concerned": a feeling about nothing that is named.
            left = use.End;
            return [];
        }
        if (right.IsEmpty || (speech && !HoldsClause(right) && !(use.Cue is { } complements && complements.Cue.Takes(CueFrame.Over)) && (clauseBefore || (IsAdjunctOnly(right) && HoldsClause(before)))))
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
        var tellsOfThings = use.Cue is { Cue: { Kind: CueKind.Event or CueKind.Figure } told } && (use.Speaker!.Observes || !told.Takes(CueFrame.That | CueFrame.Of));
        if (!before.IsEmpty && use.Said is null && !HoldsSpeech(before) && !tellsOfThings && !HoldsJoint(before))
        {
            use.Said = adjuncts.DayIn(before);
        }
        left = use.End;
        return [right];
    }

    /// <summary>"In Cairo, X said, ...", "Speaking there, ...": words that only introduce.</summary>
    private bool IsFrontedAdjunct(int first) =>
        tokens[first].Is(WordClass.Preposition | WordClass.Subordinator | WordClass.Adverb | WordClass.WeakTime) && !tokens[first].Is(WordClass.Determiner) && !speakers.IsMention(first) || EndsIng(first);

    public bool EndsIng(int t) => tokens[t].Cue >= 0 && hits[tokens[t].Cue].Form.Form is VerbForm.Ing || page.TextOf(tokens[t]).EndsWith(page.Language.ParticipleEnding, StringComparison.Ordinal);

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
            if (uses[index].Semicolon > uses[u].Words.First)
            {
                return before;
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

    private List<Range> PassiveContent(Use use, int from)
    {
        var theme = TrimEnds(new Range(from, use.Words.First));
        var agentEnds = use.Way is UseWay.Observed ? use.Words.End : use.Subject.Head.End;
        var rest = TrimEnds(new Range(agentEnds, use.End));
        while (!theme.IsEmpty && tokens[theme.End - 1].Is(WordClass.Auxiliary | WordClass.Adverb))
        {
            theme = new Range(theme.First, theme.End - 1);
        }
        var content = new List<Range>();
        if (!theme.IsEmpty)
        {
            content.Add(theme);
        }
        if (!rest.IsEmpty && rest.First == agentEnds && !tokens[rest.First].Is(WordClass.Relative))
        {
            content.Add(rest);
        }
        return content;
    }

    /// <summary>", and": what stands before it is a clause of its own, with a day of its own.</summary>
    private bool HoldsJoint(Range range)
    {
        for (var t = range.First; t + 1 < range.End; t++)
        {
            if (tokens[t].Kind is TokenKind.Comma && tokens[t + 1].Is(WordClass.Coordinator))
            {
                return true;
            }
        }
        return false;
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

    public bool HoldsClause(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (page.InSpeech(t) || phrases.IsVerbHere(t))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsAdjunctOnly(Range range) => tokens[range.First].Is(WordClass.Preposition | WordClass.Adverb | WordClass.Subordinator | WordClass.WeakTime) || range.End - range.First <= 1 && !tokens[range.First].Capital;

    /// <summary>Without marks and connectives at either end, quotation marks apart.</summary>
    public Range TrimEnds(Range range)
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
}
