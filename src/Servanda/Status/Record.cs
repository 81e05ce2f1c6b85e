using System.Runtime.InteropServices;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

/// <summary>A claim as it stands on the record: retracted ones are gone, corrections taken, its link and its grade resolved.</summary>
public sealed class StandingClaim
{
    public required Claim Claim { get; init; }

    /// <summary>Place in the order in which the ledger took claims in; claims of one file day share a place.</summary>
    public required (Instant Recorded, int Index) Order { get; init; }

    /// <summary>The speaker's actor id where the agreement knows the speaker, else the words.</summary>
    public required string Speaker { get; init; }
    public required TimeRange Happened { get; init; }
    public required Provision? Provision { get; init; }

    /// <summary>Who acted: null where no one is named, or where the claim says expressly that nobody is.</summary>
    public required string? Actor { get; init; }
    public required string? Occurrence { get; init; }
    public required Grade Grade { get; set; }

    /// <summary>Whether its own speaker has said something later on the same target.</summary>
    public bool Superseded { get; set; }

    /// <summary>
    /// For assert and deny: +1 where it says that what the provision's kind looks for happened (an incident or a lapse for
    /// prohibition and continuing, a performance for the others), -1 where it says that it did not, 0 where it says
    /// neither: denying a violation is not asserting a performance.
    /// </summary>
    public required int Says { get; init; }

    /// <summary>Whether its figure is in the unit of the counter that it speaks to; true where it has none. One in another unit is shown and not counted.</summary>
    public bool IsOfUnit { get; init; } = true;

    public bool IsSummary => Occurrence is null && Claim.Exception is null && Provision is { IsNegative: true } && Claim is Claim.Assert or Claim.Deny;

    /// <summary>Place among the standing claims of its record, from 0.</summary>
    public int Number { get; set; }

    public override string ToString() => Claim.Id;
}

/// <summary>An occurrence on the record: all that speaks of it, and of that what has a time of its own.</summary>
internal sealed class IssueOnRecord(string id, bool named, IReadOnlyList<StandingClaim> claims)
{
    public string Id => id;
    public bool Named => named;
    public IReadOnlyList<StandingClaim> Claims => claims;

    /// <summary>What of it is on the table as of a time: nothing while all of it is later.</summary>
    public IReadOnlyList<StandingClaim> OnTable(Instant asOf)
    {
        var (isDated, isTold, isAll) = (false, false, true);
        foreach (var claim in claims)
        {
            var byThen = claim.Happened.Earliest <= asOf;
            isDated |= HasTimeOfItsOwn(claim);
            isTold |= byThen && HasTimeOfItsOwn(claim);
            isAll &= byThen;
        }
        return isAll ? claims
            : !isDated ? [.. claims.Where(c => c.Happened.Earliest <= asOf)]
            : isTold ? [.. claims.Where(c => !HasTimeOfItsOwn(c) || c.Happened.Earliest <= asOf)] : [];
    }

    // A denial or a justification without a time of its own speaks of the time of what it answers.
    private static bool HasTimeOfItsOwn(StandingClaim c) => c.Claim.Happened is not null || (c.Says > 0 && c.Claim.Exception is null) || c.Claim is Claim.Exercise;
}

/// <summary>
/// The claims of an agreement as the ledger stood at a time: corrections taken, own retractions applied, links and
/// verifications resolved, the speakers' superseded statements marked. Independent of any standpoint and any as-of.
/// </summary>
public sealed class Record
{
    private static readonly IReadOnlyList<StandingClaim> None = [];
    private readonly Dictionary<string, List<StandingClaim>> byProvision = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StandingClaim>> byCounter = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StandingClaim>> byAnchor = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StandingClaim>> byPhase = new(StringComparer.Ordinal);
    private readonly HashSet<string> retracted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IssueOnRecord>> issues = new(StringComparer.Ordinal);
    private ILookup<string, StandingClaim>? willsByProvision;
    private ILookup<string, StandingClaim>? willsByTopic;
    private Dictionary<string, StandingClaim>? byId;
    private readonly Dictionary<string, string> speakers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<StandingClaim> standing = [];

    /// <summary>When each standing claim was said: the last instant of the day, where only the day is known.</summary>
    private readonly List<Instant> saidAt = [];
    private readonly IReadOnlyList<Link> links;
    private readonly List<Finding> findings = [];

