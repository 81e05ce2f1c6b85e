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
        var ordered = OccurrencesOf(power).Where(o => o.Claims.Any(c => c.Claim is Claim.Exercise || c.Says != 0))
            .Select(o => (Occurrence: o, At: o.Claims.Where(c => c.Claim is Claim.Exercise || c.Says > 0).Select(c => c.Happened).DefaultIfEmpty(o.Claims[0].Happened).MinBy(h => h.Earliest)))
            .OrderBy(u => u.At.Earliest).ToList();
        foreach (var (occurrence, at) in ordered)
        {
            uses.Add(new Use(occurrence, at, Validity(power, occurrence, at, uses.Count)));
        }
        return uses;
    }

    private Node Validity(Provision.Power power, Occurrence occurrence, TimeRange at, int earlier)
    {
        var exercised = Happened(power, occurrence, null, WindowsOf(power), []);
        var exercisers = Admitted(occurrence.Claims).Where(c => c.Claim is Claim.Exercise || c.Says > 0).ToList();
        var rightful = Node.OfFact($"a holder of {power.Id} used it",
            [.. exercisers.Where(c => c.Actor is { } a && power.By.Any(h => Agreement.IsPartOf(a, h)))],
            [.. exercisers.Where(c => c.Actor is { } a && !power.By.Any(h => Agreement.IsPartOf(a, h)))]);
        var parts = new List<Node> { exercised, rightful, AppliedThen(power, at) };
        if (power.Limits.Times is { } times)
        {
            parts.Add(Node.Given($"used at most {times} time{(times == 1 ? "" : "s")}", earlier < times ? Told.T : Told.F, "counted from the exercises on the record"));
        }
        return Node.All($"{power.Id} used, by a holder, while its condition was told, within its limits", parts) with { Provision = power.Id, Occurrence = occurrence.Id };
    }

    // Known to the day only, a use on the very day its condition came true is neither valid nor invalid.
    private Node AppliedThen(Provision.Power power, TimeRange at)
    {
        Phrase question = $"the condition of {power.Id} was told then";
        var before = At(at.Earliest).Applies(power);
        var after = at.Latest == at.Earliest ? before : At(at.Latest).Applies(power);
        return before.Value == after.Value
            ? after with { Asked = question }
            : Node.Given(question, Told.N, "it came true on the day of the exercise, and no hour is known");
    }

    /// <summary>An effect on a provision, from when it begins until it lapses.</summary>
    private sealed record InEffect(Provision.Power Power, Effect Effect, Instant From, Instant? Until);

    private IReadOnlyList<InEffect>? effects;
    private bool gatheringEffects;

    private IReadOnlyList<InEffect> Effects()
    {
        if (effects is not null || gatheringEffects)
        {
            return effects ?? [];
        }
        gatheringEffects = true;
        var found = new List<InEffect>();
        foreach (var power in Agreement.PowersWithEffect)
        {
            foreach (var use in UsesOf(power).Where(u => u.Valid.Value.IsTrue))
            {
                var from = power.Limits.Notice is { } notice ? Rules.Shift(use.At.Earliest, notice, back: false) : use.At.Earliest;
                if (from <= AsOf)
                {
                    found.Add(new InEffect(power, power.Effect!, from, power.Limits.Lapses is { } lapses ? Rules.Shift(from, lapses, back: false) : null));
                }
            }
        }
        gatheringEffects = false;
        return effects = found;
    }

    private sealed record Suspension(Instant From, Instant Until, bool Tolls, bool Running, Provision.Power By);

    private List<Suspension> SuspensionsOf(Provision provision) =>
    [
        .. Effects().Where(e => e.Effect is Effect.Suspend s && s.Of.Contains(provision.Id, StringComparer.Ordinal)).Select(e =>
        {
            var resumed = Effects().Where(r => r.Effect is Effect.Resume { Of: var of } && of.Contains(provision.Id, StringComparer.Ordinal) && r.From > e.From).Select(r => (Instant?)r.From).Min();
            var ends = new[] { e.Until, resumed }.Where(i => i is not null).Min();
            return new Suspension(e.From, ends is { } end && end < AsOf ? end : AsOf, ((Effect.Suspend)e.Effect).Tolls, ends is not { } over || over > AsOf, e.Power);
        }),
    ];

    // Suspension that tolls moves the deadline by its length; one that does not lets what falls due meanwhile wait for resumption.
    private CandidateWindow Tolled(Provision provision, CandidateWindow window)
    {
        if (window.To is not { } to || Agreement.PowersWithEffect.Count == 0)
        {
            return window;
        }
        foreach (var suspension in SuspensionsOf(provision).Where(s => s.From <= to.Latest))
        {
            to = suspension.Tolls
                ? new TimeRange(to.Earliest + (suspension.Until - suspension.From), to.Latest + (suspension.Until - suspension.From))
                : to.Latest <= suspension.Until ? TimeRange.Exactly(suspension.Until) : to;
        }
        foreach (var extension in Effects().Where(e => e.Effect is Effect.Extend x && x.Of.Contains(provision.Id, StringComparer.Ordinal)))
        {
            to = Rules.Shift(to, ((Effect.Extend)extension.Effect).By, back: false);
        }
        return window with { To = to };
    }

    internal bool IsWaived(Provision provision) => Effects().Any(e => e.Effect is Effect.Waive { Of: var of } && of.Contains(provision.Id, StringComparer.Ordinal));

    internal bool IsTerminated(Provision provision) => !provision.Survives && Effects().Any(e => e.Effect is Effect.Terminate);
}
