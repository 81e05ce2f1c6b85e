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

    private sealed class Gathering
    {
        public List<TimeRange> Times { get; } = [];
        public HashSet<string> Provisions { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Phases { get; } = new(StringComparer.Ordinal);

        public void Add(TimeRange range, TimeLength? last, TimeRules rules)
        {
            Times.Add(range);
            Times.Add(TimeRange.Exactly(range.Latest));
            AddPassing(range);
            if (last is { } length)
            {
                Times.Add(TimeRange.Exactly(rules.Shift(range.Latest, length, back: false)));
            }
        }

        // A deadline has passed the instant after it, and what begins with its passing begins at the deadline itself. The
        // two are told apart by a range that runs backwards, which no event has.
        public void AddPassing(TimeRange deadline) => Times.Add(new TimeRange(deadline.Latest + Duration.Epsilon, deadline.Latest));

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
            case Condition.Count { Counter: var counter, Last: var last }: GatherClaims(Record.OfCounter(counter), last, into); break;
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
                    into.Times.Add(TimeRange.Exactly(Rules.Shift(window.From!.Value.Earliest, last.Value, back: false)));
                }
            }
            Gather(provision, into);
        }
        else if (Agreement.Anchor(id) is { } anchor)
        {
            into.Times.AddRange(DatesOf(anchor));
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
        }
        var windows = read.Each is { } each && Agreement.Provision(each) is { } giver ? InstancesOf(read, giver).SelectMany(i => i.Windows) : WindowsOf(read);
        foreach (var window in windows)
        {
            if (window.From is { } from)
            {
                into.Times.Add(from);
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
                into.Times.Add(TimeRange.Exactly(TimeRange.OfDay(last, Rules.Zone).Latest));
            }
        }
        foreach (var effect in Effects())
        {
            into.Times.Add(TimeRange.Exactly(effect.From));
            if (effect.Until is { } until)
            {
                into.Times.Add(TimeRange.Exactly(until));
            }
        }
        Gather(read.Applies, into);
        Gather(Agreement.Phase(provision.Phase), into);
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

    private void GatherClaims(IEnumerable<StandingClaim> claims, TimeLength? last, Gathering into)
    {
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
        LocalDate? since = null;
        foreach (var change in Changes(provision).Select(c => c.Earliest).Where(c => c <= AsOf).Distinct().OrderDescending())
        {
            if (At(change).ShownOf(provision) != now)
            {
                return since;
            }
            since = Rules.DayOf(change);
        }
        return null;
    }
}