    /// <param name="agreement">The agreement the claims speak about.</param>
    /// <param name="claims">In the order the ledger took them in.</param>
    /// <param name="links">In the order they were made.</param>
    /// <param name="knownAt">Only what was recorded by then counts; null: everything.</param>
    public Record(Agreement agreement, IEnumerable<Claim> claims, IEnumerable<Link>? links = null, Instant? knownAt = null)
    {
        Agreement = agreement;
        KnownAt = knownAt;
        Rules = new TimeRules(agreement.Zone, agreement.Calendar);
        foreach (var actor in agreement.Actors)
        {
            foreach (var name in actor.People.Select(p => p.Name).Prepend(actor.Name))
            {
                speakers.TryAdd(name, actor.Id);
            }
        }
        var known = claims.Select((claim, index) => new Known(claim, index, claim.RecordedAt)).Where(c => knownAt is null || c.Recorded <= knownAt).ToList();
        this.links = links?.Where(l => knownAt is null || l.Recorded <= knownAt).ToList() ?? [];
        Stand(Corrected(known), this.links);
        FindListedTwice();
        RaiseVerified();
        MarkSuperseded();
    }

    public Agreement Agreement { get; }
    public Instant? KnownAt { get; }
    public TimeRules Rules { get; }

    /// <summary>Every claim that stands, in recorded order.</summary>
    public IReadOnlyList<StandingClaim> Claims => standing;

    /// <summary>What the claims got wrong: the rest is evaluated.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    public IReadOnlyList<StandingClaim> Of(Provision provision) => byProvision.GetValueOrDefault(provision.Id) ?? None;
    public IReadOnlyList<StandingClaim> OfCounter(string counter) => byCounter.GetValueOrDefault(counter) ?? None;
    public IReadOnlyList<StandingClaim> OfAnchor(string anchor) => byAnchor.GetValueOrDefault(anchor) ?? None;
    public IReadOnlyList<StandingClaim> OfPhase(string phase) => byPhase.GetValueOrDefault(phase) ?? None;

    /// <summary>The powers with an effect that somebody says were used.</summary>
    internal IEnumerable<Provision.Power> UsedPowers => Agreement.PowersWithEffect.Where(p => Of(p).Count > 0);

    /// <summary>The occurrences that claims place under a provision, whatever their time.</summary>
    internal IReadOnlyList<IssueOnRecord> IssuesOf(Provision provision)
    {
        if (!issues.TryGetValue(provision.Id, out var known))
        {
            issues[provision.Id] = known =
            [
                .. Of(provision)
                    .Where(c => c.Claim is Claim.Assert or Claim.Deny or Claim.Exercise && AnchorOf(c.Claim) is null && !c.IsSummary)
                    .GroupBy(c => c.Occurrence ?? "#" + c.Claim.Id, StringComparer.Ordinal)
                    .Where(g => provision is not Provision.Quota || g.Any(IsItem))
                    .Select(g => new IssueOnRecord(g.Key, g.First().Occurrence is not null, [.. g])),
            ];
        }
        return known;
    }

    private readonly Dictionary<string, Dictionary<string, IssueOnRecord>> issuesById = new(StringComparer.Ordinal);

    /// <summary>The one of an id; null where no claim places it there.</summary>
    internal IssueOnRecord? IssueOf(Provision provision, string id)
    {
        if (!issuesById.TryGetValue(provision.Id, out var known))
        {
            issuesById[provision.Id] = known = IssuesOf(provision).ToDictionary(i => i.Id, StringComparer.Ordinal);
        }
        return known.GetValueOrDefault(id);
    }

    private readonly Dictionary<string, Sides> sides = new(StringComparer.Ordinal);

    /// <summary>Of the claims about a provision, those that answer for it as a whole, by what they are.</summary>
    private sealed record Sides(IReadOnlyList<StandingClaim> Coverage, IReadOnlyList<StandingClaim> NotDone, ILookup<string?, StandingClaim> NotDoneByOccurrence, IReadOnlyList<StandingClaim> Summaries, IReadOnlyList<StandingClaim> Tolls);

    private Sides SidesOf(Provision provision)
    {
        if (!sides.TryGetValue(provision.Id, out var known))
        {
            var of = Of(provision);
            List<StandingClaim> notDone = [.. of.Where(c => c.Claim is Claim.NotDone)];
            sides[provision.Id] = known = new Sides([.. of.Where(c => c.Claim is Claim.Coverage)], notDone, notDone.ToLookup(c => c.Occurrence, StringComparer.Ordinal), [.. of.Where(c => c.IsSummary)], [.. of.Where(c => Evaluation.IsTollOfOne(c, provision, Agreement))]);
        }
        return known;
    }

