using NodaTime;
using Servanda.Agreements;

namespace Servanda.Claims;

/// <summary>The time a claim speaks of: a day in <see cref="To"/> is included.</summary>
public sealed record Happened(Stamp From, Stamp To)
{
    public TimeRange In(DateTimeZone zone) => TimeRange.Hull(From.In(zone), To.In(zone));
}

public enum Polarity { Fulfilment, Violation }

public enum Stance { For, Against, Conditional }

/// <summary>A place as its speaker gives it; degrees, WGS 84; <see cref="Precision"/> in the source's own words.</summary>
public sealed record Place(string? Name, decimal? Latitude, decimal? Longitude, string? Precision);

/// <summary>The span of the document that says it: UTF-16 code units, half-open, and the words themselves.</summary>
public sealed record Source(string Document, int Start, int End, string? Exact);

/// <summary>Who may see a claim: public | parties | side:ID | mediators | names (with a list).</summary>
public sealed record Visibility(string Scope, IReadOnlyList<string> RestrictedTo)
{
    public static Visibility Public { get; } = new("public", []);
}

/// <summary>
/// One attributed proposition: somebody's, about something, said at some time. The kinds are closed: each carries its own
/// fields. A claim counts only as "speaker says"; nothing promotes it to a fact.
/// </summary>
public abstract record Claim
{
    private Claim() { }

    /// <summary>The writer's own id, up to 200 characters, unique in its ledger.</summary>
    public required string Id { get; init; }

    /// <summary>An actor's id, or free text for a speaker who is not in the agreement.</summary>
    public required string Speaker { get; init; }

    /// <summary>Who reported it, outermost last.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];
    public string? Provision { get; init; }

    /// <summary>Who did, or failed to do, what is spoken of; "unknown" is expressly unattributed; null leaves it to the provision.</summary>
    public string? Actor { get; init; }
    public string? Occurrence { get; init; }

    /// <summary>Null takes the default of the provision's kind.</summary>
    public Polarity? Polarity { get; init; }

    /// <summary>Null: the day it was said.</summary>
    public Happened? Happened { get; init; }
    public required Stamp Said { get; init; }

    /// <summary>When the ledger took it in; null in files, where it is the end of the day it was said, UTC.</summary>
    public Instant? Recorded { get; init; }
    public Grade Grade { get; init; } = Grade.Reported;
    public Figure? Figure { get; init; }

    /// <summary>With an exception set, the claim speaks of the exception alone.</summary>
    public string? Exception { get; init; }
    public string? Zone { get; init; }
    public Place? Place { get; init; }
    public Source? Source { get; init; }
    public string? Topic { get; init; }
    public IReadOnlyList<string> Toward { get; init; } = [];
    public Stance? Stance { get; init; }
    public string? Meeting { get; init; }
    public Visibility Visibility { get; init; } = Visibility.Public;
    public string? Note { get; init; }

    /// <summary>Where the claim stands in the file it was read from.</summary>
    public TextPosition WrittenAt { get; init; }

    /// <summary>That file, as its reader named it.</summary>
    public string? WrittenIn { get; init; }

    public const string UnknownActor = "unknown";

    /// <summary>The name of the kind in files, screens and entries.</summary>
    public string Kind => this switch
    {
        Assert => "assert",
        Deny => "deny",
        Count => "count",
        NotDone => "not-done",
        Coverage => "coverage",
        Exercise => "exercise",
        Verify => "verify",
        Retract => "retract",
        Demand => "demand",
        Position => "position",
        Commitment => "commitment",
        Expectation => "expectation",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>True for what an actor wants, asks, promises or foresees: shown, never counted towards a status.</summary>
    public bool IsWill => this is Demand or Position or Commitment or Expectation;

    /// <summary>The time it speaks of, with the day it was said where it names none.</summary>
    public TimeRange HappenedIn(DateTimeZone zone) => Happened?.In(zone) ?? TimeRange.OfDay(Said.DayIn(zone), zone);

    /// <summary>When the ledger took it in; for a claim from a file, the end of the day it was said, UTC.</summary>
    public Instant RecordedAt => Recorded ?? Said.DayIn(DateTimeZone.Utc).PlusDays(1).AtMidnight().InUtc().ToInstant() - Duration.Epsilon;

    public sealed record Assert : Claim { public string? Anchor { get; init; } }
    public sealed record Deny : Claim { public string? Anchor { get; init; } }
    public sealed record Count : Claim { public required string Counter { get; init; } }
    public sealed record NotDone : Claim;

    /// <summary>Where and when the speaker was able to observe, and whether it found anything.</summary>
    public sealed record Coverage : Claim
    {
        /// <summary>True for <c>found: some</c>.</summary>
        public required bool FoundSome { get; init; }
        public bool? Complete { get; init; }
        public IReadOnlyList<string> Occurrences { get; init; } = [];
    }

    /// <summary>The use of a power, or the declaration of a phase.</summary>
    public sealed record Exercise : Claim { public string? Phase { get; init; } }
    public sealed record Verify : Claim { public required string Of { get; init; } }
    public sealed record Retract : Claim { public required string Of { get; init; } }
    public sealed record Demand : Claim;
    public sealed record Position : Claim;
    public sealed record Commitment : Claim;
    public sealed record Expectation : Claim;
}
