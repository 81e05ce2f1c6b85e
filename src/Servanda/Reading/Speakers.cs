using Servanda.Agreements;

namespace Servanda.Reading;

internal enum SpeakerKind { Person, Organisation, Unnamed, Document }

/// <summary>Who speaks, as far as the text tells.</summary>
internal sealed record Speaker(string Name, SpeakerKind Kind, Entity? Entity)
{
    /// <summary>The speakers of a joint statement; empty for one.</summary>
    public IReadOnlyList<Speaker> Each { get; init; } = [];
    public bool Reciprocal { get; init; }
    public bool Observes { get; init; }

    public bool IsJoint => Each.Count > 0;
}

/// <summary>A noun phrase that speaks, with the phrase in apposition to it, if any.</summary>
internal readonly record struct Subject(Range Head, Range Apposition)
{
    public Range Whole => Apposition.IsEmpty ? Head : new Range(Math.Min(Head.First, Apposition.First), Math.Max(Head.End, Apposition.End));
}

/// <summary>
/// Turns noun phrases into speakers, and remembers them. A person belongs to the organisation named in the phrase around the
/// name, once for the whole document; "he" is the last person who spoke, "it" the last organisation, "the ministry" the last
/// speaker with that head. What nothing in the text settles stays as it is written, with no party: a wrong party is worse
/// than none.
/// </summary>
internal sealed class Speakers
{
    private const int LongestTitle = 12;

    /// <summary>How many paragraphs after "a top official" the name may follow.</summary>
    private const int NameFollowsWithin = 3;

    private const int BodyWithin = 60;

    /// <summary>How many mentions back "the army" may find its army.</summary>
    private const int FarthestMention = 200;

    private sealed record KnownPerson(Speaker Speaker, int Paragraph, bool Speaks);

    private readonly Page page;
    private readonly Token[] tokens;
    private readonly List<Mention> mentions;
    private readonly int[] mentionAt;
    private readonly Gazetteer gazetteer;
    private readonly Phrases<Turn> turns;
    private readonly Dictionary<ulong, KnownPerson> bySurname = [];
    private readonly List<KnownPerson> people = [];
    private readonly Dictionary<ulong, Speaker> byHead = [];
    private readonly Dictionary<string, Entity> unlisted = [];
    private Dictionary<ulong, Entity>? abridged;

    /// <summary>The nouns for an organisation in the heading.</summary>
    private readonly HashSet<ulong> issuerHeads = [];

    /// <summary>How many were introduced by title, in order of place, before the first sentence is read.</summary>
    private readonly int metBefore;
    private Speaker? lastPerson;
    private Speaker? lastOrganisation;
    private Speaker? last;

    /// <summary>Who has the floor, in a transcript: "I" and "we".</summary>
    public Speaker? Floor { get; set; }

    /// <summary>Whose document it is, where its head says so: "we" in a communique, "the Mission" in its report.</summary>
    public Entity? Issuer { get; }

    public Speakers(Page page, Gazetteer gazetteer, Phrases<Turn> turns)
    {
        this.turns = turns;
        this.page = page;
        this.gazetteer = gazetteer;
        tokens = page.Tokens;
        mentions = gazetteer.Find(page);
        mentionAt = new int[tokens.Length];
        Array.Fill(mentionAt, -1);
        for (var m = 0; m < mentions.Count; m++)
        {
            for (var t = mentions[m].Words.First; t < mentions[m].Words.End; t++)
            {
                mentionAt[t] = m;
            }
        }
        Issuer = FindIssuer();
        MeetPeople();
        metBefore = people.Count;
    }

    /// <summary>The subject of a sentence that reports no saying: whom "he" means in the next.</summary>
    public void Notice(Subject subject, int paragraph)
    {
        var head = Trim(subject.Head);
        if (head.IsEmpty || IsPronoun(head))
        {
            return;
        }
        var rules = new List<string>();
        if (NamedPerson(subject, head, rules) is { } person)
        {
            lastPerson = person.Name.Contains(' ', StringComparison.Ordinal) || rules is ["person-met"] or ["listed-person"] ? person : lastPerson;
        }
        else if (MentionCovers(head) && KnownName(head, rules) is { Kind: SpeakerKind.Unnamed } holder)
        {
            lastPerson = holder;
        }
        else if (MentionCovers(head) || tokens[BeforePreposition(head).End - 1] is { Capital: true } name && !name.Is(WordClass.Role | WordClass.Title | WordClass.PersonNoun | WordClass.Determiner | WordClass.Pronoun))
        {
            lastOrganisation = Resolve(subject, paragraph, rules) is { Kind: SpeakerKind.Organisation, IsJoint: false } named ? named : lastOrganisation;
        }
        else if (EndsPlural(BeforePreposition(head).End - 1) && Affiliation(head) is { IsState: false } whose)
        {
            // "Monitors of the union reached the site. Their leader ..."
            lastOrganisation = Of(whose);
        }
    }

    public bool IsMention(int token) => mentionAt[token] >= 0;

    /// <summary>The mention that covers the token.</summary>
    public Mention? MentionAt(int token) => mentionAt[token] is var m and >= 0 ? mentions[m] : null;

