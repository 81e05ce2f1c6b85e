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
    private readonly Dictionary<Question, Node> nodes = [];

    public Evaluation(Record record, Standpoint standpoint, Instant asOf)
        : this(new Family(record, standpoint, new Asking(), Instant.MaxValue, []), asOf)
    {
    }

    /// <summary>The same, where some answers are assumed: a scratch account of what would follow, and nobody's.</summary>
    public Evaluation(Record record, Standpoint standpoint, Instant asOf, Assumptions assumed)
        : this(new Family(record, standpoint, new Asking(), Instant.MaxValue, []) { Assumed = assumed }, asOf)
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
    private sealed class Family(Record record, Standpoint standpoint, Asking asking, Instant effectsBefore, Dictionary<Instant, Family> earlier)
    {
        public Asking Asking => asking;

        /// <summary>Only uses of powers before this time have an effect.</summary>
        public Instant EffectsBefore => effectsBefore;

        /// <summary>The same, as it was before the uses of powers at a time.</summary>
        public Dictionary<Instant, Family> Earlier => earlier;
        public Record Record => record;
        public Standpoint Standpoint => standpoint;
        public Dictionary<Instant, Evaluation> ByInstant { get; } = [];
        public bool?[] Admitted { get; } = new bool?[record.Claims.Count];
        public Dictionary<string, bool> Speakers { get; } = new(StringComparer.Ordinal);
        public DaysOf Days { get; } = new(record.Rules.Zone);
        public Dictionary<Provision, IReadOnlyList<CandidateWindow>> FixedWindows { get; } = new(ReferenceEqualityComparer.Instance);
        public Dictionary<string, Search> Firsts { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, IReadOnlyList<TimeRange>> AnchorDates { get; } = new(StringComparer.Ordinal);
        public Family? HeldToVerified { get; set; }

        /// <summary>The one with all effects of powers, of one that is as it was before some; null of itself.</summary>
        public Family? Whole { get; init; }
        public Assumptions? Assumed { get; init; }

        /// <summary>When an act or a power was first told, as a fold knows it as of its clock; null where it does not know.</summary>
        public Func<Provision, Instant, FirstDate?>? Dates { get; set; }

        /// <summary>Whether the condition of a power was told at the time of a use, as a fold has met it; null where it does not know.</summary>
        public Func<Provision.Power, TimeRange, Instant, Told?>? Conditions { get; set; }

        public void TakeTimes(Family from)
        {
            Dates = from.Dates;
            foreach (var (key, first) in from.Firsts.Where(f => f.Value.SearchedTo == Instant.MaxValue))
            {
                Firsts[key] = first;
            }
        }
    }

    /// <summary>The same question at another time.</summary>
    public Evaluation At(Instant instant) => family.ByInstant.GetValueOrDefault(instant) ?? new Evaluation(family, instant);

    internal static Standpoint Held(Standpoint standpoint) => new Standpoint.HeldToVerified(standpoint) { Id = standpoint.Id, Name = standpoint.Name };

    /// <summary>The same speakers held to grade verified.</summary>
    private Evaluation HeldToVerified()
    {
        if (Standpoint is Standpoint.HeldToVerified)
        {
            return this;
        }
        var held = family.HeldToVerified ??= new Family(Record, Held(Standpoint), family.Asking, family.EffectsBefore, []);
        return held.ByInstant.GetValueOrDefault(AsOf) ?? new Evaluation(held, AsOf);
    }

    /// <summary>The same question where the uses of powers at a time and after it have no effect: how a use then found things.</summary>
    private Evaluation Before(Instant use)
    {
        if (Agreement.PowersWithEffect.Count == 0)
        {
            return this;
        }
        if (!family.Earlier.TryGetValue(use, out var earlier))
        {
            family.Earlier[use] = earlier = new Family(Record, Standpoint, family.Asking, use, family.Earlier) { Assumed = family.Assumed, Whole = family.Whole ?? family };
        }
        return earlier.ByInstant.GetValueOrDefault(AsOf) ?? new Evaluation(earlier, AsOf);
    }

    /// <summary>Whether the standpoint counts the claim: its speaker, its grade, and no later word of the same speaker.</summary>
    public bool Admits(StandingClaim claim) => family.Admitted[claim.Number] ??=
        !claim.Superseded && claim.Grade >= Standpoint.MinimumGrade && CountsSpeaker(claim.Speaker);

    private bool CountsSpeaker(string speaker)
    {
        if (!family.Speakers.TryGetValue(speaker, out var counts))
        {
            family.Speakers[speaker] = counts = Standpoint.Counts(speaker, Agreement);
        }
        return counts;
    }

    /// <summary>
    /// The provision as this standpoint reads it, a party that reads the text otherwise using its own reading, with the
    /// holders and beneficiaries that powers have since put in the place of others.
    /// </summary>
    public Provision AsRead(Provision provision) => Assigned(Read(provision));

    private Provision Read(Provision provision)
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
        Ask(About("performance", provision.Id, holder), () => Assumed(provision, holder) ?? PerformanceOf(AsRead(provision), holder));

    /// <summary>The performance question by another reading of the text, on the claims of this standpoint.</summary>
    public Node PerformanceAs(Provision reading) => PerformanceOf(reading, null);

    private Node PerformanceOf(Provision provision, string? holder)
    {
        // A duty that each of several holders owes is done when each has done it; one that nothing must happen under is one question.
        if (holder is null && !provision.IsNegative && IsSeveral(provision))
        {
            return Node.All($"{provision.Id}: each holder", [.. provision.By.Select(h => Performance(Agreement.Provision(provision.Id)!, h))]) with { Provision = provision.Id, Fact = $"done({provision.Id})" };
        }
        // Those who hold a duty jointly each answer for the whole of it; where any of them may do it, what one does is done.
        var attributed = HolderOf(provision, holder);
        if (provision.Each is { } each && Agreement.Provision(each) is { } giver)
        {
            return PerInstance(provision, giver, attributed);
        }
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
        // What a former holder did before the duty was assigned stays done.
        if (attributed is not null && !provision.IsNegative && Held(provision, attributed) is { From: { } from, Former: { } former })
        {
            var earlier = At(from - Duration.Epsilon).Performance(Agreement.Provision(provision.Id)!, former);
            node = Node.Any($"{provision.Id}: done by {Agreement.NameOf(attributed)}, or before it by {Agreement.NameOf(former)}", [node, earlier]) with { Fact = node.Fact };
        }
        return node with { Provision = provision.Id, Holder = holder };
    }

    private static bool IsSeveral(Provision provision) => provision.Responsibility == Responsibility.Several && provision.By.Count > 1;

    private Node Ask(Question question, Func<Node> answer) => nodes.TryGetValue(question, out var known) ? known : family.Asking.Of(question, answer,
        circular: Node.Given($"{question.Kind} {question.About}", Told.N, "the question waits on its own answer"),
        keep: node => nodes[question] = node);

    private Question About(string kind, object? about, string? holder = null) => new(this, kind, about, holder);

    private SilencePolicy SilenceOf(Provision provision) => Standpoint.Silence ?? provision.EffectiveSilence;

    private bool IsHolders(StandingClaim claim, string? holder) =>
        holder is null || (claim.Actor is { } actor && Agreement.IsPartOf(actor, holder));

    private bool OnTable(StandingClaim claim) => claim.Happened.Earliest <= AsOf;

    private IEnumerable<StandingClaim> Admitted(IEnumerable<StandingClaim> claims) => claims.Where(Admits);
}
