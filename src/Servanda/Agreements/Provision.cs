namespace Servanda.Agreements;

/// <summary>Who answers when several hold a provision.</summary>
public enum Responsibility { Several, Joint, Any }

/// <summary>What silence on the record means for a provision.</summary>
public enum SilencePolicy { Unknown, IssueOnly, PresumeNone }

public enum RatePeriod { Day, Week, Calendar }

public enum LegOrder { FirstLegFirst, Together, Any }

/// <summary>From when to when a provision runs; a missing end runs until the agreement ends.</summary>
public sealed record Window(TimeExpression? From, TimeExpression? To);

/// <summary>A justification that the text admits, and who decides whether it holds.</summary>
public sealed record ProvisionException(string Id, string Text, IReadOnlyList<string> DecidedBy);

/// <summary>The provision as a party reads it where it reads the text otherwise.</summary>
public sealed record PartyReading(IReadOnlyList<string> By, Provision As);

public sealed record ExchangeLeg(IReadOnlyList<string> By, string Counter, int Units);

/// <summary>How often a power may be used, how long before it takes effect, how long the effect lasts.</summary>
public sealed record PowerLimits(int? Times, TimeLength? Notice, TimeLength? Lapses);

/// <summary>What a valid use of a power does. No effect: a bare permission.</summary>
public abstract record Effect
{
    private Effect() { }

    /// <param name="Of">The provisions suspended.</param>
    /// <param name="Tolls">Whether every deadline moves by the length of the suspension.</param>
    public sealed record Suspend(IReadOnlyList<string> Of, bool Tolls) : Effect;
    public sealed record Resume(IReadOnlyList<string> Of) : Effect;
    public sealed record Waive(IReadOnlyList<string> Of) : Effect;
    public sealed record Extend(IReadOnlyList<string> Of, TimeLength By) : Effect;
    public sealed record Assign(IReadOnlyList<string> Of, string From, string To) : Effect;
    public sealed record Open(string Phase) : Effect;
    public sealed record Terminate : Effect;
}

/// <summary>One undertaking of the agreement. The kinds are closed: the constructor is private.</summary>
public abstract record Provision
{
    private Provision() { }

    public required string Id { get; init; }
    public required string Text { get; init; }
    public required string Phase { get; init; }
    public string? Article { get; init; }

    /// <summary>The article as a sentence cites it: a number with the word before it, any other name as it is ("Strand One").</summary>
    public string? CitedArticle => Article is [>= '0' and <= '9', ..] ? $"article {Article}" : Article;

    /// <summary>The holders: who owes it.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>The beneficiaries: to whom it is owed.</summary>
    public IReadOnlyList<string> To { get; init; } = [];
    public Responsibility? Responsibility { get; init; }
    public IReadOnlyList<string> Zones { get; init; } = [];
    public Window? Within { get; init; }
    public Condition? Applies { get; init; }

    /// <summary>One duty for every occurrence on record under the provision named here.</summary>
    public string? Each { get; init; }
    public IReadOnlyList<ProvisionException> Exceptions { get; init; } = [];
    public IReadOnlyList<string> VerifiedBy { get; init; } = [];
    public IReadOnlyList<string> DecidedBy { get; init; } = [];

    /// <summary>As written; null takes the default of the kind (<see cref="EffectiveSilence"/>).</summary>
    public SilencePolicy? Silence { get; init; }
    public string? Remedy { get; init; }

    /// <summary>What documents call it, for the reader.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
    public string? Topic { get; init; }

    /// <summary>Cost of doing it when unblocking sets are compared; at least 0.</summary>
    public int Effort { get; init; } = 1;

    /// <summary>Whether the duty outlives a termination of the agreement.</summary>
    public bool Survives { get; init; }
    public IReadOnlyList<PartyReading> Readings { get; init; } = [];
    public TextPosition Position { get; init; }

    /// <summary>Its own text in the file; null for one that was not read from a file.</summary>
    public Excerpts? Written { get; init; }

    /// <summary>Unknown for prohibition and continuing, where one denied accusation must not show a truce as kept; issue-only for the rest.</summary>
    public SilencePolicy EffectiveSilence => Silence ?? (this is Prohibition or Continuing ? SilencePolicy.Unknown : SilencePolicy.IssueOnly);

    /// <summary>True where the provision is kept by nothing happening: its claims are violations unless they say otherwise.</summary>
    public bool IsNegative => this is Prohibition or Continuing;

    public string Kind => this switch
    {
        Act => "act",
        Quota => "quota",
        Rate => "rate",
        Prohibition => "prohibition",
        Continuing => "continuing",
        Exchange => "exchange",
        Power => "power",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Was there an occurrence in the window?</summary>
    public sealed record Act : Provision;

    /// <summary>Does the count reach the target by then?</summary>
    public sealed record Quota : Provision
    {
        public required string Counter { get; init; }
        public required decimal Target { get; init; }
    }

    /// <summary>Does the stated share of closed windows reach the target?</summary>
    public sealed record Rate : Provision
    {
        public required string Counter { get; init; }
        public required decimal Target { get; init; }
        public required RatePeriod Per { get; init; }

        /// <summary>The share of closed windows that must reach the target, above 0 up to 1.</summary>
        public decimal Share { get; init; } = 1m;
    }

    /// <summary>Did an incident without an exception occur?</summary>
    public sealed record Prohibition : Provision;

    /// <summary>Was there a lapse?</summary>
    public sealed record Continuing : Provision;

    /// <summary>Who owes whom, and by when?</summary>
    public sealed record Exchange : Provision
    {
        /// <summary>Exactly two.</summary>
        public required IReadOnlyList<ExchangeLeg> Legs { get; init; }
        public LegOrder Order { get; init; } = LegOrder.Any;
        public TimeLength? Lag { get; init; }

        /// <summary>Units of the first leg; null asks for the balance alone.</summary>
        public decimal? Total { get; init; }
    }

    /// <summary>Was it validly used?</summary>
    public sealed record Power : Provision
    {
        public Effect? Effect { get; init; }
        public PowerLimits Limits { get; init; } = new(null, null, null);
    }
}
