using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status;

/// <content>What a fold over time, which meets every change in order, tells the evaluation so that it need not search.</content>
public sealed partial class Evaluation
{
    /// <summary>The conditions whose first telling some time runs from, each with the key it is kept under.</summary>
    internal IEnumerable<(string Key, Condition Condition)> TimedConditions()
    {
        foreach (var phase in Agreement.Phases)
        {
            if (phase.Opens is { Mode: EntryMode.Automatic, When: { } when })
            {
                yield return ($"opens {phase.Id}", when);
            }
            if (phase.Completes is { } completes)
            {
                yield return ($"completes {phase.Id}", completes);
            }
        }
        foreach (var of in Times().OfType<TimeExpression.Start>().Select(s => s.Ref.Id).Distinct(StringComparer.Ordinal))
        {
            if (Agreement.Provision(of) is { } provision)
            {
                if (provision.Applies is { } applies)
                {
                    yield return ($"applies {of}", applies);
                }
                else if (RemedyFor(provision) is { } breached)
                {
                    yield return ($"applies {of}", new Condition.Breached(new ProvisionRef(breached.Id)));
                }
            }
        }
        foreach (var of in Times().OfType<TimeExpression.Done>().Select(d => d.Ref).Distinct())
        {
            if (Agreement.Provision(of.Id) is not (null or Provision.Act or Provision.Power))
            {
                yield return ($"done {of}", new Condition.Done(of));
            }
        }
    }

    /// <summary>The acts and powers whose first occurrence some time runs from.</summary>
    internal IEnumerable<string> DatingActs() => Times().OfType<TimeExpression.Done>().Select(d => d.Ref.Id)
        .Where(id => Agreement.Provision(id) is Provision.Act or Provision.Power).Distinct(StringComparer.Ordinal);

    private IEnumerable<TimeExpression> Times() =>
        Agreement.Provisions.SelectMany(p => p.Readings.Select(r => r.As).Prepend(p)).SelectMany(p => new[] { p.Within?.From, p.Within?.To }.OfType<TimeExpression>().Concat(TimesIn(p.Applies)))
            .Concat(Agreement.Phases.SelectMany(p => TimesIn(p.Opens?.When).Concat(TimesIn(p.Completes))))
            .Select(t => t.Origin());

    private static IEnumerable<TimeExpression> TimesIn(Condition? condition) => (condition?.Questions() ?? []).SelectMany<Condition, TimeExpression>(question => question switch
    {
        Condition.Passed { Time: var time } => [time],
        Condition.Compare { Left: var left, Right: var right } => [left, right],
        _ => [],
    });

    internal IEnumerable<TimeRange> ChangesOfDeclaration(Phase phase, bool timesOnly) => timesOnly ? [] : Record.OfPhase(phase.Id).Select(c => c.Happened)
        .Concat(Agreement.PowersWithEffect.Where(p => p.Effect is Effect.Open { Phase: var opened } && opened == phase.Id).SelectMany(p => Changes(p)));

    /// <summary>Another evaluation is this one held to grade verified.</summary>
    internal void HoldToVerified(Evaluation held) => family.HeldToVerified = held.family;

