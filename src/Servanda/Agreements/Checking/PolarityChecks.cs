namespace Servanda.Agreements.Checking;

/// <summary>How conditions ask for their facts: <c>both-polarities</c>, <c>never-again</c>.</summary>
internal static class PolarityChecks
{
    public static void Of(DraftFindings findings)
    {
        foreach (var phase in findings.Agreement.Phases)
        {
            Check(findings, phase.Opens?.When, phase);
            Check(findings, phase.Completes, phase);
            foreach (var provision in phase.Provisions)
            {
                BothPolarities(findings, provision.Applies, [provision.Id], []);
            }
        }
    }

    private static void Check(DraftFindings findings, Condition? condition, Phase phase)
    {
        BothPolarities(findings, condition, [], [phase.Id]);
        foreach (var (part, isAsserted) in Parts(condition, isAsserted: true))
        {
            var of = part switch
            {
                Condition.Kept { Last: null } kept when isAsserted => kept.Ref,
                Condition.Breached breached when !isAsserted => breached.Ref,
                _ => null,
            };
            if (of is not null && findings.Agreement.Provision(of.Id) is { IsNegative: true } named)
            {
                findings.Warning("never-again", DraftFindings.At(part),
                    $"One told incident under {findings.Titled(named)} shuts {DraftFindings.Name(phase)} for good, because {(isAsserted ? $"`kept({of})`" : $"`not breached({of})`")} asks about the whole time since it began: nothing done afterwards can open it again.",
                    $"ask about a time that can pass: `kept({of}, last 7d)`", [named.Id], [phase.Id]);
            }
        }
    }

    private static void BothPolarities(DraftFindings findings, Condition? condition, IReadOnlyList<string> provisions, IReadOnlyList<string> phases)
    {
        if (condition is null or not (Condition.And or Condition.Or or Condition.AtLeast or Condition.Not))
        {
            return;
        }
        var asked = new Dictionary<string, bool>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (part, isAsserted) in Parts(condition, isAsserted: true))
        {
            var fact = ConditionText.Of(part);
            if (!asked.TryAdd(fact, isAsserted) && asked[fact] != isAsserted && told.Add(fact))
            {
                findings.Warning("both-polarities", DraftFindings.At(part),
                    $"The condition asks both that `{fact}` holds and that it does not: while that fact is contested the answer hangs on it twice, and the two sides will read it differently.",
                    "ask for it once; where one branch is for the opposite case, name what that branch is about instead", provisions, phases);
            }
        }
    }

    /// <summary>The facts of a condition in their order, each with whether it is asked to hold.</summary>
    private static IEnumerable<(Condition Part, bool IsAsserted)> Parts(Condition? condition, bool isAsserted) => condition switch
    {
        null => [],
        Condition.And and => and.Parts.SelectMany(p => Parts(p, isAsserted)),
        Condition.Or or => or.Parts.SelectMany(p => Parts(p, isAsserted)),
        Condition.AtLeast atLeast => atLeast.Parts.SelectMany(p => Parts(p, isAsserted)),
        Condition.Not not => Parts(not.Part, !isAsserted),
        _ => [(condition, isAsserted)],
    };
}
