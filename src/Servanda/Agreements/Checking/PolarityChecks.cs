namespace Servanda.Agreements.Checking;

/// <summary>How conditions ask for their facts: <c>both-polarities</c>, <c>never-again</c>.</summary>
internal static class PolarityChecks
{
    public static void Of(DraftFindings findings)
    {
        foreach (var phase in findings.Agreement.Phases)
        {
            foreach (var condition in new[] { phase.Opens?.When, phase.Completes }.OfType<Condition>())
            {
                BothPolarities(findings, condition, [], [phase.Id]);
                NeverAgain(findings, condition, phase);
            }
            foreach (var provision in phase.Provisions)
            {
                foreach (var applies in provision.Readings.Select(r => r.As.Applies).Prepend(provision.Applies).OfType<Condition>().Distinct())
                {
                    BothPolarities(findings, applies, [provision.Id], []);
                }
            }
        }
    }

    private static void NeverAgain(DraftFindings findings, Condition condition, Phase phase)
    {
        var shut = SettledByAnIncident(findings.Agreement, condition, truth: false);
        foreach (var (part, isAsserted) in Parts(condition, isAsserted: true))
        {
            if (Endured(findings.Agreement, part) is { } endured && endured.IsKept == isAsserted && shut.Contains(endured.Of))
            {
                var named = findings.Agreement.Provision(endured.Of.Id)!;
                var asked = ConditionText.Of(part);
                findings.Warning("never-again", DraftFindings.At(part),
                    $"One told incident under {findings.Titled(named)} shuts {DraftFindings.Name(phase)} for good, because `{(isAsserted ? asked : $"not {asked}")}` asks about the whole time since it began: nothing done afterwards can open it again.",
                    $"ask about a time that can pass: `kept({endured.Of}, last 7d)`", [named.Id], [phase.Id]);
            }
        }
    }

    /// <summary>The duties of which one incident alone gives the condition this truth, whatever the rest; a way round takes a duty out.</summary>
    private static HashSet<ProvisionRef> SettledByAnIncident(Agreement agreement, Condition condition, bool truth)
    {
        return condition switch
        {
            Condition.Not not => SettledByAnIncident(agreement, not.Part, !truth),
            Condition.And and => In(and.Parts, truth ? and.Parts.Count : 1),
            Condition.Or or => In(or.Parts, truth ? 1 : or.Parts.Count),
            Condition.AtLeast atLeast => In(atLeast.Parts, truth ? atLeast.Needed : atLeast.Parts.Count - atLeast.Needed + 1),
            _ => Endured(agreement, condition) is { } endured && endured.IsKept != truth ? [endured.Of] : [],
        };

        HashSet<ProvisionRef> In(IReadOnlyList<Condition> parts, int needed) =>
            [.. parts.SelectMany(p => SettledByAnIncident(agreement, p, truth)).GroupBy(of => of).Where(g => g.Count() >= needed).Select(g => g.Key)];
    }

    /// <summary>The duty whose whole time the question asks about, and whether it asks that it was kept.</summary>
    private static (ProvisionRef Of, bool IsKept)? Endured(Agreement agreement, Condition question)
    {
        (ProvisionRef Of, bool IsKept)? asked = question switch
        {
            Condition.Kept { Last: null } kept => (kept.Ref, true),
            Condition.Done done => (done.Ref, true),
            Condition.Verified verified => (verified.Ref, true),
            Condition.Breached breached => (breached.Ref, false),
            _ => null,
        };
        return asked is { } about && agreement.Provision(about.Of.Id) is { IsNegative: true } ? asked : null;
    }

