using NodaTime;
using Servanda.Agreements;

namespace Servanda.Reading;

/// <summary>
/// Reads a document into proposed claims: who says what, about which undertaking, with which figure, on which day. Made once
/// for an agreement, whose actors and provisions it knows; then the same text always reads the same. Purely rules over one
/// pass of the text: the order of the steps is the order of <see cref="Read"/>. Safe for use from several threads at once.
/// </summary>
public sealed class Reader
{
    /// <summary>A remark of so few words goes on about the same thing.</summary>
    private const int ShortRemark = 16;

    /// <summary>Of a document, the characters in which its head lies.</summary>
    private const int LongestHead = 1000;

    private readonly Language language;
    private readonly Vocabulary vocabulary = new();
    private readonly Gazetteer gazetteer;
    private readonly Phrases<CueForm> cues;

    /// <summary>Those of one word.</summary>
    private readonly Phrases<CueForm> plainCues;
    private readonly Phrases<Turn> turns;
    private readonly Topics topics;
    private readonly Figures figures;
    private readonly Kinds kinds;
    private readonly Division division;

    public Reader(Agreement agreement)
        : this(agreement, Language.English)
    {
    }

    private Reader(Agreement agreement, Language language)
    {
        this.language = language;
        vocabulary.Add("'" + language.Clitics[0]);
        foreach (var (word, wordClass) in language.Words)
        {
            vocabulary.AddPattern(word, wordClass);
        }
        cues = CueForms(language.Cues);
        plainCues = CueForms([.. language.Cues.Where(c => c.Tail.Length == 0)]);
        turns = new Phrases<Turn>(vocabulary);
        foreach (var (phrase, turn) in language.Turns)
        {
            turns.Add(phrase, turn);
        }
        turns.Freeze();
        gazetteer = new Gazetteer(agreement, language, vocabulary);
        topics = new Topics(agreement, language, vocabulary);
        figures = new Figures(language, vocabulary, turns);
        kinds = new Kinds(language, vocabulary, turns);
        division = new Division(topics, figures);
    }

    /// <param name="text">The document, as it was published.</param>
    /// <param name="dateline">The day it counts from, where the text does not give it or the caller knows better.</param>
    public IReadOnlyList<Proposal> Read(string text, LocalDate? dateline = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var page = new Page { Text = text, Tokens = Tokeniser.Cut(text, 0, text.Length, vocabulary, language), Language = language, Dateline = dateline };
        page.Dateline ??= Frame.FindDateline(page);
        page.Cues = FindCues(page);
        Frame.LayOut(page);
        Transcript.Find(page, turns);
        Sentences.Cut(page);
        var speakers = new Speakers(page, gazetteer, turns);
        var attributions = new Attributions(page, page.Cues, speakers, turns);
        var statements = attributions.Find();
        var told = Narration.Find(page, statements, attributions, page.Cues);
        return Numbered(page, statements, told);
    }

    /// <summary>How far into a document its agency may be named: the dateline and the by-line.</summary>
    private const int AgencyWithin = 60;

