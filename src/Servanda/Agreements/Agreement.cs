using System.Collections.Frozen;
using NodaTime;

namespace Servanda.Agreements;

public enum ActorRole { Party, Guarantor, Mediator, Mechanism, Authority, Outlet, Other }

/// <summary>An office holder: <see cref="From"/> and <see cref="To"/> bound the days in office, both included, where known.</summary>
public sealed record Person(string Name, string? Title, IReadOnlyList<string> Aliases, LocalDate? From, LocalDate? To);

/// <summary>A party, guarantor, mediator, mechanism, authority, outlet or any other who speaks or acts.</summary>
public sealed record Actor
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required ActorRole Role { get; init; }

    /// <summary>For matching only; never shown.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public IReadOnlyList<Person> People { get; init; } = [];

    /// <summary>The actor it belongs to, by the source given in <see cref="PartOfSource"/>.</summary>
    public string? PartOf { get; init; }
    public string? PartOfSource { get; init; }
    public TextPosition Position { get; init; }
}

public enum Grade { Reported, Corroborated, Verified }

/// <summary>Whose claims count, and at what grade, besides the standpoints that exist by themselves.</summary>
public sealed record DeclaredStandpoint
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public IReadOnlyList<string> Speakers { get; init; } = [];
    public IReadOnlyList<string> Excluding { get; init; } = [];
    public Grade MinimumGrade { get; init; } = Grade.Reported;

    /// <summary>Overrides the provisions' own policy.</summary>
    public SilencePolicy? Silence { get; init; }
    public TextPosition Position { get; init; }
}

/// <summary>An event that time runs from. Without <see cref="At"/>, only claims date it.</summary>
public sealed record Anchor(string Id, Stamp? At, string? Text, TextPosition Position);

public sealed record Zone(string Id, string Name, string? PartOf, string? Geometry, TextPosition Position);

public sealed record Counter
{
    public required string Id { get; init; }
    public required string Unit { get; init; }

    /// <summary>How many there are in all, where the text says so.</summary>
    public decimal? Universe { get; init; }

    /// <summary>Whether the count can only grow.</summary>
    public bool Monotone { get; init; }

    /// <summary>How long an upper bound carries forward, as a presumption; null: without limit.</summary>
    public TimeLength? StaleAfter { get; init; }

    /// <summary>What "about" means, as a share of the figure.</summary>
    public decimal Tolerance { get; init; } = 0.10m;

    /// <summary>The provision this toll measures; null for a counter of performance.</summary>
    public string? Measures { get; init; }
    public TextPosition Position { get; init; }
}

public sealed record Definition(string Term, string Means, TextPosition Position);

public sealed record Meeting(string Id, string Title, Stamp? At, string? Place, IReadOnlyList<string> Participants, TextPosition Position);

public enum EntryMode { Automatic, Declared }

public sealed record PhaseOpening(Condition? When, EntryMode Mode, IReadOnlyList<string> By);

/// <summary>A stage of the agreement: what opens it, what completes it, what is owed in it.</summary>
public sealed record Phase
{
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>Null: open from the start.</summary>
    public PhaseOpening? Opens { get; init; }
    public Condition? Completes { get; init; }
    public IReadOnlyList<Provision> Provisions { get; init; } = [];
    public TextPosition Position { get; init; }

    /// <summary>Its own text in the file; null for one that was not read from a file.</summary>
    public Excerpts? Written { get; init; }
}