    private static void BothPolarities(DraftFindings findings, Condition condition, IReadOnlyList<string> provisions, IReadOnlyList<string> phases)
    {
        if (condition is not (Condition.And or Condition.Or or Condition.AtLeast or Condition.Not))
        {
            return;
        }
        var asked = new Dictionary<string, (bool IsAsserted, Condition Part)>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (part, isAsserted) in Parts(condition, isAsserted: true))
        {
            var (fact, holds) = Fact(findings.Agreement, part);
            if (!asked.TryAdd(fact, (holds == isAsserted, part)) && asked[fact].IsAsserted != (holds == isAsserted) && told.Add(fact))
            {
                var (first, second) = (ConditionText.Of(asked[fact].Part), ConditionText.Of(part));
                var how = first == second ? $"both that `{first}` holds and that it does not" : $"one fact in two opposite ways, as `{first}` and as `{second}`";
                findings.Warning("both-polarities", DraftFindings.At(part),
                    $"The condition asks {how}: while that fact is contested the answer hangs on it twice, and the two sides will read it differently.",
                    "ask for it once; where one branch is for the opposite case, name what that branch is about instead", provisions, phases);
            }
        }
    }

    /// <summary>The fact that a question asks for, in one form for all that ask for it, and whether it asks for it or for its opposite.</summary>
    public static (string Fact, bool Holds) Fact(Agreement agreement, Condition question)
    {
        if (Endured(agreement, question) is { } endured && question is not Condition.Verified)
        {
            return ($"kept({endured.Of})", endured.IsKept);
        }
        return question switch
        {
            Condition.Open { Ref: var of } => ($"done({of})", false),
            Condition.Breached { Ref: var of } when agreement.Provision(of.Id) is Provision.Act or Provision.Quota or Provision.Exchange => ($"done({of})", false),
            Condition.Count { Comparison: Comparison.Less } less => (ConditionText.Of(less with { Comparison = Comparison.AtLeast }), false),
            Condition.Count { Comparison: Comparison.AtMost } most => (ConditionText.Of(most with { Comparison = Comparison.Greater }), false),
            Condition.Rate { Comparison: Comparison.Less } less => (ConditionText.Of(less with { Comparison = Comparison.AtLeast }), false),
            Condition.Rate { Comparison: Comparison.AtMost } most => (ConditionText.Of(most with { Comparison = Comparison.Greater }), false),
            Condition.Compare { Comparison: Comparison.Less } less => (ConditionText.Of(less with { Comparison = Comparison.AtLeast }), false),
            Condition.Compare { Comparison: Comparison.AtMost } most => (ConditionText.Of(most with { Comparison = Comparison.Greater }), false),
            Condition.Balance { Comparison: Comparison.Less } less => (ConditionText.Of(less with { Comparison = Comparison.AtLeast }), false),
            Condition.Balance { Comparison: Comparison.AtMost } most => (ConditionText.Of(most with { Comparison = Comparison.Greater }), false),
            _ => (ConditionText.Of(question), true),
        };
    }

    /// <summary>The facts that have to hold for all of the parts to hold, each with whether it is asked to; an alternative leaves another way.</summary>
    public static IEnumerable<(Condition Part, bool IsAsserted)> Needed(IEnumerable<Condition> parts, bool isAsserted = true) => parts.SelectMany(part => part switch
    {
        Condition.Not not => Needed([not.Part], !isAsserted),
        Condition.And all when isAsserted => Needed(all.Parts),
        Condition.Or any when !isAsserted => Needed(any.Parts, isAsserted: false),
        Condition.AtLeast atLeast when (isAsserted ? atLeast.Needed >= atLeast.Parts.Count : atLeast.Needed <= 1) => Needed(atLeast.Parts, isAsserted),
        Condition.And or Condition.Or or Condition.AtLeast => [],
        _ => Enumerable.Repeat((part, isAsserted), 1),
    });

    /// <summary>The facts of a condition in their order, each with whether it is asked to hold.</summary>
    private static IEnumerable<(Condition Part, bool IsAsserted)> Parts(Condition condition, bool isAsserted) => condition switch
    {
        Condition.And and => and.Parts.SelectMany(p => Parts(p, isAsserted)),
        Condition.Or or => or.Parts.SelectMany(p => Parts(p, isAsserted)),
        Condition.AtLeast atLeast => atLeast.Parts.SelectMany(p => Parts(p, isAsserted)),
        Condition.Not not => Parts(not.Part, !isAsserted),
        _ => [(condition, isAsserted)],
    };
}
