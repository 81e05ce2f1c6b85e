using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status;

/// <summary>Runs the tests inside an agreement's file: each expectation that the claims do not bear out is a finding.</summary>
public static class ScenarioRun
{
    public static IReadOnlyList<Finding> Of(Agreement agreement, IEnumerable<Scenario> scenarios) => [.. scenarios.SelectMany(s => s.Expect.Select(e => Of(agreement, s, e))).OfType<Finding>()];

    private static Finding? Of(Agreement agreement, Scenario scenario, Expectation expected)
    {
        if (Standpoint.Of(agreement).FirstOrDefault(s => s.Id == expected.Standpoint) is not { } standpoint)
        {
            return null;
        }
        var known = expected.KnownAt?.In(DateTimeZone.Utc).Latest;
        var evaluation = new Evaluation(new Record(agreement, scenario.Claims, knownAt: known), standpoint, expected.AsOf.In(agreement.Zone).Latest);
        var (value, shown) = Told(agreement, evaluation, expected);
        var differs = new List<string>();
        if (value != expected.Value)
        {
            differs.Add($"value: expected {expected.Value}, is {value}");
        }
        if (expected.Shown is { } code && shown != code)
        {
            differs.Add($"shown: expected {code.Code()}, is {shown?.Code() ?? "nothing"}");
        }
        return differs.Count == 0 ? null : new Finding
        {
            Code = "scenario-failed",
            Severity = Severity.Error,
            Message = $"\"{scenario.Title}\": {Asked(expected)} by {expected.Standpoint} as of {expected.AsOf} is told otherwise: {string.Join("; ", differs)}.",
            Hint = "Either the claims do not say what the scenario means, or the provision does not.",
            Position = expected.Position,
            Provisions = expected.Provision is { } provision ? [provision] : [],
            Phases = expected.Phase is { } phase ? [phase] : [],
        };
    }

    private static string Asked(Expectation expected) => expected.Phase is { } phase
        ? $"{phase} {Spelling.Of(expected.Question)}"
        : expected.Holder is { } holder ? $"{expected.Provision}@{holder}" : expected.Provision!;

    private static (Told Value, Shown? Shown) Told(Agreement agreement, Evaluation evaluation, Expectation expected)
    {
        if (expected.Phase is { } id && agreement.Phase(id) is { } phase)
        {
            return (expected.Question switch
            {
                PhaseQuestion.Opens => evaluation.Opens(phase),
                PhaseQuestion.Completes => evaluation.Completed(phase),
                PhaseQuestion.Entered => evaluation.Entered(phase),
            } is { Value: var told } ? told : Servanda.Told.N, null);
        }
        var provision = agreement.Provision(expected.Provision!)!;
        return (evaluation.Performance(provision, expected.Holder).Value, evaluation.ShownOf(provision, expected.Holder));
    }
}
