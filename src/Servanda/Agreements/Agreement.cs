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

    private FrozenDictionary<string, Actor>? actorsById;
    private FrozenDictionary<string, Provision>? provisionsById;

    private FrozenDictionary<string, Actor> ActorsById => actorsById ??= Actors.ToFrozenDictionary(a => a.Id, StringComparer.Ordinal);
    private FrozenDictionary<string, Provision> ProvisionsById => provisionsById ??= Provisions.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);

    public Actor? Actor(string id) => ActorsById.GetValueOrDefault(id);
    public Provision? Provision(string id) => ProvisionsById.GetValueOrDefault(id);
    public Phase? Phase(string id) => Phases.FirstOrDefault(p => p.Id == id);
    public Anchor? Anchor(string id) => Anchors.FirstOrDefault(a => a.Id == id);
    public Zone? ZoneOf(string id) => Zones.FirstOrDefault(z => z.Id == id);
    public Counter? Counter(string id) => Counters.FirstOrDefault(c => c.Id == id);
    public Meeting? Meeting(string id) => Meetings.FirstOrDefault(m => m.Id == id);

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
