using Servanda.Agreements;

namespace Servanda.Reading;

internal enum EntityKind { Actor, State, Body, Monitor, Agency }

/// <summary>Somebody the reader knows by name: an actor of the agreement, or a state, body or agency of the shipped list.</summary>
internal sealed class Entity
{
    public required string Name { get; init; }
    public required EntityKind Kind { get; init; }

    /// <summary>Null for the shipped list.</summary>
    public Actor? Actor { get; init; }

    /// <summary>Whose account its words are: the nearest of itself and its parents that is a party, guarantor, mediator or mechanism.</summary>
    public Actor? Account { get; init; }

    /// <summary>A state speaks through its organs, but not through every society named after it.</summary>
    public bool IsState { get; set; }

    public bool Observes => Kind is EntityKind.Monitor || Actor is { Role: ActorRole.Mechanism };

    public bool PassesOn => Kind is EntityKind.Agency || Actor is { Role: ActorRole.Outlet };
}

/// <summary>A person of the agreement file, with the organisation spoken for.</summary>
internal sealed record Named(Entity Entity, string Shown, Person? Person);

/// <summary>A place in the page where somebody known is named.</summary>
internal readonly record struct Mention(Range Words, Named Named);

/// <summary>
/// Names of the agreement's actors with their aliases and people, and behind them a shipped list of states, bodies and
/// agencies. A state that the agreement lists keeps the agreement's actor and lends it its demonym and capital. Names in
/// capitals are matched in capitals, so that "us" is no state.
/// </summary>
internal sealed class Gazetteer
{
    private enum Shape { Any, Capital, AllCapitals }

    private sealed record Entry(Named Named, Shape[] Shapes);

    private readonly Vocabulary vocabulary;
    private readonly Language language;
    private readonly Phrases<List<Entry>> names;
    private readonly Dictionary<string, List<Entry>> byName = [];
    private readonly Dictionary<string, Entity> byId = [];
    private readonly Dictionary<string, Entity?> byHead = [];

    /// <summary>The parties, in the order of the agreement: "both sides" where they are two.</summary>
    public IReadOnlyList<Entity> Parties { get; }

    public Gazetteer(Agreement agreement, Language language, Vocabulary vocabulary)
    {
        this.language = language;
        this.vocabulary = vocabulary;
        names = new Phrases<List<Entry>>(vocabulary);
        foreach (var actor in agreement.Actors)
        {
            byId[actor.Id] = new Entity { Name = actor.Name, Kind = EntityKind.Actor, Actor = actor, Account = AccountOf(agreement, actor) };
        }
        Parties = [.. agreement.Actors.Where(a => a.Role is ActorRole.Party).Select(a => byId[a.Id])];
        foreach (var actor in agreement.Actors)
        {
            AddActor(actor, byId[actor.Id]);
        }
        foreach (var state in language.States)
        {
            var entity = OfAgreement(agreement, state.Name, state.Names) ?? new Entity { Name = state.Name, Kind = EntityKind.State };
            entity.IsState = true;
            AddKnown(entity, [state.Name, state.Demonym, .. state.Names]);
        }
        foreach (var actor in agreement.Actors)
        {
            AddHeads(actor, byId[actor.Id]);
        }
        foreach (var body in language.Bodies)
        {
            var kind = Enum.Parse<EntityKind>(body.Kind, true);
            var entity = OfAgreement(agreement, body.Name, body.Names) ?? new Entity { Name = body.Name, Kind = kind };
            AddKnown(entity, [body.Name, .. body.Names]);
        }
        names.Freeze();
    }

    /// <summary>The one actor called so by a common noun: "the chair" of a committee's chair, "the mission"; null where several are.</summary>
    public Entity? Called(ReadOnlySpan<char> noun) => byHead.GetValueOrDefault(Letters.Fold(noun));

    private void AddHeads(Actor actor, Entity entity)
    {
        foreach (var name in actor.Aliases.Append(actor.Name))
        {
            var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var of = Array.FindIndex(words, w => Has(w, WordClass.Preposition));
            var head = Letters.Fold(of > 0 ? words[of - 1] : words[^1]);
            if (words.Length > 1 && Has(head, WordClass.Role | WordClass.OrgNoun | WordClass.MonitorNoun))
            {
                byHead[head] = byHead.TryGetValue(head, out var other) && other != entity ? null : entity;
            }
        }
    }

    private static Actor? AccountOf(Agreement agreement, Actor actor)
    {
        Actor? at = actor;
        for (var steps = 0; at is not null && steps <= agreement.Actors.Count; steps++)
        {
            if (at.Role is ActorRole.Party or ActorRole.Mediator or ActorRole.Guarantor or ActorRole.Mechanism)
            {
                return at;
            }
            at = at.PartOf is { } up ? agreement.Actor(up) : null;
        }
        return actor;
    }

    private Entity? OfAgreement(Agreement agreement, string name, string[] others)
    {
        foreach (var actor in agreement.Actors)
        {
            if (IsName(actor.Name) || (actor.Role is not ActorRole.Outlet && actor.Aliases.Any(a => Letters.Fold(a) == Letters.Fold(name))))
            {
                return byId[actor.Id];
            }
        }
        return null;

        bool IsName(string actor) => Letters.Fold(actor) == Letters.Fold(name) || others.Any(o => o.Length > 3 && Letters.Fold(o) == Letters.Fold(actor));
    }

    private void AddActor(Actor actor, Entity entity)
    {
        Add(actor.Name, new Named(entity, actor.Name, null));
        foreach (var alias in actor.Aliases)
        {
            Add(alias, new Named(entity, ShownFor(actor, alias), null));
        }
        foreach (var person in actor.People)
        {
            var named = new Named(entity, person.Name, person);
            Add(person.Name, named);
            foreach (var alias in person.Aliases)
            {
                Add(alias, named);
            }
        }
    }

