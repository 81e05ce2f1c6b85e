namespace Servanda.Agreements.Checking;

/// <summary>
/// What asks about itself and is no wait for itself: <c>reference-circle</c>. One that has to come before itself is told as
/// the circle of waiting that it is.
/// </summary>
internal static class SelfReferenceChecks
{
    public static void Of(DraftFindings findings, WaitGraph graph)
    {
        foreach (var phase in findings.Agreement.Phases)
        {
            foreach (var question in Asking(phase.Opens?.When, q => q is Condition.Phase { Id: var id } && id == phase.Id || CountsFromEnd(q, phase.Id)).Where(_ => !graph.IsStuck(phase)))
            {
                Tell(findings, DraftFindings.At(question), $"Whether {DraftFindings.Name(phase)} opens is asked of {DraftFindings.Name(phase)} itself", [], [phase.Id]);
            }
            foreach (var question in Asking(phase.Completes, q => q is Condition.Phase { Moment: PhaseMoment.Completed, Id: var id } && id == phase.Id || CountsFromEnd(q, phase.Id)).Where(_ => !graph.NeverCompletes(phase)))
            {
                Tell(findings, DraftFindings.At(question), $"Whether {DraftFindings.Name(phase)} is completed is asked of its own completion", [], [phase.Id]);
            }
            foreach (var provision in phase.Provisions)
            {
                Check(findings, graph, provision);
            }
        }
    }

    private static void Check(DraftFindings findings, WaitGraph graph, Provision provision)
    {
        foreach (var applies in provision.Readings.Select(r => r.As.Applies).Prepend(provision.Applies).Distinct())
        {
            foreach (var question in Asking(applies, q => IsAbout(q, provision)).Where(_ => !graph.IsStuck(provision)))
            {
                Tell(findings, DraftFindings.At(question), $"Whether {findings.Titled(provision)} applies is asked of {findings.Titled(provision)} itself", [provision.Id], []);
            }
        }
        if (provision.Within?.To is { } to && to.Origin() is TimeExpression.Done { Ref: var of } && of.Id == provision.Id)
        {
            findings.Error("reference-circle", DraftFindings.At(provision, "within/to"),
                $"The deadline of {findings.Titled(provision)} is counted from its own doing: it is never late, whenever it is done.", "count it from an anchor, or from when it applies: `start(" + provision.Id + ")`", [provision.Id]);
        }
    }

    private static void Tell(DraftFindings findings, Excerpt at, string message, IReadOnlyList<string> provisions, IReadOnlyList<string> phases) =>
        findings.Error("reference-circle", at, $"{message}: nothing can be told of it before it is told.", "ask about something else, or leave this part out", provisions, phases);

    private static IEnumerable<Condition> Asking(Condition? condition, Func<Condition, bool> isItself) => condition?.Questions().Where(isItself) ?? [];

    private static bool CountsFromEnd(Condition question, string phase) => TimesOf(question).Any(t => t.Origin() is TimeExpression.End { Phase: var of } && of == phase);

    // declared(x, by a) asks for a claim and not for x. With `each`, start(x) is the time of the occurrence that the duty answers.
    private static bool IsAbout(Condition question, Provision provision) => question switch
    {
        Condition.Done { Ref: var of } => of.Id == provision.Id,
        Condition.Kept { Ref: var of } => of.Id == provision.Id,
        Condition.Breached { Ref: var of } => of.Id == provision.Id,
        Condition.InForce { Ref: var of } => of.Id == provision.Id,
        Condition.Rate { Ref: var of } => of.Id == provision.Id,
        Condition.Verified { Ref: var of } => of.Id == provision.Id,
        Condition.Open { Ref: var of } => of.Id == provision.Id,
        Condition.Balance { Exchange: var of } => of == provision.Id,
        _ => TimesOf(question).Any(t => t.Origin() switch
        {
            TimeExpression.Done { Ref: var of } => of.Id == provision.Id,
            TimeExpression.Start { Ref: var of } => of.Id == provision.Id && provision.Each is null,
            _ => false,
        }),
    };

    private static IEnumerable<TimeExpression> TimesOf(Condition question) => question switch
    {
        Condition.Passed passed => [passed.Time],
        Condition.Compare compare => [compare.Left, compare.Right],
        _ => [],
    };
}