    public void Remember(Speaker speaker)
    {
        last = speaker;
        if (speaker.IsJoint)
        {
            return;
        }
        if (speaker.Kind is SpeakerKind.Person or SpeakerKind.Unnamed)
        {
            lastPerson = speaker;
        }
        if (speaker.Kind is SpeakerKind.Organisation or SpeakerKind.Document)
        {
            lastOrganisation = speaker;
        }
    }

    // ---- Who is named ----

    /// <summary>
    /// The speaker of a noun phrase; null where the phrase names nobody who could speak, unless the cue is one that only a
    /// speaker can be the subject of.
    /// </summary>
    public Speaker? Resolve(Subject subject, int paragraph, List<string> rules, bool anyone = false)
    {
        var head = Trim(subject.Head);
        if (head.IsEmpty)
        {
            return null;
        }
        var speaker = Pronoun(head, rules)
            ?? BothSides(subject.Head, rules)
            ?? Joint(head, paragraph, rules)
            ?? NamedPerson(subject, head, rules)
            ?? KnownName(head, rules)
            ?? Definite(subject.Head, head, rules)
            ?? Described(subject, head, paragraph, rules, anyone);
        if (speaker is not null && !IsPronoun(head))
        {
            RememberHeads(subject, speaker);
        }
        return speaker;
    }

    /// <summary>
    /// The speaker of a transcript's label: a person, whose place or organisation may stand in brackets, or an office, which
    /// is that of whoever issues the document.
    /// </summary>
    public Speaker? OfLabel(Range label)
    {
        var open = label.First;
        while (open < label.End && tokens[open].Kind is not (TokenKind.Bracket or TokenKind.Comma))
        {
            open++;
        }
        var head = Trim(new Range(label.First, open));
        if (head.IsEmpty)
        {
            return null;
        }
        var bracket = open < label.End ? Affiliation(new Range(open + 1, label.End)) : null;
        if (NamedPerson(new Subject(head, Range.None), head, []) is { } person)
        {
            var known = person.Entity is null && (bracket ?? HeadingEntityOf(head)) is { } place ? person with { Entity = place } : person;
            Meet(new Range(head.End - 1, head.End), known, 0, speaks: true);
            return known;
        }
        return KnownName(head, []) ?? new Speaker(page.Shown(head), SpeakerKind.Unnamed, bracket ?? Affiliation(head) ?? Issuer);
    }

    /// <summary>Where the person's surname stands elsewhere with a title, in a list of those present or an introduction.</summary>
    private Entity? HeadingEntityOf(Range name) => bySurname.TryGetValue(tokens[name.End - 1].Hash, out var known) ? known.Speaker.Entity : null;

    private bool IsPronoun(Range head) => head.End - head.First == 1 && tokens[head.First].Is(WordClass.OwnPronoun);

    private Speaker? Pronoun(Range head, List<string> rules)
    {
        if (!IsPronoun(head))
        {
            return null;
        }
        ref readonly var token = ref tokens[head.First];
        if (token.Is(WordClass.FirstPronoun))
        {
            rules.Add("pronoun-issuer");
            return Floor ?? (Issuer is { } issuer ? Of(issuer) : last);
        }
        if (token.Is(WordClass.PersonPronoun))
        {
            rules.Add("pronoun-person");
            return lastPerson ?? last ?? Unresolved(head);
        }
        rules.Add("pronoun-organisation");
        return last is { IsJoint: true } && token.Is(WordClass.PluralPronoun) ? last : lastOrganisation ?? last ?? Unresolved(head);
    }

    /// <summary>A pronoun that nothing before it settles stays as it is written.</summary>
    private Speaker Unresolved(Range pronoun) => new(page.Shown(pronoun), SpeakerKind.Unnamed, null);

    private Speaker? BothSides(Range whole, List<string> rules)
    {
        if (gazetteer.Parties.Count != 2 || whole.End - whole.First > 4)
        {
            return null;
        }
        var sides = false;
        var both = false;
        for (var t = whole.First; t < whole.End; t++)
        {
            if (IsMention(t))
            {
                return null;
            }
            sides |= tokens[t].Is(WordClass.BothSides) && t == whole.End - 1;
            both |= tokens[t].Is(WordClass.Numeral | WordClass.Pronoun | WordClass.Indefinite | WordClass.BothSides) || tokens[t].Is(WordClass.Determiner) && !tokens[t].Is(WordClass.Article);
        }
        if (!sides || (!both && whole.End - whole.First < 2))
        {
            return null;
        }
        rules.Add("both-sides");
        return JointOf([.. gazetteer.Parties.Select(Of)], reciprocal: true);
    }

    /// <summary>"A and B": both must be somebody, else the words belong to one description.</summary>
    private Speaker? Joint(Range head, int paragraph, List<string> rules)
    {
        for (var t = head.First + 1; t < head.End - 1; t++)
        {
            if (!tokens[t].Is(WordClass.Coordinator) || IsMention(t))
            {
                continue;
            }
            var left = Trim(new Range(head.First, t));
            var right = Trim(new Range(t + 1, head.End));
            if (IsSomebody(left) && IsSomebody(right)
                && Resolve(new Subject(left, Range.None), paragraph, []) is { IsJoint: false } a
                && Resolve(new Subject(right, Range.None), paragraph, []) is { } b)
            {
                rules.Add("joint-speakers");
                return JointOf([a, .. b.IsJoint ? b.Each : [b]], reciprocal: false);
            }
            return null;
        }
        return null;
    }