    private void AddKnown(Entity entity, IEnumerable<string> all)
    {
        foreach (var name in all)
        {
            if (name.Length > 0 && !byName.ContainsKey(Letters.Fold(name)))
            {
                Add(name, new Named(entity, entity.Name, null));
            }
        }
    }

    /// <summary>
    /// How a speaker found by an alias is shown. An organ keeps its own name (the military: Israeli military); the place or
    /// people standing for an actor is the actor.
    /// </summary>
    private string ShownFor(Actor actor, string alias)
    {
        var words = alias.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 1 && Has(alias.ToLowerInvariant(), WordClass.Role))
        {
            return alias;
        }
        if (words.Length == 1)
        {
            return language.States.Any(s => s.Name == alias) ? alias
                : IsInitialsOf(alias, actor.Name) || !alias.All(char.IsUpper) ? actor.Name
                : actor.Aliases.FirstOrDefault(a => IsInitialsOf(alias, a)) ?? alias;
        }
        if (actor.Role is ActorRole.Authority or ActorRole.Outlet or ActorRole.Other || (actor.Role is ActorRole.Mechanism && !alias.Any(char.IsUpper)) || actor.Name.EndsWith(" " + words[^1], StringComparison.OrdinalIgnoreCase))
        {
            return actor.Name;
        }
        if (char.IsUpper(words[0][0]) || (words.Length > 2 && words.Skip(1).Any(w => char.IsUpper(w[0]))))
        {
            return alias;
        }
        // A generic name, "the military": the fullest alias with the same head.
        var fuller = actor.Aliases
            .Where(a => a.EndsWith(" " + words[^1], StringComparison.Ordinal) && char.IsUpper(a[0]))
            .MaxBy(a => (a.Contains('\'', StringComparison.Ordinal) ? 0 : 1, a.Length));
        if (Has(words[^1], WordClass.Role))
        {
            return string.Join(' ', Has(words[0], WordClass.Article) ? words[1..] : words);
        }
        if (fuller is not null)
        {
            return fuller;
        }
        var organ = Has(words[^1], WordClass.OrgNoun) && !Has(words[^1], WordClass.Grouping) && !actor.Name.Contains(words[^1], StringComparison.OrdinalIgnoreCase);
        return organ ? string.Join(' ', Has(words[0], WordClass.Article) ? words[1..] : words) : actor.Name;
    }

    private bool Has(string word, WordClass any) => language.Words.Any(w => (w.Class & any) != WordClass.None && w.Word == word);

    private static bool IsInitialsOf(string acronym, string name)
    {
        var initials = string.Concat(name.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Where(w => char.IsUpper(w[0])).Select(w => w[0]));
        return initials.Length > 1 && initials == acronym;
    }

    private void Add(string name, Named named)
    {
        AddOnce(name, named);
        if (!name.Contains(' ') && char.IsUpper(name[0]) && !name.All(char.IsUpper) && name.Length > 3)
        {
            AddOnce(name.EndsWith(language.PluralEnding, StringComparison.Ordinal) ? name[..^language.PluralEnding.Length] : name + language.PluralEnding, named);
        }
    }

    private void AddOnce(string name, Named named)
    {
        var words = name.Replace('’', '\'').Replace($"'{language.Clitics[0]} ", $" '{language.Clitics[0]} ").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return;
        }
        var folded = Letters.Fold(string.Join(' ', words));
        if (!byName.TryGetValue(folded, out var entries))
        {
            byName.Add(folded, entries = []);
            names.Add([.. words.Select(w => vocabulary.Add(w))], entries);
        }
        Shape[] shapes = [.. words.Select(ShapeOf)];
        if (!entries.Any(e => e.Named.Entity == named.Entity && e.Named.Shown == named.Shown && e.Shapes.SequenceEqual(shapes)))
        {
            entries.Add(new Entry(named, shapes));
        }
    }

    private static Shape ShapeOf(string word) =>
        !char.IsUpper(word[0]) ? Shape.Any
        : word.Length is > 1 and <= 5 && word.All(c => !char.IsLower(c)) ? Shape.AllCapitals
        : Shape.Capital;

    /// <summary>Every mention, in order of place, none inside another.</summary>
    public List<Mention> Find(Page page)
    {
        var mentions = new List<Mention>();
        for (var t = 0; t < page.Tokens.Length; t++)
        {
            if (page.Tokens[t].Word == Vocabulary.Unknown)
            {
                continue;
            }
            var length = names.LengthAt(page.Tokens, t, out var entries);
            if (length > 0 && Fitting(page, t, entries!) is { } named)
            {
                mentions.Add(new Mention(new Range(t, t + length), named));
                t += length - 1;
            }
        }
        return mentions;
    }

    /// <summary>Of several who share a name, one in office on the day counts before one who is not.</summary>
    private static Named? Fitting(Page page, int at, List<Entry> entries)
    {
        Named? found = null;
        foreach (var entry in entries)
        {
            if (!Fits(page, at, entry.Shapes))
            {
                continue;
            }
            if (entry.Named.Person is { } person && page.Dateline is { } day && (day < person.From || day > person.To))
            {
                continue;
            }
            found ??= entry.Named;
        }
        return found;
    }

    private static bool Fits(Page page, int at, Shape[] shapes)
    {
        for (var i = 0; i < shapes.Length; i++)
        {
            ref readonly var token = ref page.Tokens[at + i];
            if ((shapes[i] is Shape.Capital && !token.Capital) || (shapes[i] is Shape.AllCapitals && !page.IsAllCapitals(token)))
            {
                return false;
            }
        }
        return true;
    }
}