    /// <summary>These are not searched for any more: <see cref="FirstTold"/> will say when they were told.</summary>
    internal void Provide(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            family.Firsts[key] = new Search { SearchedTo = Instant.MaxValue };
        }
    }

    /// <summary>
    /// The condition was first told at an instant: dated by what happened then, as a search would have found it. False
    /// where nothing of it happened then: what always was told is dated by the first thing that happens.
    /// </summary>
    internal bool FirstTold(string key, Condition condition, Instant at)
    {
        var changes = At(at).ChangesAt(condition, at);
        if (changes.Count == 0)
        {
            return false;
        }
        (family.Firsts[key].Found, family.Firsts[key].Known) = (Gathering.WhenOf(changes.MaxBy(c => c.Latest)), at);
        return true;
    }

    /// <param name="At">When; null: it is not told.</param>
    internal readonly record struct FirstDate(TimeRange? At);

    /// <summary>When acts and powers were first told is not searched for any more, as far as this knows.</summary>
    internal void Provide(Func<Provision, Instant, FirstDate?> dates) => family.Dates = dates;

    /// <summary>
    /// The same as of another instant with proofs that nothing stands in for: only the times that another evaluation was
    /// provided with are taken over, and what used powers do.
    /// </summary>
    /// <param name="asOf">The instant.</param>
    /// <param name="inEffect">What used powers do as of then; null where that has to be worked out.</param>
    internal Evaluation WithWholeProofs(Instant asOf, AllEffects? inEffect)
    {
        var own = new Family(Record, Standpoint, new Asking(), Instant.MaxValue, []);
        own.TakeTimes(family);
        if (family.HeldToVerified is { } held && held != family)
        {
            own.HeldToVerified = new Family(Record, held.Standpoint, own.Asking, Instant.MaxValue, []);
            own.HeldToVerified.TakeTimes(held);
        }
        return new Evaluation(own, asOf) { effectsTold = inEffect };
    }

    /// <summary>How the conditions of powers stood at their uses is not worked out again, as far as this knows.</summary>
    internal void Provide(Func<Provision.Power, TimeRange, Instant, Told?> conditions) => family.Conditions = conditions;

    /// <summary>What used powers do as of now, which is not worked out again.</summary>
    internal void Provide(AllEffects inEffect) => effects = inEffect;

    /// <summary>The times of a provision, and what used powers make of them.</summary>
    internal Bounds BoundsOf(Provision read)
    {
        var windows = WindowsOf(read);
        if (Agreement.PowersWithEffect.Count == 0 || Effects().Count == 0)
        {
            return new Bounds(windows, windows, [], null);
        }
        var asked = read.IsNegative || read is Provision.Rate ? WhileBinding(read, windows) : windows;
        return new Bounds(windows, asked, [.. SuspensionsOf(read).Select(s => s.Running ? s with { Until = Instant.MaxValue } : s)], EndingOf(read));
    }

    /// <summary>Whether the condition of a power was told when it was used, where other uses of that time might hide it.</summary>
    internal Told WasToldAt(Provision.Power power, TimeRange used) => AppliedThen(power, used).Value;

    /// <summary>Lets go of the evaluations of other instants.</summary>
    internal void Forget()
    {
        family.ByInstant.Clear();
        foreach (var earlier in family.Earlier.Values)
        {
            earlier.ByInstant.Clear();
        }
    }

    /// <summary>Whether a power that somebody says was used does something to a provision.</summary>
    internal static bool IsReachedByPowers(Provision provision, Record record) =>
        record.UsedPowers.Any(power => Reaches(power.Effect!, provision));

    internal static bool Reaches(Effect effect, Provision provision) => effect switch
    {
        Effect.Resume { Of: var of } => of.Contains(provision.Id, StringComparer.Ordinal),
        _ => Moves(effect, provision) || Assigns(effect, provision) || Ends(effect, provision),
    };

    /// <summary>Whether an effect keeps a provision from binding for a time; whether one ends it.</summary>
    internal static bool Suspends(Effect effect, Provision provision) => effect is Effect.Suspend { Of: var of } && of.Contains(provision.Id, StringComparer.Ordinal);

    internal static bool Ends(Effect effect, Provision provision) => effect switch
    {
        Effect.Terminate => !provision.Survives,
        Effect.Waive { Of: var of } => of.Contains(provision.Id, StringComparer.Ordinal),
        _ => false,
    };

    /// <summary>Whether an effect puts others in the place of those who hold a provision.</summary>
    internal static bool Assigns(Effect effect, Provision provision) => effect is Effect.Assign { Of: var of } && of.Contains(provision.Id, StringComparer.Ordinal);
}
