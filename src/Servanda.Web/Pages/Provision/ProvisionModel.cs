using NodaTime;
using Servanda.Agreements;
using Servanda.Gaps;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>A provision by every account, and by one of them with its proof.</summary>
public sealed record ProvisionModel
{
    private const int MostChanges = 200;

    public required Provision Provision { get; init; }
    public required ProvisionRow Row { get; init; }
    public required string? Holder { get; init; }
    public required Standpoint By { get; init; }
    public required Proof Proof { get; init; }

    /// <summary>Why it is not owed now; null where it is.</summary>
    public required Proof? NotOwed { get; init; }
    public required IReadOnlyList<(LocalDate? Since, Shown Shown)> History { get; init; }

    /// <summary>Every claim on it that stands, in recorded order.</summary>
    public required IReadOnlyList<StandingClaim> Claims { get; init; }
    public required IReadOnlyList<string> WaitsOn { get; init; }
    public required IReadOnlyList<string> WaitedOnBy { get; init; }

    public ProvisionStatus Status => Row.By(By.Id);

    public static ProvisionModel Of(Asked asked, string id)
    {
        var agreement = asked.Agreement;
        var provision = agreement.Provision(id) ?? throw new NoSuchPageException("The agreement has no provision {0}.", id);
        var holder = asked.Query("holder") is { } named ? provision.By.Contains(named, StringComparer.Ordinal) ? named : throw new NoSuchPageException("{0} is no holder of this provision.", named) : null;
        var by = asked.By;
        var row = asked.Board().Phases.SelectMany(p => p.Provisions).First(p => p.Provision.Id == id);
        return asked.Ask($"{id} {holder} {by.Id}", record =>
        {
            var evaluation = new Evaluation(record, by, asked.AsOf);
            var shown = evaluation.ShownOf(provision, holder);
            return new ProvisionModel
            {
                Provision = provision,
                Row = row,
                Holder = holder,
                By = by,
                Proof = Why.Of(evaluation, e => e.Performance(provision, holder))!,
                NotOwed = shown is Shown.Dormant or Shown.DormantContested or Shown.Suspended or Shown.SuspendedContested or Shown.DoneEarly ? Why.Of(evaluation, e => e.InForce(provision)) : null,
                History = evaluation.HistoryOf(provision, MostChanges),
                Claims = [.. record.Claims.Where(c => c.Provision?.Id == id)],
                WaitsOn = References.Of(provision),
                WaitedOnBy =
                [
                    .. agreement.Phases.Where(p => References.Of(p).Contains(id, StringComparer.Ordinal)).Select(p => p.Id),
                    .. agreement.Provisions.Where(p => References.Of(p).Contains(id, StringComparer.Ordinal)).Select(p => p.Id),
                ],
            };
        });
    }
}
