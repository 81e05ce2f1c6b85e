using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

/// <summary>
/// How an agreement stands by one standpoint as of one instant, on one record. Every answer is a <see cref="Node"/> that
/// carries its proof. Nothing here is stored: a status is a view computed from claims.
/// </summary>
/// <remarks>
/// The questions are spread over files by what they ask: occurrences, acts, prohibitions, quotas, exchanges and powers,
/// conditions, times, the lifecycle. Evaluations of one family share what does not depend on the instant.
/// </remarks>
public sealed partial class Evaluation
{
    private readonly Family family;
    private readonly Dictionary<Key, Node> nodes = [];
    private readonly HashSet<Key> asking = [];

    /// <summary>A question already asked: of what kind, about what, for which holder; a condition stands for itself.</summary>
    private readonly record struct Key(string Kind, object? About, string? Holder);

    public Evaluation(Record record, Standpoint standpoint, Instant asOf)
        : this(new Family(record, standpoint), asOf)
    {
    }

    /// <summary>The same, where some answers are assumed: a scratch account of what would follow, and nobody's.</summary>
    public Evaluation(Record record, Standpoint standpoint, Instant asOf, Assumptions assumed)
        : this(new Family(record, standpoint) { Assumed = assumed }, asOf)
    {
    }

    private Evaluation(Family family, Instant asOf)
    {
        this.family = family;
        AsOf = asOf;
        family.ByInstant[asOf] = this;
    }

    public Record Record => family.Record;
    public Standpoint Standpoint => family.Standpoint;
    public Instant AsOf { get; }
    private Agreement Agreement => Record.Agreement;
    private TimeRules Rules => Record.Rules;

    /// <summary>What the evaluations by one standpoint on one record share, whatever the instant.</summary>
    private sealed class Family(Record record, Standpoint standpoint)
    {
        public Record Record => record;
        public Standpoint Standpoint => standpoint;
        public Dictionary<Instant, Evaluation> ByInstant { get; } = [];
        public bool?[] Admitted { get; } = new bool?[record.Claims.Count];
        public Dictionary<Provision, IReadOnlyList<CandidateWindow>> FixedWindows { get; } = new(ReferenceEqualityComparer.Instance);
        public Dictionary<string, Search> Firsts { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, IReadOnlyList<TimeRange>> AnchorDates { get; } = new(StringComparer.Ordinal);
        public Family? HeldToVerified { get; set; }
        public Assumptions? Assumed { get; init; }
    }

    /// <summary>The same question at another time.</summary>
    public Evaluation At(Instant instant) => family.ByInstant.GetValueOrDefault(instant) ?? new Evaluation(family, instant);

    internal static Standpoint Held(Standpoint standpoint) => new Standpoint.HeldToVerified(standpoint) { Id = standpoint.Id, Name = standpoint.Name };

    /// <summary>The same speakers held to grade verified.</summary>
    private Evaluation HeldToVerified()
    {
        var held = family.HeldToVerified ??= new Family(Record, Held(Standpoint));
        return held.ByInstant.GetValueOrDefault(AsOf) ?? new Evaluation(held, AsOf);
    }

    /// <summary>Whether the standpoint counts the claim: its speaker, its grade, and no later word of the same speaker.</summary>
    public bool Admits(StandingClaim claim) => family.Admitted[claim.Number] ??=
        !claim.Superseded && claim.Grade >= Standpoint.MinimumGrade && Standpoint.Counts(claim.Speaker, Agreement);

    /// <summary>The provision as this standpoint reads it: a party that reads the text otherwise uses its own reading.</summary>
    public Provision AsRead(Provision provision)
    {
        if (provision.Readings.Count == 0)
        {
            return provision;
        }
        var standpoint = Standpoint is Standpoint.HeldToVerified held ? held.Inner : Standpoint;
        return standpoint is Standpoint.OfParty { Party: var party } && provision.Readings.FirstOrDefault(r => r.By.Contains(party, StringComparer.Ordinal)) is { } reading
            ? reading.As
            : provision;
    }

    /// <summary>The performance question of a provision, whole or for one holder.</summary>
    public Node Performance(Provision provision, string? holder = null) =>
        Ask(new Key("performance", provision.Id, holder), () => Assumed(provision, holder) ?? PerformanceOf(AsRead(provision), holder));

    /// <summary>The performance question by another reading of the text, on the claims of this standpoint.</summary>
    public Node PerformanceAs(Provision reading) => PerformanceOf(reading, null);

    private Node PerformanceOf(Provision provision, string? holder)
    {
        if (provision.Each is { } each && Agreement.Provision(each) is { } giver)
        {
            return PerInstance(provision, giver);
        }
        // A duty that each of several holders owes is done when each has done it; one that nothing must happen under is one question.
        if (holder is null && !provision.IsNegative && provision.Responsibility == Responsibility.Several && provision.By.Count > 1)
        {
            return Node.All($"{provision.Id}: each holder", [.. provision.By.Select(h => Performance(provision, h))]) with { Provision = provision.Id, Fact = $"done({provision.Id})" };
        }
        // Those who hold a duty jointly each answer for the whole of it; where any of them may do it, what one does is done.
        var attributed = provision.Responsibility == Responsibility.Several && provision.By.Count > 1 ? holder : null;
        var node = provision switch
        {
            Provision.Act act => Done(act, attributed),
            Provision.Quota quota => Reached(quota, attributed),
            Provision.Rate rate => RateReached(rate, attributed),
            Provision.Prohibition or Provision.Continuing => Kept(provision, attributed, null),
            Provision.Exchange exchange => Exchanged(exchange),
            Provision.Power power => Used(power),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return node with { Provision = provision.Id, Holder = holder };
    }

    // A question that comes back to itself while it is being asked has no account to answer from.
    private Node Ask(Key key, Func<Node> answer)
    {
        if (nodes.TryGetValue(key, out var known))
        {
            return known;
        }
        if (!asking.Add(key))
        {
            return Node.Given($"{key.Kind} {key.About}", Told.N, "the question waits on its own answer");
        }
        try
        {
            return nodes[key] = answer();
        }
        finally
        {
            asking.Remove(key);
        }
    }

    private SilencePolicy SilenceOf(Provision provision) => Standpoint.Silence ?? provision.EffectiveSilence;

    private bool IsHolders(StandingClaim claim, string? holder) =>
        holder is null || (claim.Actor is { } actor && Agreement.IsPartOf(actor, holder));

    private bool OnTable(StandingClaim claim) => claim.Happened.Earliest <= AsOf;

    private IEnumerable<StandingClaim> Admitted(IEnumerable<StandingClaim> claims) => claims.Where(Admits);
}