    /// <summary>The reports of observation about a provision, whoever makes them.</summary>
    internal IReadOnlyList<StandingClaim> CoverageOf(Provision provision) => SidesOf(provision).Coverage;

    /// <summary>The claims that it was not done, as a whole and of an occurrence.</summary>
    internal IReadOnlyList<StandingClaim> NotDoneOf(Provision provision) => SidesOf(provision).NotDone;

    /// <summary>Those that name an occurrence.</summary>
    internal IEnumerable<StandingClaim> NotDoneOf(Provision provision, string occurrence) => SidesOf(provision).NotDoneByOccurrence[occurrence];

    /// <summary>The claims about a period that name no occurrence.</summary>
    internal IReadOnlyList<StandingClaim> SummariesOf(Provision provision) => SidesOf(provision).Summaries;

    /// <summary>The tolls with an actor and a lower bound of one or more: each tells of at least one incident.</summary>
    internal IReadOnlyList<StandingClaim> TollsOfOne(Provision provision) => SidesOf(provision).Tolls;

    // On a quota a claim with a number speaks of items; a bare "it was done" or "it was not" speaks of the target.
    internal static bool IsItem(StandingClaim claim) =>
        claim.IsOfUnit && claim.Claim is Claim.Assert { Figure: not null } or Claim.Deny { Figure: not null, Occurrence: not null };

    /// <summary>What actors want, ask, promise and foresee about a provision, by its id, or by its topic where they name none.</summary>
    internal IEnumerable<StandingClaim> WillsOn(Provision provision)
    {
        willsByProvision ??= standing.Where(c => c.Claim is { IsWill: true, Provision: not null }).ToLookup(c => c.Claim.Provision!, StringComparer.Ordinal);
        willsByTopic ??= standing.Where(c => c.Claim is { IsWill: true, Provision: null, Topic: not null }).ToLookup(c => c.Claim.Topic!, StringComparer.Ordinal);
        return willsByProvision[provision.Id].Concat(provision.Topic is { } topic ? willsByTopic[topic] : []);
    }

    /// <summary>The record as it would be if of all that stands only these claims had been made.</summary>
    public Record Only(IEnumerable<StandingClaim> claims) => Of(claims.OrderBy(c => c.Number).Select(c => c.Claim));

    /// <summary>The record as it would be if these claims were made as well, after all others.</summary>
    public Record With(IEnumerable<Claim> more) => Of(standing.Select(c => c.Claim).Concat(more));

    private Record Of(IEnumerable<Claim> claims)
    {
        var all = claims.ToList();
        var ids = links.Count == 0 ? [] : all.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return new Record(Agreement, all, links.Where(l => ids.Contains(l.Claim)));
    }

    public StandingClaim? ById(string id) => (byId ??= standing.ToDictionary(c => c.Claim.Id, StringComparer.Ordinal)).GetValueOrDefault(id);

    private string SpeakerOf(string speaker) =>
        Agreement.Actor(speaker)?.Id ?? (speaker == Standpoint.MediatorsId ? speaker : speakers.GetValueOrDefault(speaker) ?? speaker);

    /// <summary>A claim in the order the ledger took it in.</summary>
    private sealed record Known(Claim Claim, int Index, Instant Recorded);

    // Same id and other content is a correction: the last that the ledger took in stands, whatever the order of the file.
    private static List<Known> Corrected(List<Known> known)
    {
        known.Sort((a, b) => a.Recorded.CompareTo(b.Recorded) is not 0 and var later ? later : a.Index.CompareTo(b.Index));
        var last = new Dictionary<string, int>(known.Count, StringComparer.Ordinal);
        foreach (var (claim, index, _) in known)
        {
            last[claim.Id] = index;
        }
        var latest = last.Count == known.Count ? known : known.FindAll(c => last[c.Claim.Id] == c.Index);
        return latest;
    }