    private bool IsSomebody(Range range) =>
        !range.IsEmpty && (MentionCovers(range) || (tokens[range.End - 1].Capital && NameAtEnd(range) is { IsEmpty: false }));

    private bool MentionCovers(Range range) => MentionAt(range.First) is { } mention && mention.Words.End >= range.End;

    private static Speaker JointOf(IReadOnlyList<Speaker> each, bool reciprocal) =>
        new(string.Join("; ", each.Select(s => s.Name)), SpeakerKind.Organisation, null) { Each = each, Reciprocal = reciprocal };

    private static Speaker Of(Entity entity) => new(entity.Name, SpeakerKind.Organisation, entity) { Observes = entity.Observes };

    private Speaker? NamedPerson(Subject subject, Range head, List<string> rules)
    {
        // "Naim", "Hamas's Naim", "Foreign Minister Badr Abdelatty", "its envoy, Steve Witkoff": the words end in a person of the agreement.
        if ((ListedPersonAtEnd(BeforePreposition(head)) ?? ListedPersonAtEnd(head) ?? (HasTitle(head) ? ListedPersonAtEnd(subject.Apposition) : null)) is { } listed)
        {
            rules.Add("listed-person");
            return new Speaker(listed.Shown, SpeakerKind.Person, listed.Entity);
        }
        if (MentionCovers(head))
        {
            // "the battalion commander, Colonel A. Example", where the office is an alias of the agreement.
            if (tokens[head.End - 1].Is(WordClass.Role) && !subject.Apposition.IsEmpty && NameAtEnd(subject.Apposition) is { IsEmpty: false } holder && OnlyTitles(subject.Apposition.First, holder.First))
            {
                rules.Add("person-by-title");
                var held = new Speaker(page.Shown(holder), SpeakerKind.Person, MentionAt(head.First)!.Value.Named.Entity);
                Meet(holder, held, 0, speaks: true);
                return held;
            }
            return null;
        }
        var name = NameAtEnd(BeforePreposition(head));
        var inApposition = false;
        if (name.IsEmpty && !subject.Apposition.IsEmpty)
        {
            // "its envoy, Colonel A. Example": nothing but titles before the name.
            name = NameAtEnd(subject.Apposition) is { IsEmpty: false } run && (HasTitle(head) || run.End - run.First > 1) && OnlyTitles(subject.Apposition.First, run.First) ? run : Range.None;
            inApposition = true;
        }
        if (name.IsEmpty || (!inApposition && NamesOrganisation(subject, name)))
        {
            return null;
        }
        if (bySurname.TryGetValue(tokens[name.End - 1].Hash, out var known))
        {
            rules.Add("person-met");
            return known.Speaker;
        }
        if (name.End - name.First == 1 && page.IsAllCapitals(tokens[name.First]) && tokens[name.First].End - tokens[name.First].Start > 1)
        {
            return null;
        }
        var entity = Affiliation(new Range(head.First, inApposition ? head.End : name.First)) ?? (inApposition ? null : Affiliation(subject.Apposition));
        if (entity is null && Issuer is { Observes: true } && HoldsMonitorNoun(head))
        {
            // "the head of mission" in the mission's own paper.
            entity = Issuer;
        }
        if (entity is null && tokens[subject.Head.First].Is(WordClass.FirstPronoun))
        {
            entity = Floor?.Entity ?? Issuer;
        }
        if (entity is null && tokens[subject.Head.First].Is(WordClass.Possessive))
        {
            // "its candidate, A. Example"
            entity = OwnerOf(subject.Head);
        }
        rules.Add(entity is null ? "person" : "person-by-title");
        var person = new Speaker(page.Shown(name), SpeakerKind.Person, entity);
        Meet(name, person, 0, speaks: true);
        return person;
    }

    private Named? ListedPersonAtEnd(Range range) =>
        !range.IsEmpty && MentionAt(range.End - 1) is { Named: { Person: not null } named } mention && mention.Words.End == range.End ? named : null;

    /// <summary>"the Observatory", "Peace Weavers, a network of": capitals that name no person.</summary>
    private bool NamesOrganisation(Subject subject, Range name)
    {
        if (bySurname.ContainsKey(tokens[name.End - 1].Hash))
        {
            return false;
        }
        var bare = name.First == subject.Head.First + 1 || (name.First > subject.Head.First && IsMention(name.First - 1) && tokens[name.First - 1].Word != Tokeniser.Clitic);
        if (bare && name.End - name.First == 1 && tokens[subject.Head.First].Is(WordClass.Article) && !tokens[subject.Head.First].Is(WordClass.Possessive))
        {
            return true;
        }
        return !subject.Apposition.IsEmpty && BeforePreposition(Trim(subject.Apposition)) is { IsEmpty: false } what
            && tokens[what.End - 1].Is(WordClass.Grouping | WordClass.OrgNoun) && !tokens[what.End - 1].Is(WordClass.Role | WordClass.Title);
    }