    /// <summary>The agency whose story a document is, by its dateline or by-line: an actor's id, or a name; null for none.</summary>
    public string? AgencyOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var page = new Page { Text = text, Tokens = Tokeniser.Cut(text, 0, Math.Min(text.Length, LongestHead), vocabulary, language), Language = language };
        foreach (var mention in gazetteer.Find(page))
        {
            var (first, end) = mention.Words;
            if (first >= AgencyWithin)
            {
                break;
            }
            var bracketed = first > 0 && page.Tokens[first - 1].Kind is TokenKind.Bracket && end < page.Tokens.Length && page.Tokens[end].Kind is TokenKind.Bracket;
            var signed = first > 0 && page.Tokens[first - 1].Is(WordClass.By) && page.Tokens[first - 1].Capital;
            if (mention.Named.Entity.PassesOn && (bracketed || signed))
            {
                return mention.Named.Entity.Actor?.Id ?? mention.Named.Entity.Name;
            }
        }
        return null;
    }

    private Phrases<CueForm> CueForms(IReadOnlyList<Cue> those)
    {
        var forms = new Phrases<CueForm>(vocabulary);
        foreach (var cue in those)
        {
            foreach (var (word, form) in cue.Forms)
            {
                forms.Add($"{word} {cue.Tail}", new CueForm(cue, form));
            }
        }
        return forms.Freeze();
    }

    private List<CueHit> FindCues(Page page)
    {
        var hits = new List<CueHit>();
        for (var t = 0; t < page.Tokens.Length; t++)
        {
            var length = cues.LengthAt(page.Tokens, t, out var form);
            if (length > 1 && page.Tokens[t + length - 1].Is(WordClass.On) && t + length < page.Tokens.Length && Times.DayAt(page, t + length, past: true) is not null)
            {
                // "insisted on Saturday that": the preposition is the day's.
                length = plainCues.LengthAt(page.Tokens, t, out form);
            }
            if (length > 0)
            {
                page.Tokens[t].Cue = hits.Count;
                hits.Add(new CueHit(new Range(t, t + length), form!));
            }
        }
        return hits;
    }

    private List<Proposal> Numbered(Page page, List<Statement> statements, List<Told> told)
    {
        var proposals = new List<Proposal>();
        foreach (var statement in statements)
        {
            AddStatement(page, statement, proposals);
        }
        foreach (var clause in told)
        {
            if (clause.Speaker is { } speaker)
            {
                AddStatement(page, OnTheFloor(page, clause, speaker), proposals);
            }
            else
            {
                AddTold(page, clause, proposals);
            }
        }
        proposals.Sort(static (a, b) => (a.Extent.Start, a.ContentSpans[0].Start, a.Number).CompareTo((b.Extent.Start, b.ContentSpans[0].Start, b.Number)));
        for (var p = 0; p < proposals.Count; p++)
        {
            proposals[p] = proposals[p] with { Number = p + 1 };
        }
        return proposals;
    }

    // ---- Proposals ----

    private void AddStatement(Page page, Statement statement, List<Proposal> proposals)
    {
        KindFound? before = null;
        var parts = division.Divide(page, statement.Content, statement.Cue is { Cue.Kind: CueKind.Figure } ? LastUnit(proposals) ?? "" : LastUnit(proposals));
        foreach (var divided in parts)
        {
            var part = InContext(page, statement, divided, proposals);
            var kind = kinds.Of(page, [.. part.Words], statement, part.Figure is not null);
            if (before is { Kind: ProposalKind.Demand or ProposalKind.Commitment or ProposalKind.Expectation } first && kind.Rule is "kind-default" or "kind-event" && !HasSubject(page, part.Words[0]))
            {
                // "should stop, and open the crossing": the mood carries over.
                kind = first with { Rule = "kind-carried-over" };
            }
            before ??= kind;
            if (parts.Count == 1 && GoesOn(statement, part, kind, proposals))
            {
                proposals[^1] = proposals[^1] with
                {
                    Topic = part.Topic.Topic,
                    Provision = proposals[^1].Provision ?? part.Topic.Provision,
                    ContentSpans = [.. proposals[^1].ContentSpans, .. part.Words.Select(page.SpanOf)],
                    Extent = new Span(Math.Min(proposals[^1].Extent.Start, page.SpanOf(part.Words[0]).Start), Math.Max(proposals[^1].Extent.End, page.SpanOf(part.Words[^1]).End)),
                };
                continue;
            }
            TakeUpReason(page, statement, part, proposals);
            proposals.Add(ProposalOf(page, statement, part, kind, proposals.Count + 1));
        }
    }

    /// <summary>"and it cannot be done": a clause with a subject of its own has a mood of its own.</summary>
    private static bool HasSubject(Page page, Range part)
    {
        var first = part.First;
        while (first < part.End - 1 && (!page.Tokens[first].IsWord || page.Tokens[first].Is(WordClass.Coordinator)))
        {
            first++;
        }
        return page.Tokens[first].Is(WordClass.OwnPronoun | WordClass.Determiner) || page.Tokens[first].Capital;
    }

    /// <summary>In a transcript, whatever nobody else is reported to say is said by whoever has the floor.</summary>
    private static Statement OnTheFloor(Page page, Told told, Speaker speaker) => new()
    {
        Speaker = speaker,
        Subject = new Subject(page.Floors[page.Paragraphs[page.Sentences[told.Sentence].Paragraph].Floor].Label, Range.None),
        Content = [told.Words],
        Paragraph = page.Sentences[told.Sentence].Paragraph,
        Own = true,
        Rules = ["floor"],
    };

    private static string? LastUnit(List<Proposal> proposals) => proposals.Count > 0 ? proposals[^1].Figure?.Unit : null;

    /// <summary>A second quotation by the same cue on the same thing is the same statement.</summary>
    private static bool GoesOn(Statement statement, Part part, KindFound kind, List<Proposal> proposals) =>
        proposals.Count > 0 && statement.Rules is ["quotation-continues"] && !statement.CueWords.IsEmpty && part.Figure is null
        && proposals[^1] is var last && last.Speaker == statement.Speaker.Name && (last.Topic == part.Topic.Topic || last.Topic is Topic.General) && last.Attribution is Attribution.Direct
        && (last.Kind == kind.Kind || kind.Rule is "kind-default");

    /// <summary>
    /// A part without a topic of its own, "this", "the accusation", or the same speaker going on in the same paragraph: it is
    /// about what was said just before.
    /// </summary>
    private static Part InContext(Page page, Statement statement, Part part, List<Proposal> proposals)
    {
        if (part.Topic.Topic is not Topic.General || proposals.Count == 0 || proposals[^1].Topic is Topic.General)
        {
            return part;
        }
        var sameParagraph = proposals[^1].Extent.Start >= page.SpanOf(page.Paragraphs[statement.Paragraph].Words).Start;
        var last = proposals[^1];
        var length = part.Words.Sum(w => w.End - w.First);
        var refersBack = false;
        for (var t = part.Words[0].First; t < Math.Min(part.Words[0].End, part.Words[0].First + 3); t++)
        {
            refersBack |= page.Tokens[t].Is(WordClass.Accusation | WordClass.OwnPronoun) || (page.Tokens[t].Is(WordClass.Article) && !page.Tokens[t].Is(WordClass.Indefinite | WordClass.Possessive) && length == 1);
        }
        return refersBack && length <= 4 || (sameParagraph && last.Speaker == statement.Speaker.Name && length <= ShortRemark)
            ? part with { Topic = new TopicFound(last.Topic, last.Provision, 0, 0) }
            : part;
    }

    /// <summary>"That's why ...": what was said just before was about the same thing.</summary>
    private void TakeUpReason(Page page, Statement statement, Part part, List<Proposal> proposals)
    {
        var first = part.Words[0].First;
        while (first < part.Words[0].End && !page.Tokens[first].IsWord)
        {
            first++;
        }
        if (proposals.Count > 0 && part.Topic.Topic is not Topic.General && proposals[^1].Speaker == statement.Speaker.Name
            && turns.LengthAt(page.Tokens, first, out var turn) > 0 && turn is Turn.AnaphoricReason)
        {
            proposals[^1] = proposals[^1] with { Topic = part.Topic.Topic, Provision = part.Topic.Provision, Rules = [.. proposals[^1].Rules, "topic-of-reason"] };
        }
    }

    private static Proposal ProposalOf(Page page, Statement statement, Part part, KindFound kind, int number)
    {
        var rules = new List<string>(statement.Rules) { kind.Rule };
        if (part.Figure is { Additive: true })
        {
            rules.Add("figure-additive");
        }
        var speaker = statement.Speaker;
        var (party, partyName) = PartyOf(speaker);
        var words = new Range(part.Words.Min(w => w.First), part.Words.Max(w => w.End));
        var reciprocal = speaker.Reciprocal;
        return new Proposal
        {
            Number = number,
            Speaker = speaker.Name,
            Party = party,
            PartyName = partyName,
            SurfaceSpeaker = statement.Subject.Whole.IsEmpty ? null : page.Shown(statement.Subject.Whole),
            Via = statement.Via,
            Reciprocal = reciprocal,
            Cue = statement.CueWords.IsEmpty ? null : page.Shown(statement.CueWords),
            Addressee = statement.Addressee.IsEmpty ? null : page.Shown(statement.Addressee),
            Kind = kind.Kind,
            Topic = part.Topic.Topic,
            Provision = part.Topic.Provision,
            Polarity = kind.Polarity,
            Modality = kind.Modality,
            Figure = part.Figure?.Figure,
            DateSaid = statement.Said?.Date,
            DateSaidBasis = statement.Said is { } said ? statement.SaidInherited ? "inferred" : said.Basis : null,
            DateAbout = Times.About(page, words, statement.Said?.Date, ahead: kind.Kind is ProposalKind.Expectation or ProposalKind.Commitment or ProposalKind.Demand),
            Attribution = statement.Own || QuotedShare(page, part.Words) >= 0.5 ? Attribution.Direct : Attribution.Indirect,
            Extent = page.SpanOf(statement.Own ? words : statement.Extent(words)),
            SpeakerSpan = statement.Subject.Whole.IsEmpty ? null : page.SpanOf(statement.Subject.Whole),
            CueSpan = statement.CueWords.IsEmpty ? null : page.SpanOf(statement.CueWords),
            ContentSpans = [.. part.Words.Select(page.SpanOf)],
            Confidence = Confidence.Of(rules, part.Topic),
            Rules = rules,
        };
    }

    private void AddTold(Page page, Told told, List<Proposal> proposals)
    {
        foreach (var part in division.Divide(page, [told.Words]))
        {
            if (part.Topic.Topic is Topic.General && part.Figure is null)
            {
                continue;
            }
            var words = new Range(part.Words.Min(w => w.First), part.Words.Max(w => w.End));
            var kind = kinds.OfReport(page, words, part.Figure is not null, told.Act);
            List<string> rules = ["report", kind.Rule];
            proposals.Add(new Proposal
            {
                Number = proposals.Count + 1,
                Speaker = Proposal.ReportSpeaker,
                PartyName = Proposal.ReportParty,
                Cue = told.Cue.IsEmpty ? null : page.Shown(told.Cue),
                Kind = kind.Kind,
                Topic = part.Topic.Topic,
                Provision = part.Topic.Provision,
                Polarity = kind.Polarity,
                Modality = kind.Modality,
                Figure = part.Figure?.Figure,
                DateAbout = Times.About(page, words, null, ahead: kind.Kind is ProposalKind.Expectation),
                Attribution = Attribution.Reporter,
                Extent = page.SpanOf(words),
                CueSpan = told.Cue.IsEmpty ? null : page.SpanOf(told.Cue),
                ContentSpans = [.. part.Words.Select(page.SpanOf)],
                Confidence = Confidence.Of(rules, part.Topic),
                Rules = rules,
            });
        }
    }

    /// <summary>
    /// Whose account it is: an id only where the agreement lists one; a joint statement has all of theirs. The shipped list
    /// gives a name but no id.
    /// </summary>
    private static (string? Id, string? Name) PartyOf(Speaker speaker)
    {
        if (speaker.IsJoint)
        {
            var each = speaker.Each.Select(PartyOf).ToList();
            return each.All(p => p.Name is not null)
                ? (each.All(p => p.Id is not null) ? string.Join("; ", each.Select(p => p.Id)) : null, string.Join("; ", each.Select(p => p.Name)))
                : (null, null);
        }
        return speaker.Entity is { Account: { } account } ? (account.Id, account.Name) : (null, speaker.Entity?.Name);
    }

    private static double QuotedShare(Page page, IReadOnlyList<Range> words)
    {
        var quoted = 0;
        var all = 0;
        foreach (var range in words)
        {
            for (var t = range.First; t < range.End; t++)
            {
                var length = page.Tokens[t].End - page.Tokens[t].Start;
                all += length;
                quoted += page.InQuotation(t) ? length : 0;
            }
        }
        return all == 0 ? 0 : (double)quoted / all;
    }
}