    /// <summary>The occurrence that each linked claim is tied to: the last link that stands, else its own; null once it is untied from that.</summary>
    private Dictionary<string, string?> Tied(List<Known> all, IReadOnlyList<Link> links)
    {
        var tied = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (links.Count == 0)
        {
            return tied;
        }
        var claims = all.ToDictionary(c => c.Claim.Id, c => c.Claim, StringComparer.Ordinal);
        foreach (var link in links.OrderBy(l => l.Recorded))
        {
            if (!claims.TryGetValue(link.Claim, out var claim))
            {
                Find("unknown-claim", null, $"A link ties `{link.Claim}` to `{link.Occurrence}`, but no such claim is on the record.", "Name the id of a claim on the record.", link.Claim);
                continue;
            }
            var isTied = tied.TryGetValue(link.Claim, out var to);
            var now = isTied ? to : claim.Occurrence;
            if (link.Linked)
            {
                if (isTied && now is not null)
                {
                    Find("linked-twice", claim, now == link.Occurrence ? $"`{link.Claim}` is linked to `{now}` twice." : $"`{link.Claim}` is linked to `{now}` and then to `{link.Occurrence}`: the later link counts.",
                        "Unlink it from the one that it does not speak of.", link.Occurrence);
                }
                tied[link.Claim] = link.Occurrence;
            }
            else if (now == link.Occurrence)
            {
                // Untied from a link, it falls back to what its writer named; untied from that, it is an occurrence of its own.
                tied[link.Claim] = link.Occurrence == claim.Occurrence ? null : claim.Occurrence;
            }
            else
            {
                Find("not-linked", claim, $"`{link.Claim}` is unlinked from `{link.Occurrence}`, to which it is not linked.", "Look whether another claim or occurrence was meant.", link.Occurrence);
            }
        }
        return tied;
    }

    // An occurrence that one report lists twice counts once, and a person should know of it.
    private void FindListedTwice()
    {
        foreach (var report in standing.Where(c => c.Claim is Claim.Coverage { Occurrences.Count: > 1 }))
        {
            foreach (var twice in ((Claim.Coverage)report.Claim).Occurrences.GroupBy(o => o, StringComparer.Ordinal).Where(g => g.Count() > 1))
            {
                Find("linked-twice", report.Claim, $"`{report.Claim.Id}` lists the occurrence `{twice.Key}` {twice.Count()} times: it counts once.", "Name each occurrence once.", twice.Key);
            }
        }
    }

    private void Stand(List<Known> all, IReadOnlyList<Link> links)
    {
        var tied = Tied(all, links);
        var retractions = all.Select(c => c.Claim).OfType<Claim.Retract>().ToList();
        var speakersOf = retractions.Count == 0 ? [] : all.ToDictionary(c => c.Claim.Id, c => SpeakerOf(c.Claim.Speaker), StringComparer.Ordinal);
        var own = retractions.Where(r => speakersOf.GetValueOrDefault(r.Of) == SpeakerOf(r.Speaker)).ToLookup(r => r.Of, r => r.Id, StringComparer.Ordinal);
        foreach (var retract in retractions.Where(r => !IsTakenBack(r.Id, own, [])))
        {
            if (!speakersOf.TryGetValue(retract.Of, out var speaker))
            {
                Find("unknown-claim", retract, $"`{retract.Id}` takes back `{retract.Of}`, which is not on the record.", "Name the id of a claim on the record.", retract.Of);
            }
            else if (speaker != SpeakerOf(retract.Speaker))
            {
                Find("not-own-claim", retract, $"`{retract.Id}` takes back `{retract.Of}`, which is {Agreement.NameOf(speaker)}'s: only its own speaker can.", "Record a denial instead.", retract.Of);
            }
            else
            {
                retracted.Add(retract.Of);
            }
        }
        var days = new DaysOf(Agreement.Zone);
        foreach (var (claim, index, recorded) in all)
        {
            if (retracted.Contains(claim.Id) || !References(claim))
            {
                continue;
            }
            var provision = claim.Provision is { } id ? Agreement.Provision(id) : claim is Claim.Count count ? ProvisionOf(count.Counter) : null;
            var speaker = SpeakerOf(claim.Speaker);
            var said = days.Of(claim.Said);
            var stands = new StandingClaim
            {
                Claim = claim,
                Order = (recorded, claim.Recorded is null ? 0 : index),
                Speaker = speaker,
                Happened = claim.Happened is { } happened ? TimeRange.Hull(days.Of(happened.From), days.Of(happened.To)) : claim.Said.Day is null ? claim.HappenedIn(Agreement.Zone) : said,
                Provision = provision,
                Actor = ActorOf(claim, provision, speaker),
                Occurrence = tied.TryGetValue(claim.Id, out var occurrence) ? occurrence : claim.Occurrence,
                Grade = claim.Grade,
                Says = Direction(claim, provision),
                IsOfUnit = IsOfUnit(claim, provision),
            };
            File(stands);
            saidAt.Add(said.Latest);
        }
    }