/// <summary>An agreement as its file has it, with every reference resolved: ids are unique in their family and name something.</summary>
public sealed record Agreement
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required DateTimeZone Zone { get; init; }
    public WorkCalendar Calendar { get; init; } = new();
    public IReadOnlyList<Actor> Actors { get; init; } = [];
    public IReadOnlyList<DeclaredStandpoint> Standpoints { get; init; } = [];
    public IReadOnlyList<Anchor> Anchors { get; init; } = [];
    public IReadOnlyList<Zone> Zones { get; init; } = [];
    public IReadOnlyList<Counter> Counters { get; init; } = [];
    public IReadOnlyList<Definition> Definitions { get; init; } = [];
    public IReadOnlyList<Meeting> Meetings { get; init; } = [];
    public IReadOnlyList<Phase> Phases { get; init; } = [];

    public IEnumerable<Provision> Provisions => Phases.SelectMany(p => p.Provisions);

    private Lookups? lookups;

    // Made on first use and thrown away by `with`, so that it never belongs to another agreement.
    private Lookups By => lookups is { } made && ReferenceEquals(made.Of, this) ? made : lookups = new Lookups(this);

    public Actor? Actor(string id) => By.Actors.GetValueOrDefault(id);
    public Provision? Provision(string id) => By.Provisions.GetValueOrDefault(id);
    public Phase? Phase(string id) => By.Phases.GetValueOrDefault(id);
    public Anchor? Anchor(string id) => By.Anchors.GetValueOrDefault(id);
    public Zone? ZoneOf(string id) => By.Zones.GetValueOrDefault(id);
    public Counter? Counter(string id) => By.Counters.GetValueOrDefault(id);
    public Meeting? Meeting(string id) => By.Meetings.GetValueOrDefault(id);

    /// <summary>The tolls that measure a provision.</summary>
    public IEnumerable<Counter> TollsOf(string provision) => By.Tolls[provision];

    /// <summary>The quotas and rates that a counter counts for.</summary>
    public IReadOnlyList<Provision> CountedBy(string counter) => By.Counting.GetValueOrDefault(counter) ?? [];

    /// <summary>The provision whose breach the given one remedies, where it says so.</summary>
    public Provision? RemediedBy(string remedy) => By.Remedied.GetValueOrDefault(remedy);

    /// <summary>The powers that do something to other provisions when they are used.</summary>
    public IReadOnlyList<Provision.Power> PowersWithEffect => By.Powers;

    private sealed class Lookups(Agreement of)
    {
        public Agreement Of => of;
        public FrozenDictionary<string, Actor> Actors { get; } = ById(of.Actors, a => a.Id);
        public FrozenDictionary<string, Provision> Provisions { get; } = ById(of.Provisions, p => p.Id);
        public FrozenDictionary<string, Phase> Phases { get; } = ById(of.Phases, p => p.Id);
        public FrozenDictionary<string, Anchor> Anchors { get; } = ById(of.Anchors, a => a.Id);
        public FrozenDictionary<string, Zone> Zones { get; } = ById(of.Zones, z => z.Id);
        public FrozenDictionary<string, Counter> Counters { get; } = ById(of.Counters, c => c.Id);
        public FrozenDictionary<string, Meeting> Meetings { get; } = ById(of.Meetings, m => m.Id);
        public ILookup<string, Counter> Tolls { get; } = of.Counters.Where(c => c.Measures is not null).ToLookup(c => c.Measures!, StringComparer.Ordinal);
        public FrozenDictionary<string, IReadOnlyList<Provision>> Counting { get; } = of.Provisions
            .GroupBy(p => p switch { Provision.Quota q => q.Counter, Provision.Rate r => r.Counter, _ => "" }, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => (IReadOnlyList<Provision>)[.. g], StringComparer.Ordinal);
        public FrozenDictionary<string, Provision> Remedied { get; } = ById(of.Provisions.Where(p => p.Remedy is not null && p.Remedy != p.Id), p => p.Remedy!);
        public IReadOnlyList<Provision.Power> Powers { get; } = [.. of.Provisions.OfType<Provision.Power>().Where(p => p.Effect is not null)];

        // The first of two that share an id stands: the file's reader reports the second.
        private static FrozenDictionary<string, T> ById<T>(IEnumerable<T> all, Func<T, string> id) =>
            all.DistinctBy(id, StringComparer.Ordinal).ToFrozenDictionary(id, StringComparer.Ordinal);
    }

    /// <summary>The name people read; a speaker who is not in the file is shown as written.</summary>
    public string NameOf(string actor) => Actor(actor)?.Name ?? actor;

    /// <summary>Whether the actor is the other, or part of it at any remove.</summary>
    public bool IsPartOf(string actor, string whole)
    {
        // A chain longer than the list of actors has a circle in it, which the checker reports.
        string? at = actor;
        for (var steps = 0; at is not null && steps <= Actors.Count; steps++)
        {
            if (at == whole)
            {
                return true;
            }
            at = Actor(at)?.PartOf;
        }
        return false;
    }

    /// <summary>Whether the zone is the other, or part of it at any remove.</summary>
    public bool IsZonePartOf(string zone, string whole)
    {
        var at = ZoneOf(zone);
        for (var steps = 0; at is not null && steps <= Zones.Count; steps++)
        {
            if (at.Id == whole)
            {
                return true;
            }
            at = at.PartOf is { } up ? ZoneOf(up) : null;
        }
        return false;
    }
}
