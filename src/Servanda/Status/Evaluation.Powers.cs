using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>A power is used where an exercise by a holder, while its condition was told T and within its limits, is told.</summary>
    private Node Used(Provision.Power power)
    {
        var uses = UsesOf(power);
        return (uses.Count == 0
            ? Node.Given($"{power.Id}: used", Told.N, "no exercise is on the record")
            : Node.Any($"{power.Id}: validly used", [.. uses.Select(u => u.Valid)])) with
        { Fact = $"done({power.Id})" };
    }

    internal sealed record Use(Occurrence Occurrence, TimeRange At, Node Valid);

    private List<Use> UsesOf(Provision.Power power)
    {
        var uses = new List<Use>();
        var ordered = OccurrencesOf(power).Where(o => o.Claims.Any(IsUse)).Select(o => (Occurrence: o, At: TimeOfOccurrence(o)))
            .Where(u => u.At.Earliest < family.EffectsBefore)
            .OrderBy(u => u.At.Earliest).ThenBy(u => u.Occurrence.Id, StringComparer.Ordinal);
        foreach (var (occurrence, at) in ordered)
        {
            uses.Add(new Use(occurrence, at, Validity(power, occurrence, at, [.. uses.Where(u => u.At.Earliest < at.Earliest)])));
        }
        return uses;
    }

    private static bool IsUse(StandingClaim claim) => claim.Claim is Claim.Exercise || claim.Says != 0;

    private static bool TellsOfUse(StandingClaim claim) => claim.Claim is Claim.Exercise || claim.Says > 0;

    private Node Validity(Provision.Power power, Occurrence occurrence, TimeRange at, List<Use> earlier)
    {
        var known = family.Conditions?.Invoke(power, at, AsOf);
        var then = known is null ? Before(at.Earliest) : this;
        var exercised = Happened(power, occurrence, null, then.WindowsOf(power), []);
        var exercisers = Admitted(occurrence.Claims).Where(TellsOfUse).ToList();
        var holders = (known is null ? then.At(at.Earliest) : this).AsRead(Agreement.Provision(power.Id)!).By;
        var rightful = Node.OfFact($"a holder of {power.Id} used it",
            [.. exercisers.Where(c => c.Actor is { } a && holders.Any(h => Agreement.IsPartOf(a, h)))],
            [.. exercisers.Where(c => c.Actor is { } a && !holders.Any(h => Agreement.IsPartOf(a, h)))]);
        var parts = new List<Node> { exercised, rightful, known is { } told ? Node.Given($"the condition of {power.Id} was told then", told, "as it stood at that time") : AppliedThen(power, at) };
        if (power.Limits.Times is { } times)
        {
            parts.Add(Node.Not(times == 1 ? (Phrase)"it was not yet used" : (Phrase)$"it was not yet used {times} times", Node.AtLeast(times == 1 ? (Phrase)"used before" : (Phrase)$"used {times} times before", times, [.. earlier.Select(u => u.Valid)])));
        }
        return Node.All($"{power.Id} used, by a holder, while its condition was told, within its limits", parts) with { Provision = power.Id, Occurrence = occurrence.Id };
    }

    // Known to the day only, a use on the very day its condition came true is neither valid nor invalid; nor is one whose hour
    // is known, where that of its condition is not.
    private Node AppliedThen(Provision.Power power, TimeRange at)
    {
        Phrase question = $"the condition of {power.Id} was told then";
        var then = Before(at.Earliest);
        var day = TimeRange.OfDay(Rules.DayOf(at.Earliest), Rules.Zone);
        var isExact = at.Earliest == at.Latest;
        var after = then.At(Instant.Min(isExact ? day.Latest : at.Latest, AsOf));
        var (before, since) = (then.At(day.Earliest - Duration.Epsilon).Applies(power).Value.IsTrue, after.Applies(power));
        if (before != since.Value.IsTrue)
        {
            // What came with the end of the day before, as a deadline passes, came before this one.
            var changes = after.ChangesOfCondition(power, day);
            before = changes.TrueForAll(c => c.Earliest != day.Earliest || c.Latest <= c.Earliest) ? then.At(day.Earliest).Applies(power).Value.IsTrue : before;
            if (isExact && changes.TrueForAll(c => c.Latest <= c.Earliest))
            {
                return then.At(at.Earliest).Applies(power) with { Asked = question };
            }
        }
        return before == since.Value.IsTrue ? since with { Asked = question }
            : Node.Given(question, Told.N, "it came true on the day of the exercise, and no hour is known");
    }

    private List<TimeRange> ChangesOfCondition(Provision.Power power, TimeRange day)
    {
        var gathered = new Gathering { Only = day };
        Gather(AsRead(power).Applies, gathered);
        Gather(Agreement.Phase(power.Phase), gathered);
        return gathered.Times;
    }

    /// <summary>An effect on provisions, from when it begins until it lapses.</summary>
    internal sealed record InEffect(Provision.Power Power, Effect Effect, Instant From, Instant? Until);

    /// <summary>An effect that a use has if it is valid, which is contested or open.</summary>
    internal sealed record OpenEffect(InEffect Effect, Node Valid);

    /// <summary>What uses of powers do: those that are valid, and those of which it is contested or open.</summary>
    internal sealed record AllEffects(IReadOnlyList<InEffect> Valid, IReadOnlyList<OpenEffect> Open)
    {
        public static AllEffects None { get; } = new([], []);
    }

    private AllEffects? effects;

    // The same, where the nodes of what is open are not the proofs.
    private AllEffects? effectsTold;

    private AllEffects EffectsOfUses() => Agreement.PowersWithEffect.Count == 0 ? AllEffects.None
        : effects ?? family.Asking.Of(About("effects", null), EffectsSoFar, circular: AllEffects.None, keep: found => effects = found);

    private IReadOnlyList<InEffect> Effects() => (effectsTold ?? EffectsOfUses()).Valid;

    private AllEffects EffectsSoFar()
    {
        var (valid, open) = (new List<InEffect>(), new List<OpenEffect>());
        foreach (var power in Agreement.PowersWithEffect)
        {
            foreach (var use in UsesOf((Provision.Power)Read(power)).Where(u => !u.Valid.Value.IsFalse))
            {
                var from = power.Limits.Notice is { } notice ? Rules.Shift(use.At.Earliest, notice, back: false) : use.At.Earliest;
                var effect = new InEffect(power, power.Effect!, from, power.Limits.Lapses is { } lapses ? Rules.Shift(from, lapses, back: false) : null);
                if (from <= AsOf && use.Valid.Value.IsTrue)
                {
                    valid.Add(effect);
                }
                else if (from <= AsOf)
                {
                    open.Add(new OpenEffect(effect, use.Valid));
                }
            }
        }
        return new AllEffects([.. valid.OrderBy(e => e.From)], open);
    }

    // What has lapsed is as if it had never been used, save a suspension, whose length stays.
    private IEnumerable<InEffect> Running() => Effects().Where(e => e.Until is not { } until || until > AsOf);

    private Provision Assigned(Provision provision)
    {
        foreach (var assign in Running().Select(e => e.Effect).OfType<Effect.Assign>().Where(a => a.Of.Contains(provision.Id, StringComparer.Ordinal)))
        {
            provision = provision with { By = InPlace(provision.By, assign), To = InPlace(provision.To, assign) };
        }
        return provision;
    }

    /// <summary>From when and until when somebody has held a provision that was assigned, and who held it before; null bounds where it was not.</summary>
    private (Instant? From, Instant? Until, string? Former) Held(Provision provision, string holder)
    {
        Instant? from = null, until = null;
        string? former = null;
        var isWritten = Agreement.Provision(provision.Id)!.By.Contains(holder, StringComparer.Ordinal);
        foreach (var effect in Running())
        {
            if (effect.Effect is not Effect.Assign assign || !Assigns(assign, provision) || assign.From == assign.To)
            {
                continue;
            }
            if (assign.To == holder)
            {
                until = null;
                if (!isWritten && from is null)
                {
                    (from, former) = (effect.From, assign.From);
                }
            }
            else if (assign.From == holder)
            {
                until = effect.From;
            }
        }
        return (from, until, former);
    }

    // One to whom a duty was assigned answers for the time since, one from whom it was taken for the time before.
    private IReadOnlyList<CandidateWindow> WhileHeld(Provision provision, string? holder, IReadOnlyList<CandidateWindow> windows)
    {
        if (holder is null)
        {
            return windows;
        }
        var held = Held(provision, holder);
        if (held is (null, null, _))
        {
            return windows;
        }
        return
        [
            .. windows.Select(w => w with
            {
                From = held.From is { } from ? TimeRange.Exactly(w.From is { } f ? Instant.Max(f.Earliest, from) : from) : w.From,
                To = held.Until is { } until && !(w.To?.Latest < until) ? TimeRange.Exactly(until - Duration.Epsilon) : w.To,
            }),
        ];
    }

    // Uses that are contested or open and that, if they are valid, suspend a provision now or have ended it: then so is
    // whether it is in force.
    private List<Node> OpenEffectsOn(Provision provision) => effectsTold is { } told && !told.Open.Any(o => IsStillOn(o.Effect, provision, AsOf, Effects())) ? []
        : [.. EffectsOfUses().Open.Where(o => IsStillOn(o.Effect, provision, AsOf, Effects())).Select(o => o.Valid)];

    /// <summary>Whether a use that has begun, if it is valid, suspends a provision and has neither lapsed nor been resumed, or has ended it.</summary>
    internal static bool IsStillOn(InEffect effect, Provision provision, Instant asOf, IEnumerable<InEffect> all) =>
        (effect.Until is not { } until || until > asOf)
        && (Ends(effect.Effect, provision)
            || (Suspends(effect.Effect, provision) && !all.Any(r => r.Effect is Effect.Resume { Of: var of } && of.Contains(provision.Id, StringComparer.Ordinal) && r.From > effect.From)));

    private static IReadOnlyList<string> InPlace(IReadOnlyList<string> actors, Effect.Assign assign) =>
        actors.Contains(assign.From, StringComparer.Ordinal) ? [.. actors.Select(a => a == assign.From ? assign.To : a).Distinct(StringComparer.Ordinal)] : actors;

    /// <summary>A time in which a provision does not bind; while it runs, <see cref="Until"/> is the time asked about.</summary>
    internal sealed record Suspension(Instant From, Instant Until, bool Tolls, bool Running);

    private readonly Dictionary<string, IReadOnlyList<Suspension>> suspensions = new(StringComparer.Ordinal);

    private IReadOnlyList<Suspension> SuspensionsOf(Provision provision)
    {
        if (Agreement.PowersWithEffect.Count == 0)
        {
            return [];
        }
        if (suspensions.TryGetValue(provision.Id, out var known))
        {
            return known;
        }
        var found = SuspensionsFound(provision);
        if ((effectsTold ?? effects) is not null)
        {
            suspensions[provision.Id] = found;
        }
        return found;
    }

    private List<Suspension> SuspensionsFound(Provision provision) =>
    [
        .. Effects().Where(e => Suspends(e.Effect, provision)).Select(e =>
        {
            var resumed = Effects().Where(r => r.Effect is Effect.Resume { Of: var of } && of.Contains(provision.Id, StringComparer.Ordinal) && r.From > e.From).Select(r => (Instant?)r.From).Min();
            var ends = new[] { e.Until, resumed }.Where(i => i is not null).Min();
            return new Suspension(e.From, ends is { } end && end < AsOf ? end : AsOf, ((Effect.Suspend)e.Effect).Tolls, ends is not { } over || over > AsOf);
        }),
    ];

    // What happens while a duty is suspended is outside it; what begins before or ends after is neither.
    private Fit SuspensionFit(Provision provision, TimeRange happened) => SuspensionFit(SuspensionsOf(provision), happened);

    internal static Fit SuspensionFit(IReadOnlyList<Suspension> suspensions, TimeRange happened)
    {
        var fit = Fit.Inside;
        for (var i = 0; i < suspensions.Count; i++)
        {
            var s = suspensions[i];
            if (s.From <= happened.Latest && (s.Running || happened.Earliest < s.Until))
            {
                if (s.From <= happened.Earliest && (s.Running || happened.Latest < s.Until))
                {
                    return Fit.Outside;
                }
                fit = Fit.Straddling;
            }
        }
        return fit;
    }

    // In the order in which they came: a suspension that tolls moves the deadline by its length, counted once where two
    // overlap; one that does not lets what falls due meanwhile wait for resumption; an extension moves it by its own length.
    private CandidateWindow Moved(Provision provision, CandidateWindow window)
    {
        if (window.To is not { } to || Agreement.PowersWithEffect.Count == 0)
        {
            return window;
        }
        var moves = SuspensionsOf(provision).Select(s => (s.From, Suspension: (Suspension?)s, By: default(TimeLength)))
            .Concat(Running().Where(e => e.Effect is Effect.Extend x && x.Of.Contains(provision.Id, StringComparer.Ordinal)).Select(e => (e.From, Suspension: (Suspension?)null, ((Effect.Extend)e.Effect).By)))
            .OrderBy(m => m.From);
        var tolledUntil = Instant.MinValue;
        foreach (var (_, suspension, by) in moves)
        {
            if (suspension is null)
            {
                to = Rules.Shift(to, by, back: false);
            }
            else if (suspension.From > to.Latest)
            {
                continue;
            }
            else if (suspension.Tolls)
            {
                var length = suspension.Until - Instant.Max(suspension.From, tolledUntil);
                to = length > Duration.Zero ? new TimeRange(to.Earliest + length, to.Latest + length) : to;
                tolledUntil = Instant.Max(tolledUntil, suspension.Until);
            }
            else if (to.Latest <= suspension.Until)
            {
                to = TimeRange.Exactly(suspension.Until);
            }
        }
        return window with { To = to };
    }

    /// <summary>What ended a duty before its time, and when.</summary>
    internal sealed record Ending(Shown Shown, Instant At);

    private Ending? EndingOf(Provision provision) => Running()
        .Select(e => e.Effect switch
        {
            Effect.Terminate when !provision.Survives => new Ending(Shown.Terminated, e.From),
            Effect.Waive { Of: var of } when of.Contains(provision.Id, StringComparer.Ordinal) => new Ending(Shown.Waived, e.From),
            _ => null,
        })
        .OfType<Ending>().OrderBy(e => e.At).ThenByDescending(e => e.Shown == Shown.Terminated).FirstOrDefault();

    // What must be kept or kept up is asked for as long as it binds.
    private IReadOnlyList<CandidateWindow> WhileBinding(Provision provision, IReadOnlyList<CandidateWindow> windows) =>
        EndingOf(provision) is not { At: var end } ? windows
        : [.. windows.Select(w => w.To is { } to && to.Latest <= end ? w : w with { To = TimeRange.Exactly(end) })];

    // A duty that ended before its deadline cannot pass it.
    private IReadOnlyList<TimeRange> DeadlinesOf(Provision provision, IEnumerable<CandidateWindow> windows) =>
    [
        .. windows.Select(w => w.To).OfType<TimeRange>()
            .Select(to => EndingOf(provision) is { At: var end } && to.Latest >= end ? TimeRange.Exactly(Instant.MaxValue) : to).Distinct(),
    ];

    internal bool IsWaived(Provision provision) => EndingOf(provision)?.Shown == Shown.Waived;

    internal bool IsTerminated(Provision provision) => EndingOf(provision)?.Shown == Shown.Terminated;
}