    // Whatever the order they came in: taken back by something that is not itself taken back.
    private static bool IsTakenBack(string id, ILookup<string, string> by, HashSet<string> asking) =>
        asking.Add(id) && by[id].Any(r => !IsTakenBack(r, by, asking));

    private static int Direction(Claim claim, Provision? provision)
    {
        var byDefault = provision is { IsNegative: true } ? Polarity.Violation : Polarity.Fulfilment;
        var turned = claim.Polarity is { } polarity && polarity != byDefault;
        return claim switch
        {
            Claim.Assert => turned ? -1 : 1,
            Claim.Deny => turned ? 0 : -1,
            _ => 0,
        };
    }

    private bool IsOfUnit(Claim claim, Provision? provision)
    {
        if (claim.Figure is not { } figure)
        {
            return true;
        }
        var counted = claim is Claim.Count { Counter: var named } ? named : claim is Claim.Assert or Claim.Deny && provision is Provision.Quota quota ? quota.Counter : null;
        return counted is null || Agreement.Counter(counted) is not { } counter || Evaluation.IsOfUnit(figure, counter);
    }

    private void File(StandingClaim stands)
    {
        var claim = stands.Claim;
        stands.Number = standing.Count;
        standing.Add(stands);
        if (stands.Provision is { } provision)
        {
            Add(byProvision, provision.Id, stands);
        }
        if (claim is Claim.Count { Counter: var counter })
        {
            Add(byCounter, counter, stands);
        }
        if (AnchorOf(claim) is { } anchor)
        {
            Add(byAnchor, anchor, stands);
        }
        if (claim is Claim.Exercise { Phase: { } phase })
        {
            Add(byPhase, phase, stands);
        }
    }

    private static void Add(Dictionary<string, List<StandingClaim>> index, string key, StandingClaim claim)
    {
        if (!index.TryGetValue(key, out var list))
        {
            index[key] = list = [];
        }
        list.Add(claim);
    }

    // A count belongs to the provision that its counter measures or that alone uses it.
    private Provision? ProvisionOf(string counter)
    {
        if (Agreement.Counter(counter)?.Measures is { } measured)
        {
            return Agreement.Provision(measured);
        }
        return Agreement.CountedBy(counter) is [var only] ? only : null;
    }

    private static string? ActorOf(Claim claim, Provision? provision, string speaker) => claim.Actor switch
    {
        Claim.UnknownActor => null,
        { } named => named,
        null when claim is Claim.Exercise => speaker,
        null => provision is { By: [var only] } ? only : null,
    };

    // A claim that names what the agreement does not have is a finding; the rest of the record is evaluated.
    private bool References(Claim claim)
    {
        var before = findings.Count;
        if (claim.Provision is { } id && Agreement.Provision(id) is null)
        {
            Unknown(claim, "provision", id, Agreement.Provisions.Select(p => p.Id));
        }
        if (claim.Actor is { } actor and not Claim.UnknownActor && Agreement.Actor(actor) is null)
        {
            Unknown(claim, "actor", actor, Agreement.Actors.Select(a => a.Id));
        }
        if (claim.Zone is { } zone && Agreement.ZoneOf(zone) is null)
        {
            Unknown(claim, "zone", zone, Agreement.Zones.Select(z => z.Id));
        }
        if (claim.Meeting is { } meeting && Agreement.Meeting(meeting) is null)
        {
            Unknown(claim, "meeting", meeting, Agreement.Meetings.Select(m => m.Id));
        }
        if (claim is Claim.Count { Counter: var counter } && Agreement.Counter(counter) is null)
        {
            Unknown(claim, "counter", counter, Agreement.Counters.Select(c => c.Id));
        }
        if (AnchorOf(claim) is { } anchor && Agreement.Anchor(anchor) is null)
        {
            Unknown(claim, "anchor", anchor, Agreement.Anchors.Select(a => a.Id));
        }
        if (claim is Claim.Exercise { Phase: { } phase } && Agreement.Phase(phase) is null)
        {
            Unknown(claim, "phase", phase, Agreement.Phases.Select(p => p.Id));
        }
        if (claim is { Exception: { } exception, Provision: { } on } && Agreement.Provision(on) is { } provision && !provision.Exceptions.Any(e => e.Id == exception))
        {
            Unknown(claim, $"exception of `{on}`", exception, provision.Exceptions.Select(e => e.Id));
        }
        return findings.Count == before;
    }

