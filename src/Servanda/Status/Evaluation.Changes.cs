using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>
    /// The times at which the value of a condition can change: when what claims speak of begins and ends, when windows
    /// open and deadlines pass, and, for questions about the last days, when those move out of sight. In no order.
    /// </summary>
    internal List<TimeRange> Changes(Condition condition)
    {
        var gathered = new Gathering();
        Gather(condition, gathered);
        return [.. gathered.Times.Distinct()];
    }

    /// <summary>The same for what is shown of a provision.</summary>
    internal List<TimeRange> Changes(Provision provision)
    {
        var gathered = new Gathering();
        Gather(provision, gathered);
        return [.. gathered.Times.Distinct()];
    }

    /// <summary>Those of a condition at one instant.</summary>
    private List<TimeRange> ChangesAt(Condition condition, Instant at)
    {
        var gathered = new Gathering { Only = TimeRange.Exactly(at) };
        Gather(condition, gathered);
        return gathered.Times;
    }

    /// <summary>Those of a condition's own claims and windows, and not of what the duties that it names wait on.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="timesOnly">Only windows and dates, which depend on the standpoint, and not what claims speak of.</param>
    internal IEnumerable<TimeRange> OwnChanges(Condition condition, bool timesOnly)
    {
        var gathered = new Gathering { IsOwn = true, TimesOnly = timesOnly };
        Gather(condition, gathered);
        return gathered.Times.Distinct();
    }

    private sealed class Gathering
    {
        /// <summary>Only what begins in this time is wanted.</summary>
        public TimeRange? Only { get; init; }

        /// <summary>Whether what a provision waits on is left out.</summary>
        public bool IsOwn { get; init; }
        public bool TimesOnly { get; init; }

        public List<TimeRange> Times { get; } = [];
        public HashSet<string> Provisions { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Phases { get; } = new(StringComparer.Ordinal);

        public void Add(TimeRange range, TimeLength? last, TimeRules rules)
        {
            Add(range);
            Add(TimeRange.Exactly(range.Latest));
            AddPassing(range);
            if (last is { } length)
            {
                Add(TimeRange.Exactly(rules.Shift(range.Latest, length, back: false)));
            }
        }

        public void Add(TimeRange range)
        {
            if (Only is not { } only || (range.Earliest >= only.Earliest && range.Earliest <= only.Latest))
            {
                Times.Add(range);
            }
        }

        // A deadline has passed the instant after it, and what begins with its passing begins at the deadline itself. The
        // two are told apart by a range that runs backwards, which no event has.
        public void AddPassing(TimeRange deadline) => Add(new TimeRange(deadline.Latest + Duration.Epsilon, deadline.Latest));

        public static TimeRange WhenOf(TimeRange change) => change.Latest < change.Earliest ? TimeRange.Exactly(change.Latest) : change;
    }

    private void Gather(Condition? condition, Gathering into)
    {
        switch (condition)
        {
            case null: break;
            case Condition.And { Parts: var parts }: parts.ToList().ForEach(p => Gather(p, into)); break;
            case Condition.Or { Parts: var parts }: parts.ToList().ForEach(p => Gather(p, into)); break;
            case Condition.AtLeast { Parts: var parts }: parts.ToList().ForEach(p => Gather(p, into)); break;
            case Condition.Not { Part: var part }: Gather(part, into); break;
            case Condition.Done { Ref: var of }: GatherRef(of.Id, null, into); break;
            case Condition.Kept { Ref: var of, Last: var last }: GatherRef(of.Id, last, into); break;
            case Condition.Breached { Ref: var of }: GatherRef(of.Id, null, into); break;
            case Condition.InForce { Ref: var of }: GatherRef(of.Id, null, into); break;
            case Condition.Open { Ref: var of }: GatherRef(of.Id, null, into); break;
            case Condition.Verified { Ref: var of }: GatherRef(of.Id, null, into); break;
            case Condition.Rate { Ref: var of }: GatherRef(of.Id, null, into); break;
            case Condition.Balance { Exchange: var exchange }: GatherRef(exchange, null, into); break;
            case Condition.Declared { Ref: var of }: GatherRef(of, null, into); Gather(Agreement.Phase(of), into); break;
            case Condition.Phase { Id: var id }: Gather(Agreement.Phase(id), into); break;
            case Condition.Count { Counter: var counter, Last: var last }:
                GatherClaims(Record.OfCounter(counter), last, into);
                GatherLater(Record.OfCounter(counter), Agreement.Counter(counter)?.StaleAfter, into);
                break;
            case Condition.Passed { Time: var time }: TimesOf(time).ForEach(into.AddPassing); break;
            case Condition.Compare { Left: var left, Right: var right }: TimesOf(left).Concat(TimesOf(right)).ToList().ForEach(t => into.Add(t, null, Rules)); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private void GatherRef(string id, TimeLength? last, Gathering into)
    {
        if (Agreement.Provision(id) is { } provision)
        {
            if (last is not null)
            {
                GatherClaims(Record.Of(provision), last, into);
                foreach (var window in WindowsOf(AsRead(provision)).Where(w => w.From is not null))
                {
                    into.Add(TimeRange.Exactly(Rules.Shift(window.From!.Value.Earliest, last.Value, back: false)));
                }
            }
            Gather(provision, into);
        }
        else if (Agreement.Anchor(id) is { } anchor)
        {
            DatesOf(anchor).ToList().ForEach(into.Add);
            GatherClaims(Record.OfAnchor(id), null, into);
        }
    }

    private void Gather(Provision provision, Gathering into)
    {
        if (!into.Provisions.Add(provision.Id))
        {
            return;
        }
        var read = AsRead(provision);
        GatherClaims(Record.Of(provision).Where(c => !c.Claim.IsWill && (c.Claim is not Claim.Count || !provision.IsNegative || c.Claim.Actor is not null)), null, into);
        foreach (var counter in CountersOf(read))
        {
            GatherClaims(Record.OfCounter(counter), null, into);
            GatherLater(Record.OfCounter(counter), Agreement.Counter(counter)?.StaleAfter, into);
            if (read is Provision.Exchange { Lag: { } lag })
            {
                GatherLater(Record.OfCounter(counter), lag, into);
                GatherLater(Record.OfCounter(counter), Agreement.Counter(counter)?.StaleAfter, into, lag);
            }
            // What is told of the target itself goes stale with the counter's own reports.
            GatherLater(read is Provision.Quota ? Record.Of(provision) : [], Agreement.Counter(counter)?.StaleAfter, into);
        }
        var windows = read.Each is { } each && Agreement.Provision(each) is { } giver ? InstancesOf(read, giver).SelectMany(i => i.Windows) : WindowsOf(read);
        foreach (var window in windows)
        {
            if (window.From is { } from)
            {
                into.Add(from);
            }
            if (window.To is { } to)
            {
                into.AddPassing(to);
            }
        }
        if (read is Provision.Rate rate)
        {
            foreach (var (_, last) in WindowsOf(rate).SelectMany(w => ClosedWindows(rate, w)))
            {
                into.Add(TimeRange.Exactly(TimeRange.OfDay(last, Rules.Zone).Latest));
            }
        }
        foreach (var power in Record.UsedPowers.Where(p => Reaches(p.Effect!, provision)))
        {
            GatherUses(power, into);
        }
        if (into.IsOwn)
        {
            GatherClaims(read.Each is { } origin && Agreement.Provision(origin) is { } gives ? Record.Of(gives) : [], null, into);
            return;
        }
        Gather(read.Applies, into);
        Gather(Agreement.Phase(provision.Phase), into);
        foreach (var power in Record.UsedPowers.Where(p => Reaches(p.Effect!, provision)))
        {
            Gather(AsRead(power).Applies, into);
            Gather(Agreement.Phase(power.Phase), into);
        }
        foreach (var related in new[] { read.Each, read.Remedy, RemedyFor(provision)?.Id }.OfType<string>())
        {
            GatherRef(related, null, into);
        }
    }

    private void Gather(Phase? phase, Gathering into)
    {
        if (phase is null || !into.Phases.Add(phase.Id))
        {
            return;
        }
        GatherClaims(Record.OfPhase(phase.Id), null, into);
        foreach (var power in Agreement.PowersWithEffect.Where(p => p.Effect is Effect.Open { Phase: var opened } && opened == phase.Id))
        {
            Gather(power, into);
        }
        Gather(phase.Opens?.When, into);
        Gather(phase.Completes, into);
    }

    // When what a use does begins and ends, whether or not the use turns out valid.
    private void GatherUses(Provision.Power power, Gathering into)
    {
        foreach (var claim in Record.Of(power).Where(IsUse))
        {
            var from = power.Limits.Notice is { } notice ? Rules.Shift(claim.Happened.Earliest, notice, back: false) : claim.Happened.Earliest;
            into.Add(TimeRange.Exactly(from));
            // Known to the day only, how it was used can look otherwise until the day is over.
            into.Add(TimeRange.Exactly(claim.Happened.Latest));
            into.Add(TimeRange.Exactly(claim.Happened.Latest + Duration.Epsilon));
            if (power.Limits.Lapses is { } lapses)
            {
                into.Add(TimeRange.Exactly(Rules.Shift(from, lapses, back: false)));
            }
        }
    }

    // When an upper bound is too old to carry, and when an answer to a delivery is owed.
    private void GatherLater(IEnumerable<StandingClaim> claims, TimeLength? by, Gathering into, TimeLength? lag = null)
    {
        if (by is not { } length || into.TimesOnly)
        {
            return;
        }
        foreach (var claim in claims)
        {
            var at = Rules.Shift(EndOf(claim, Rules.Zone).Latest, length, back: false);
            var later = TimeRange.Exactly(lag is { } then ? Rules.Shift(at, then, back: false) : at);
            into.Add(later);
            into.AddPassing(later);
        }
    }

    private void GatherClaims(IEnumerable<StandingClaim> claims, TimeLength? last, Gathering into)
    {
        if (into.TimesOnly)
        {
            return;
        }
        foreach (var claim in claims)
        {
            into.Add(claim.Happened, last, Rules);
        }
    }

    internal static IReadOnlyList<string> CountersOf(Provision provision) => provision switch
    {
        Provision.Quota quota => [quota.Counter],
        Provision.Rate rate => [rate.Counter],
        Provision.Exchange exchange => [.. exchange.Legs.Select(l => l.Counter)],
        _ => [],
    };

    /// <summary>Since when the shown status of a provision has stood as it stands: the local day of the last change of the code; null where it has always stood so.</summary>
    public LocalDate? ShownSince(Provision provision)
    {
        var now = ShownOf(provision);
        Instant? since = null;
        foreach (var change in Changes(provision).Select(c => c.Earliest).Where(c => c <= AsOf).Distinct().OrderDescending())
        {
            if (At(change).ShownOf(provision) != now)
            {
                return Day(since);
            }
            since = change;
        }
        return since is { } first && At(first - Duration.Epsilon).ShownOf(provision) != now ? Day(since) : null;

        LocalDate? Day(Instant? at) => at is { } known ? Rules.DayOf(known) : null;
    }

    /// <summary>What was shown of a provision, day by day where it changed, the latest first: each code with the local day from which it stood; null for always.</summary>
    /// <param name="most">How many changes are looked at, from the latest back.</param>
    public IReadOnlyList<(LocalDate? Since, Shown Shown)> HistoryOf(Provision provision, int most)
    {
        var history = new List<(LocalDate? Since, Shown Shown)>();
        var (shown, since) = (ShownOf(provision), (Instant?)null);
        foreach (var change in Changes(provision).Select(c => c.Earliest).Where(c => c <= AsOf).Distinct().OrderDescending().Take(most))
        {
            if (At(change).ShownOf(provision) is var then && then != shown)
            {
                history.Add((since is { } at ? Rules.DayOf(at) : Rules.DayOf(AsOf), shown));
                shown = then;
            }
            since = change;
        }
        if (since is { } first && At(first - Duration.Epsilon).ShownOf(provision) is var before && before != shown)
        {
            history.Add((Rules.DayOf(first), shown));
            shown = before;
        }
        history.Add((null, shown));
        return history;
    }
}
