namespace Servanda.Reading;

/// <summary>A clause in the document's own voice.</summary>
internal readonly record struct Told(Range Words, int Sentence, Range Cue, CueKind? Act, Speaker? Speaker);

/// <summary>
/// What no speaker covers: the clauses of a body sentence outside every statement. A sentence whose accusation nobody makes
/// ("was accused of") is left out, because it would turn nobody's claim into the report's.
/// </summary>
internal static class Narration
{
    private const int Shortest = 4;

    public static List<Told> Find(Page page, List<Statement> statements, Attributions attributions, List<CueHit> hits)
    {
        var covered = new bool[page.Tokens.Length];
        foreach (var statement in statements)
        {
            foreach (var range in statement.Content)
            {
                Cover(covered, range);
            }
            if (statement.SaidInherited || statement.Cue is { Form: VerbForm.Ing })
            {
                // The subject stands far off, in a clause that may tell something itself.
                Cover(covered, statement.CueWords);
                Cover(covered, statement.Subject.Whole);
            }
            else
            {
                Cover(covered, statement.Extent(statement.Content[0]));
            }
            Cover(covered, statement.Addressee);
        }
        foreach (var range in attributions.Agentless)
        {
            Cover(covered, range);
        }
        var told = new List<Told>();
        for (var s = 0; s < page.Sentences.Count; s++)
        {
            var floor = page.Paragraphs[page.Sentences[s].Paragraph].Floor;
            if (!page.Asks(page.Sentences[s]) && !attributions.IsSuperseded(page.Sentences[s]) && !(floor >= 0 && page.Floors[floor].Asks))
            {
                Uncovered(page, s, covered, hits, told, floor >= 0 ? attributions.OnFloor(floor) : null);
            }
        }
        return told;
    }

    private static void Cover(bool[] covered, Range range)
    {
        if (!range.IsEmpty)
        {
            covered.AsSpan(range.First, range.End - range.First).Fill(true);
        }
    }

    private static void Uncovered(Page page, int index, bool[] covered, List<CueHit> hits, List<Told> told, Speaker? speaker)
    {
        var sentence = page.Sentences[index];
        var from = sentence.FirstToken;
        for (var t = sentence.FirstToken; t <= sentence.EndToken; t++)
        {
            var ends = t == sentence.EndToken || covered[t] || page.InSpeech(t) || page.Tokens[t].Kind is TokenKind.Dash or TokenKind.Semicolon || (speaker is null && IsJoint(page, t, sentence));
            if (!ends)
            {
                continue;
            }
            Take(page, new Range(from, t), index, hits, told, speaker);
            from = t < sentence.EndToken && (covered[t] || page.InSpeech(t)) ? t + 1 : t;
        }
    }

    /// <summary>", and an interim authority is to govern": a comma, perhaps "and", and a clause with a verb of its own.</summary>
    private static bool IsJoint(Page page, int at, Sentence sentence)
    {
        if (page.Tokens[at].Kind is not TokenKind.Comma || at + 2 >= sentence.EndToken)
        {
            return false;
        }
        var next = page.Tokens[at + 1].Is(WordClass.Coordinator) ? at + 2 : at + 1;
        if (!page.Tokens[next].Is(WordClass.Determiner | WordClass.OwnPronoun) && !page.Tokens[next].Capital)
        {
            return false;
        }
        for (var t = next; t < sentence.EndToken && page.Tokens[t].Kind is not TokenKind.Comma; t++)
        {
            if (page.Tokens[t].Is(WordClass.Auxiliary) && !page.Tokens[t].Is(WordClass.Relative))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"I cannot confirm that", "we have not said so": whoever has the floor declines to claim.</summary>
    private static bool DeclinesToSay(Page page, int first, int end, List<CueHit> hits)
    {
        var own = false;
        var negated = false;
        for (var t = first; t < end; t++)
        {
            own |= page.Tokens[t].Is(WordClass.FirstPronoun);
            negated |= page.Tokens[t].Is(WordClass.Negation);
            if (page.Tokens[t].Cue is var c and >= 0)
            {
                return own && negated && hits[c].Form.Cue.Kind is CueKind.Content or CueKind.Event;
            }
        }
        return false;
    }

    private static void Take(Page page, Range range, int sentence, List<CueHit> hits, List<Told> told, Speaker? speaker)
    {
        var first = range.First;
        var end = range.End;
        var tokens = page.Tokens;
        while (first < end && (tokens[first].Kind is not (TokenKind.Word or TokenKind.Number or TokenKind.Quote) || tokens[first].Is(WordClass.Coordinator)))
        {
            first++;
        }
        while (end > first && tokens[end - 1].Kind is TokenKind.Comma or TokenKind.Stop or TokenKind.Dash or TokenKind.Semicolon or TokenKind.Colon)
        {
            end--;
        }
        if (end - first < Shortest)
        {
            return;
        }
        var verb = false;
        CueHit? act = null;
        for (var t = first; t < end; t++)
        {
            verb |= tokens[t].Is(WordClass.Auxiliary | WordClass.Verb | WordClass.PastEnding);
            if (tokens[t].Cue is var c and >= 0 && hits[c].Form.Cue.Kind is CueKind.Commitment && hits[c].Form.IsAny(VerbForm.Past | VerbForm.Third))
            {
                act ??= hits[c];
            }
        }
        if (verb && !(speaker is not null && DeclinesToSay(page, first, end, hits)))
        {
            told.Add(new Told(new Range(first, end), sentence, act?.Words ?? Range.None, act?.Form.Cue.Kind, speaker));
        }
    }
}