    private void Unknown(Claim claim, string what, string id, IEnumerable<string> names)
    {
        var near = Spelling.Nearest(id, names);
        Find("unknown-reference", claim, $"`{claim.Id}` names the {what} `{id}`, which the agreement does not have.",
            near is null ? "The claim is kept on the record and left out of every status." : $"Did you mean `{near}`?", id);
    }

    // The verifier's word raises every agreeing claim about that occurrence, whoever made it.
    private void RaiseVerified()
    {
        foreach (var verify in standing.Where(c => c.Claim is Claim.Verify).ToList())
        {
            var of = ((Claim.Verify)verify.Claim).Of;
            if (ById(of) is not { } target)
            {
                // What its speaker has since taken back has nothing left to verify.
                if (retracted.Contains(of))
                {
                    continue;
                }
                Find("unknown-claim", verify.Claim, $"`{verify.Claim.Id}` verifies `{of}`, which does not stand on the record.", "Name the id of a claim on the record.", of);
                continue;
            }
            if (target.Provision is not { } provision || !provision.VerifiedBy.Any(v => Agreement.IsPartOf(verify.Speaker, v)))
            {
                Find("not-a-verifier", verify.Claim, $"`{verify.Claim.Id}` verifies `{of}`, but {Agreement.NameOf(verify.Speaker)} is not among those who verify it.",
                    target.Provision is { } p ? $"`verified-by` of `{p.Id}` names who may." : "Only a claim about a provision can be verified.", of);
                continue;
            }
            target.Grade = Grade.Verified;
            if (target.Occurrence is { } occurrence && target.Claim is Claim.Assert or Claim.Deny)
            {
                foreach (var agreeing in Of(provision).Where(c => c.Occurrence == occurrence && c.Claim is Claim.Assert or Claim.Deny
                    && c.Claim.Exception == target.Claim.Exception && c.Says == target.Says))
                {
                    agreeing.Grade = Grade.Verified;
                }
            }
        }
    }

    /// <summary>A yes/no fact is superseded by its speaker's later word on it: later by said, then by recorded; equal ones both stand.</summary>
    private void MarkSuperseded()
    {
        var last = new Dictionary<Target, (Instant, Instant)>();
        foreach (var claim in standing)
        {
            if (TargetOf(claim) is { } target)
            {
                ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(last, target, out var isKnown);
                latest = isKnown && latest.CompareTo(Moment(claim)) >= 0 ? latest : Moment(claim);
            }
        }
        foreach (var claim in standing)
        {
            claim.Superseded = TargetOf(claim) is { } target && Moment(claim).CompareTo(last[target]) < 0;
        }
    }

    internal (Instant Said, Instant Recorded) Moment(StandingClaim claim) => (saidAt[claim.Number], claim.Order.Recorded);

    internal static string? AnchorOf(Claim claim) => claim switch
    {
        Claim.Assert assert => assert.Anchor,
        Claim.Deny deny => deny.Anchor,
        _ => null,
    };

    /// <summary>What one speaker's words are about: an anchor, or an occurrence under a provision, or an exception claimed for it.</summary>
    private readonly record struct Target(string Speaker, string? Anchor, string? Provision, string? Occurrence, string? Exception);

    private static Target? TargetOf(StandingClaim c) => c.Claim is not (Claim.Assert or Claim.Deny or Claim.Exercise) ? null
        : AnchorOf(c.Claim) is { } anchor ? new Target(c.Speaker, anchor, null, null, null)
        : c is { Provision: { } provision, Occurrence: { } occurrence } ? new Target(c.Speaker, null, provision.Id, occurrence, c.Claim.Exception)
        : null;

    private void Find(string code, Claim? claim, string message, string hint, string text) => findings.Add(new Finding
    {
        Code = code,
        Severity = Severity.Warning,
        Message = message,
        Hint = hint,
        File = claim?.WrittenIn,
        Position = claim?.WrittenAt ?? TextPosition.None,
        Text = text,
        Provisions = claim?.Provision is { } p ? [p] : [],
    });
}
