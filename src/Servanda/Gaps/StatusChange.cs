using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>How something stands: its value, and of a provision the code shown.</summary>
public readonly record struct Standing(Told Value, Shown? Shown);

/// <summary>A provision, a holder's part of one, or a phase that an account shows otherwise once something is told or assumed.</summary>
/// <param name="Asks">What is asked of the phase; null of a provision.</param>
public sealed record StatusChange(Standpoint Standpoint, Provision? Provision, string? Holder, Phase? Phase, PhaseQuestion? Asks, Standing Before, Standing After)
{
    /// <summary>As a person names it: <c>halt-fire@north</c>, <c>two opens</c>.</summary>
    public string Reference => Phase is { } phase ? $"{phase.Id} {Spelling.Of(Asks!.Value)}" : Holder is null ? Provision!.Id : $"{Provision!.Id}@{Holder}";

    /// <summary>What a record shows otherwise than another: phases first, then provisions, each by every standpoint.</summary>
    public static IReadOnlyList<StatusChange> Between(Record before, Record after, Instant asOf, Assumptions? assumed = null) =>
        Between((before, asOf), (after, asOf), assumed);

    /// <summary>The same of two records at two times: what came about between them.</summary>
    public static IReadOnlyList<StatusChange> Between((Record Record, Instant AsOf) before, (Record Record, Instant AsOf) after, Assumptions? assumed = null)
    {
        var agreement = before.Record.Agreement;
        var accounts = Standpoint.Of(agreement).Select(s => (Before: new Evaluation(before.Record, s, before.AsOf),
            After: assumed is null ? new Evaluation(after.Record, s, after.AsOf) : new Evaluation(after.Record, s, after.AsOf, assumed))).ToList();
        return
        [
            .. from phase in agreement.Phases from asks in Enum.GetValues<PhaseQuestion>() from account in accounts
               let was = Ask(account.Before, phase, asks) let now = Ask(account.After, phase, asks) where was != now
               select new StatusChange(account.Before.Standpoint, null, null, phase, asks, new Standing(was, null), new Standing(now, null)),
            .. from provision in agreement.Provisions from holder in Holders(provision) from account in accounts
               let was = StandingOf(account.Before, provision, holder) let now = StandingOf(account.After, provision, holder) where was != now
               select new StatusChange(account.Before.Standpoint, provision, holder, null, null, was, now),
        ];
    }

    private static Told Ask(Evaluation evaluation, Phase phase, PhaseQuestion asks) => asks switch
    {
        PhaseQuestion.Opens => evaluation.Opens(phase).Value,
        PhaseQuestion.Entered => evaluation.Entered(phase).Value,
        PhaseQuestion.Completes => evaluation.Completed(phase).Value,
    };

    private static Standing StandingOf(Evaluation evaluation, Provision provision, string? holder) =>
        new(evaluation.Performance(provision, holder).Value, evaluation.ShownOf(provision, holder));

    private static IEnumerable<string?> Holders(Provision provision) =>
        provision.By.Count > 1 && provision.Responsibility == Responsibility.Several ? provision.By.Prepend((string?)null) : [null];
}