    private bool HoldsMonitorNoun(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (tokens[t].Is(WordClass.MonitorNoun))
            {
                return true;
            }
        }
        return false;
    }

    private bool OnlyTitles(int first, int end)
    {
        for (var t = first; t < end; t++)
        {
            if (turns.LengthAt(tokens, t, out var naming) is var length and > 0 && naming is Turn.Naming)
            {
                // "the commander, known as Example"
                t += length - 1;
            }
            else if (!tokens[t].Is(WordClass.Title | WordClass.Role | WordClass.Determiner | WordClass.PastEnding | WordClass.Adverb) && !tokens[t].Capital)
            {
                return false;
            }
        }
        return true;
    }

    private bool HasTitle(Range head)
    {
        for (var t = head.First; t < head.End; t++)
        {
            if (tokens[t].Is(WordClass.Title | WordClass.Role))
            {
                return true;
            }
        }
        return false;
    }

    private Speaker? KnownName(Range head, List<string> rules)
    {
        if (!MentionCovers(head) || MentionAt(head.First) is not { } mention)
        {
            return null;
        }
        rules.Add(mention.Named.Entity.Actor is null ? "known-body" : "actor");
        if (tokens[mention.Words.End - 1].Is(WordClass.Role) && mention.Named.Shown != mention.Named.Entity.Name)
        {
            // An office: "he" may mean its holder.
            return new Speaker(mention.Named.Shown, SpeakerKind.Unnamed, mention.Named.Entity) { Observes = mention.Named.Entity.Observes };
        }
        return new Speaker(mention.Named.Shown, SpeakerKind.Organisation, mention.Named.Entity) { Observes = mention.Named.Entity.Observes };
    }

    /// <summary>"The ministry", "the minister", "the statement": whoever was last called so.</summary>
    private Speaker? Definite(Range whole, Range head, List<string> rules)
    {
        var before = BeforePreposition(head);
        var noun = before.End - 1;
        if (!tokens[whole.First].Is(WordClass.Article | WordClass.Possessive) || tokens[whole.First].Is(WordClass.Indefinite) || before.End != head.End
            || head.End - head.First > 2 || HoldsMention(head))
        {
            return null;
        }
        if (head.End - head.First == 2 && tokens[head.First].Capital && !tokens[noun].Capital)
        {
            // "The Southern army" is not the army last spoken of.
            return null;
        }
        if (tokens[noun].Is(WordClass.DocumentNoun))
        {
            rules.Add("document-of-speaker");
            return lastOrganisation ?? last ?? (Issuer is { } issuer ? Of(issuer) : null);
        }
        if (byHead.TryGetValue(tokens[noun].Hash, out var called))
        {
            rules.Add("same-head");
            return called;
        }
        if (tokens[noun].Is(WordClass.OrgNoun | WordClass.MonitorNoun) && lastOrganisation is { Entity.Actor: { } actor } known && actor.Aliases.Any(a => Names(a, noun)))
        {
            rules.Add("same-head-alias");
            return known;
        }
        if (tokens[noun].Is(WordClass.OrgNoun | WordClass.MonitorNoun) && NearestWithHead(noun) is { } mention)
        {
            rules.Add("same-head-mentioned");
            return new Speaker(mention.Named.Shown, SpeakerKind.Organisation, mention.Named.Entity) { Observes = mention.Named.Entity.Observes };
        }
        if (tokens[noun].Is(WordClass.Grouping | WordClass.OrgNoun | WordClass.MonitorNoun) && tokens[noun].Capital && Abridged(noun) is { } full)
        {
            rules.Add("name-abridged");
            return new Speaker(full.Name, SpeakerKind.Organisation, full);
        }
        if (Is(Turn.ArmedBand, noun) && BandNearby(noun) is { } band)
        {
            rules.Add("band-nearby");
            return new Speaker(band.Named.Shown, SpeakerKind.Organisation, band.Named.Entity);
        }
        if (tokens[noun].Is(WordClass.Grouping | WordClass.OutletNoun) && BodyNearby(noun) is { } body)
        {
            rules.Add("body-nearby");
            return new Speaker(body.Named.Shown, SpeakerKind.Organisation, body.Named.Entity) { Observes = body.Named.Entity.Observes };
        }
        if (Issuer is { } writer && issuerHeads.Contains(tokens[noun].Hash))
        {
            // "The Ministry", in the communique of a ministry.
            rules.Add("issuer");
            return new Speaker(page.Shown(head), SpeakerKind.Organisation, writer) { Observes = writer.Observes };
        }
        if (tokens[noun].Is(WordClass.MonitorNoun | WordClass.OrgNoun) && Issuer is { } whose && Ends(whose.Name, noun))
        {
            rules.Add("issuer");
            return Of(whose);
        }
        if (head.End - head.First == 1 && tokens[noun].Is(WordClass.Role | WordClass.OrgNoun | WordClass.MonitorNoun) && gazetteer.Called(page.TextOf(tokens[noun])) is { } only)
        {
            rules.Add("called-so");
            return Of(only);
        }
        if (tokens[noun].Is(WordClass.Grouping) && lastOrganisation is { } group)
        {
            rules.Add("last-organisation");
            return group;
        }
        if (tokens[noun].Is(WordClass.Role) && !tokens[noun].Is(WordClass.MonitorNoun | WordClass.Title) && lastPerson is { Kind: SpeakerKind.Person } person && head.End - head.First == 1 && tokens[noun].Hash != 0
            && !EndsPlural(noun))
        {
            rules.Add("last-person");
            return person;
        }
        return null;
    }

    private bool Is(Turn turn, int token) => turns.LengthAt(tokens, token, out var found) == 1 && found == turn;

    /// <summary>"the movement", "the group": the nearest actor before that is no state, body or monitor.</summary>
    private Mention? BandNearby(int noun)
    {
        for (var m = FirstMentionFrom(noun) - 1; m >= 0 && noun - mentions[m].Words.First < BodyWithin; m--)
        {
            if (mentions[m].Named.Entity is { IsState: false, Actor.Role: ActorRole.Party or ActorRole.Other })
            {
                return mentions[m];
            }
        }
        return null;
    }

    /// <summary>"the League", after the full name of a league that no list has.</summary>
    private Entity? Abridged(int noun)
    {
        if (abridged is null)
        {
            abridged = [];
            for (var t = 1; t < tokens.Length; t++)
            {
                if (tokens[t].Capital && tokens[t - 1].Capital && !IsMention(t) && tokens[t].Is(WordClass.Grouping | WordClass.OrgNoun | WordClass.MonitorNoun)
                    && Unlisted(new Range(Math.Max(0, t - LongestTitle), t + 1)) is { } named && Ends(named.Name, t))
                {
                    abridged.TryAdd(tokens[t].Hash, named);
                }
            }
        }
        return abridged.GetValueOrDefault(tokens[noun].Hash);
    }

    /// <summary>"the agency": a body named a few words before.</summary>
    private Mention? BodyNearby(int noun)
    {
        for (var m = FirstMentionFrom(noun) - 1; m >= 0 && noun - mentions[m].Words.First < BodyWithin; m--)
        {
            if (mentions[m].Named.Entity.Kind is EntityKind.Body)
            {
                return mentions[m];
            }
        }
        return null;
    }

    private bool Names(string alias, int noun)
    {
        var sought = Letters.Fold(page.TextOf(tokens[noun]));
        return Letters.Fold(alias).Split(' ').Contains(sought);
    }

    private bool EndsPlural(int token) => page.TextOf(tokens[token]).EndsWith(page.Language.PluralEnding, StringComparison.Ordinal);

    private bool Ends(string name, int noun) => Letters.Fold(name).EndsWith(Letters.Fold(page.TextOf(tokens[noun])), StringComparison.Ordinal);

    private Mention? NearestWithHead(int noun)
    {
        var nearest = FirstMentionFrom(noun) - 1;
        for (var m = nearest; m >= Math.Max(0, nearest - FarthestMention); m--)
        {
            var mention = mentions[m];
            if ((tokens[mention.Words.End - 1].Hash == tokens[noun].Hash || Ends(mention.Named.Shown, noun)))
            {
                return mention;
            }
        }
        return null;
    }

    private int FirstMentionFrom(int token)
    {
        var low = 0;
        var high = mentions.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (mentions[middle].Words.First < token)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private bool HoldsMention(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (IsMention(t))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Anyone else who can speak: an official, residents, a report; by the words of the text.</summary>
    private Speaker? Described(Subject subject, Range head, int paragraph, List<string> rules, bool anyone)
    {
        var before = BeforePreposition(head);
        var noun = HeadNoun(before);
        if (tokens[noun].Is(WordClass.OrdinalHead) && !tokens[noun].Is(WordClass.OrgNoun | WordClass.Role))
        {
            // "according to the agreement": a text that obliges, and nobody's word.
            return null;
        }
        var kind = tokens[noun].Is(WordClass.Role | WordClass.PersonNoun) ? SpeakerKind.Unnamed
            : tokens[noun].Is(WordClass.DocumentNoun) ? SpeakerKind.Document
            : SpeakerKind.Organisation;
        var entity = tokens[noun].Is(WordClass.PersonNoun) && !HoldsMention(before) && !IsSource(noun) ? null : Affiliation(head) ?? Affiliation(subject.Apposition);
        if (entity is { IsState: true } && (tokens[noun].Is(WordClass.OutletNoun) || (tokens[noun].Is(WordClass.PersonNoun) && !tokens[noun].Is(WordClass.Role))))
        {
            // "Northland's media", "Southland residents": from there, and not its voice.
            entity = null;
        }
        if (kind is SpeakerKind.Document && entity is not null)
        {
            rules.Add("document-of");
            return new Speaker(entity.Name, SpeakerKind.Organisation, entity) { Observes = entity.Observes };
        }
        if (entity is null && Issuer is { Observes: true } mission && tokens[noun].Is(WordClass.MonitorNoun))
        {
            // "Monitors observed", in the paper of those who monitor.
            rules.Add("issuer");
            return Of(mission);
        }
        if (entity is null && tokens[subject.Head.First].Is(WordClass.FirstPronoun))
        {
            // "our volunteers", "our forces"
            entity = (Floor?.Entity) ?? Issuer;
        }
        if (kind is SpeakerKind.Unnamed && entity is null && tokens[subject.Head.First].Is(WordClass.Possessive))
        {
            entity = OwnerOf(subject.Head);
        }
        if (kind is SpeakerKind.Organisation && entity is null && tokens[subject.Head.First].Is(WordClass.Possessive) && !tokens[subject.Head.First].Is(WordClass.PersonPossessive | WordClass.FirstPronoun) && lastOrganisation is { Entity: { } whole })
        {
            // "its coordinating committee"
            entity = whole;
        }
        if (kind is SpeakerKind.Unnamed && entity is not null && tokens[subject.Head.First].Is(WordClass.Indefinite) && NamedSoon(entity, paragraph) is { } named)
        {
            rules.Add("named-later");
            return named;
        }
        if (kind is SpeakerKind.Organisation && entity is null && !anyone && !CouldSpeak(before))
        {
            return null;
        }
        if (kind is SpeakerKind.Organisation && entity is { Observes: true })
        {
            // Its vehicle, camera or patrol observes for it.
            rules.Add("instrument-of");
            return Of(entity);
        }
        rules.Add(entity is null ? "described" : "described-affiliated");
        if (entity is null && kind is SpeakerKind.Organisation && tokens[noun].Capital)
        {
            entity = OrganisationNamed(page.Shown(before));
        }
        return new Speaker(page.Shown(head), kind, entity) { Observes = tokens[noun].Is(WordClass.MonitorNoun) || entity is { Observes: true } };
    }

    /// <summary>The last word that can speak, else the last: "a source close [to the talks]".</summary>
    private int HeadNoun(Range phrase)
    {
        for (var t = phrase.End - 1; t >= phrase.First; t--)
        {
            if (tokens[t].Is(WordClass.Role | WordClass.PersonNoun | WordClass.OrgNoun | WordClass.MonitorNoun | WordClass.DocumentNoun | WordClass.OutletNoun))
            {
                return t;
            }
        }
        return phrase.End - 1;
    }

    private bool IsSource(int noun) => tokens[noun].Is(WordClass.OutletNoun) || noun + 1 < tokens.Length && tokens[noun + 1].Is(WordClass.Preposition);

    private bool CouldSpeak(Range before)
    {
        for (var t = before.First; t < before.End; t++)
        {
            if (tokens[t].Capital || tokens[t].Is(WordClass.OrgNoun | WordClass.MonitorNoun | WordClass.OutletNoun | WordClass.Role | WordClass.PersonNoun))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The lead's "a top official" is the one of that side who is named and quoted in the next paragraphs.</summary>
    private Speaker? NamedSoon(Entity entity, int paragraph)
    {
        for (var i = FirstPersonAfter(paragraph); i < metBefore && people[i].Paragraph <= paragraph + NameFollowsWithin; i++)
        {
            var person = people[i];
            if (person.Speaks && person.Speaker.Entity == entity)
            {
                return person.Speaker;
            }
        }
        return null;
    }

    private int FirstPersonAfter(int paragraph)
    {
        var low = 0;
        var high = metBefore;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (people[middle].Paragraph <= paragraph)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    // ---- Whose they are ----

    /// <summary>
    /// The organisation a phrase belongs to: named before the head noun, else after "of", "for" or "from". Of a state and an
    /// actor of the agreement the actor counts; the first of several, or the later where the first only owns it.
    /// </summary>
    public Entity? Affiliation(Range phrase)
    {
        if (phrase.IsEmpty)
        {
            return null;
        }
        var before = BeforePreposition(phrase);
        return BestMention(before) ?? Unlisted(before) ?? (IsPlace(new Range(before.End, phrase.End)) ? null : BestMention(new Range(before.End, phrase.End)) ?? OfIts(before.End, phrase.End));
    }

    /// <summary>Whose "his" and "its" is; "his counterpart" is of the other party, where there are two.</summary>
    private Entity? OwnerOf(Range phrase)
    {
        var owner = (tokens[phrase.First].Is(WordClass.PersonPossessive) ? lastPerson : lastOrganisation)?.Entity;
        for (var t = phrase.First; t < phrase.End; t++)
        {
            if (Is(Turn.OtherSide, t))
            {
                return gazetteer.Parties.Count == 2 && owner is not null && gazetteer.Parties.Contains(owner) ? gazetteer.Parties.First(p => p != owner) : null;
            }
        }
        return owner;
    }

    /// <summary>"a spokesman for its army": the last organisation's.</summary>
    private Entity? OfIts(int preposition, int end) =>
        preposition + 2 < end && tokens[preposition + 1].Is(WordClass.Possessive) && tokens[end - 1].Is(WordClass.OrgNoun)
            ? tokens[preposition + 1].Is(WordClass.FirstPronoun) ? Floor?.Entity ?? Issuer : tokens[preposition + 1].Is(WordClass.PersonPossessive) ? lastPerson?.Entity : lastOrganisation?.Entity
            : null;

    /// <summary>"a diplomat in Tripoli": where somebody is tells not whose he is.</summary>
    private bool IsPlace(Range after) =>
        after.End - after.First > 1 && Is(Turn.Locative, after.First) && MentionAt(after.First + 1) is { } place && place.Words.First == after.First + 1 && place.Words.End == after.End && place.Named.Entity.IsState;

    private Entity? BestMention(Range range)
    {
        Entity? best = null;
        for (var t = range.First; t < range.End; t++)
        {
            if (MentionAt(t) is not { } mention || mention.Words.First != t)
            {
                continue;
            }
            if (mention.Named.Entity.IsState && NamesSociety(mention.Words.End, range.End))
            {
                continue;
            }
            var owned = t > range.First && tokens[t - 1].Word == Tokeniser.Clitic;
            if (best is null || owned || (best.Actor is null && mention.Named.Entity.Actor is not null))
            {
                best = mention.Named.Entity;
            }
            t = mention.Words.End - 1;
        }
        return best;
    }

    /// <summary>"Norwegian Refugee Council", "Sudan's doctors' union": called after a state, and not its voice.</summary>
    private bool NamesSociety(int from, int end)
    {
        var head = -1;
        for (var t = from; t < end && (tokens[t].IsWord || tokens[t].Kind is TokenKind.Quote); t++)
        {
            if (tokens[t].Is(WordClass.Grouping))
            {
                return true;
            }
            if (tokens[t].Is(WordClass.Title | WordClass.Role))
            {
                return false;
            }
            head = tokens[t].Capital ? t : head;
        }
        return head >= 0 && !tokens[head].Is(WordClass.OrgNoun);
    }

    /// <summary>An organisation that no list has, by its capitals: Refugee Council. Its name is its account; it has no id.</summary>
    private Entity? Unlisted(Range range)
    {
        for (var t = range.First; t < range.End; t++)
        {
            if (!tokens[t].Capital || !tokens[t].Is(WordClass.Grouping) || tokens[t].Is(WordClass.Title))
            {
                continue;
            }
            var first = t;
            while (first > range.First && tokens[first - 1].Capital && tokens[first - 1].IsWord && !tokens[first - 1].Is(WordClass.Determiner))
            {
                first--;
            }
            if (first < t)
            {
                return OrganisationNamed(page.Shown(new Range(first, t + 1)));
            }
        }
        return null;
    }

    /// <summary>The organisation of that name, one for the whole document.</summary>
    private Entity OrganisationNamed(string name)
    {
        if (!unlisted.TryGetValue(name, out var entity))
        {
            unlisted.Add(name, entity = new Entity { Name = name, Kind = EntityKind.Body });
        }
        return entity;
    }

    private Range BeforePreposition(Range range)
    {
        for (var t = range.First + 1; t < range.End; t++)
        {
            if (tokens[t].Is(WordClass.Preposition) && !IsMention(t) && !tokens[t].Capital)
            {
                // "Secretary of State Marco Rubio", "Ministry of Defence": "of" between capitals stays in the name.
                if (tokens[t].Is(WordClass.Of) && tokens[t - 1].Capital && t + 1 < range.End && tokens[t + 1].Capital)
                {
                    continue;
                }
                return new Range(range.First, t);
            }
        }
        return range;
    }

    private Range Trim(Range range)
    {
        var first = range.First;
        var end = range.End;
        while (first < end && !IsMention(first) && (tokens[first].Is(WordClass.Determiner) && !tokens[first].Is(WordClass.Pronoun & ~WordClass.Determiner) || tokens[first].Kind is not (TokenKind.Word or TokenKind.Number))
            && !(end - first == 1))
        {
            first++;
        }
        while (end > first && tokens[end - 1].Kind is not (TokenKind.Word or TokenKind.Number))
        {
            end--;
        }
        // "the group" of the agreement keeps its article.
        if (first > range.First && IsMention(first - 1) && MentionAt(first - 1)!.Value.Words.First >= range.First)
        {
            first = MentionAt(first - 1)!.Value.Words.First;
        }
        while (end - first > 1 && tokens[end - 1].Word == Tokeniser.Clitic)
        {
            end--;
        }
        return new Range(first, end);
    }

    /// <summary>The run of capitalised words at the end of a phrase that can be a person's name.</summary>
    private Range NameAtEnd(Range range)
    {
        var first = range.End;
        for (var t = range.End - 1; t >= range.First; t--)
        {
            ref readonly var token = ref tokens[t];
            if (!token.IsWord || token.Word == Tokeniser.Clitic)
            {
                break;
            }
            if (token.Capital && !IsMention(t) && !token.Is(WordClass.OrgNoun | WordClass.Month | WordClass.Weekday | WordClass.Determiner | WordClass.Preposition | WordClass.PersonNoun | WordClass.DocumentNoun | WordClass.MeetingNoun | WordClass.Grouping)
                && !(token.Is(WordClass.Title | WordClass.Role)))
            {
                first = t;
            }
            else if (!(first < range.End && token.Is(WordClass.NameParticle) && t > range.First && tokens[t - 1].Capital))
            {
                break;
            }
        }
        if (first == range.End || (first > range.First && tokens[first - 1].Is(WordClass.OrgNoun) && !tokens[first - 1].Is(WordClass.Title) && tokens[first - 1].Capital))
        {
            return Range.None;
        }
        for (var t = first; t < range.End; t++)
        {
            if (tokens[t].Is(WordClass.OrgNoun))
            {
                return Range.None;
            }
        }
        return new Range(first, range.End);
    }

    // ---- Who is met ----

    private void RememberHeads(Subject subject, Speaker speaker)
    {
        if (speaker.IsJoint)
        {
            return;
        }
        foreach (var range in (ReadOnlySpan<Range>)[BeforePreposition(Trim(subject.Head)), subject.Apposition])
        {
            for (var t = range.First; t < range.End; t++)
            {
                if (tokens[t].Is(WordClass.Role | WordClass.OrgNoun | WordClass.PersonNoun | WordClass.DocumentNoun | WordClass.MonitorNoun))
                {
                    byHead[tokens[t].Hash] = speaker;
                }
            }
        }
    }

    /// <summary>Every person introduced with a title anywhere in the text, so that a surname alone is known even before.</summary>
    private void MeetPeople()
    {
        for (var p = 0; p < page.Paragraphs.Count; p++)
        {
            var paragraph = page.Paragraphs[p];
            if (paragraph.Kind is not ParagraphKind.Body)
            {
                continue;
            }
            for (var t = paragraph.FirstToken; t < paragraph.EndToken; t++)
            {
                if (MentionAt(t) is { Named: { Person: not null } listed } mention)
                {
                    people.Add(new KnownPerson(new Speaker(listed.Shown, SpeakerKind.Person, listed.Entity), p, SpeaksAfter(mention.Words.End, paragraph.EndToken)));
                    t = mention.Words.End - 1;
                }
                else if (tokens[t].IsWord && tokens[t].Is(WordClass.Title | WordClass.Role))
                {
                    t = MeetAfterTitle(t, p, paragraph);
                }
            }
        }
    }

    private int MeetAfterTitle(int title, int p, in Paragraph paragraph)
    {
        var comma = title + 1 < paragraph.EndToken && tokens[title + 1].Kind is TokenKind.Comma;
        var first = comma ? title + 2 : title + 1;
        var end = first;
        while (end < paragraph.EndToken && end - first < 5 && tokens[end].IsWord && !IsMention(end)
            && ((tokens[end].Capital && !tokens[end].Is(WordClass.Title | WordClass.Role | WordClass.Month | WordClass.Weekday | WordClass.OrgNoun | WordClass.Determiner | WordClass.Pronoun | WordClass.Preposition))
                || (tokens[end].Is(WordClass.NameParticle) && end + 1 < paragraph.EndToken && tokens[end + 1].Capital && !IsMention(end + 1))))
        {
            end++;
        }
        if (end == first || tokens[end - 1].Is(WordClass.NameParticle) || (comma && (end >= paragraph.EndToken || tokens[end].Kind is not TokenKind.Comma || end - first < 2)))
        {
            return title;
        }
        var name = new Range(first, end);
        if (bySurname.TryGetValue(tokens[end - 1].Hash, out var known) && known.Speaker.Name.Length >= end - first)
        {
            return end - 1;
        }
        var phrase = TitleBefore(title, paragraph.FirstToken);
        var entity = Affiliation(phrase);
        Meet(name, new Speaker(page.Shown(name), SpeakerKind.Person, entity), p, SpeaksAfter(end, paragraph.EndToken));
        return end - 1;
    }

    private bool SpeaksAfter(int end, int limit) => end < limit && (tokens[end].Cue >= 0 || (end + 1 < limit && tokens[end + 1].Cue >= 0));

    private void Meet(Range name, Speaker person, int paragraph, bool speaks)
    {
        var known = new KnownPerson(person, paragraph, speaks);
        people.Add(known);
        bySurname[tokens[name.End - 1].Hash] = known;
        // Where the given name is what one goes by.
        bySurname.TryAdd(tokens[name.First].Hash, known);
    }

    /// <summary>The words of the title, back to where the phrase begins.</summary>
    private Range TitleBefore(int title, int from)
    {
        var first = title;
        while (first > from && title - first < LongestTitle)
        {
            ref readonly var token = ref tokens[first - 1];
            var belongs = IsMention(first - 1)
                || token.Word == Tokeniser.Clitic
                || token.Is(WordClass.Title | WordClass.Role | WordClass.OrgNoun | WordClass.Of)
                || (token.IsWord && token.Capital)
                || (token.IsWord && !token.Is(WordClass.Determiner | WordClass.Preposition | WordClass.Coordinator | WordClass.Subordinator | WordClass.Auxiliary | WordClass.Verb | WordClass.Pronoun | WordClass.Relative) && tokens[first - 1].Cue < 0);
            if (!belongs)
            {
                break;
            }
            first--;
        }
        return new Range(first, title + 1);
    }

    /// <summary>The token before, articles passed over.</summary>
    private Token Before(int token, int from)
    {
        var t = token - 1;
        while (t > from && tokens[t].Is(WordClass.Article))
        {
            t--;
        }
        return t >= from ? tokens[t] : default;
    }

    /// <summary>Whose document it is: named in a heading, or before "report", "statement" and their like in the first paragraph.</summary>
    private Entity? FindIssuer()
    {
        Entity? named = null;
        var document = false;
        for (var p = 0; p < Math.Min(4, page.Paragraphs.Count); p++)
        {
            var paragraph = page.Paragraphs[p];
            if (paragraph.Kind is not ParagraphKind.Heading)
            {
                break;
            }
            for (var t = paragraph.FirstToken; t < Math.Min(paragraph.EndToken, paragraph.FirstToken + 30); t++)
            {
                if (MentionAt(t) is { } mention && mention.Words.First == t && !(t > paragraph.FirstToken && Before(t, paragraph.FirstToken).Is(WordClass.To)))
                {
                    // "Briefing to the Council by the envoy"
                    named = named is null || Before(t, paragraph.FirstToken).Is(WordClass.By) ? mention.Named.Entity : named;
                }
                document |= tokens[t].Is(WordClass.DocumentNoun);
                if (tokens[t].Is(WordClass.OrgNoun | WordClass.MonitorNoun | WordClass.Grouping))
                {
                    issuerHeads.Add(tokens[t].Hash);
                }
            }
            named ??= Unlisted(paragraph.Words);
        }
        return document ? named : null;
    }
}
