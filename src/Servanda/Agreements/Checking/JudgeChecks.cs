namespace Servanda.Agreements.Checking;

/// <summary>Where the interested side alone decides: <c>self-judged</c>.</summary>
internal static class JudgeChecks
{
    public static void Of(DraftFindings findings)
    {
        var agreement = findings.Agreement;
        foreach (var phase in agreement.Phases)
        {
            if (phase.Opens is { Mode: EntryMode.Declared, By: { Count: > 0 } by } && Sides.PartyOf(agreement, by[0]) is { } side && by.All(b => Sides.PartyOf(agreement, b) == side))
            {
                findings.Warning("self-judged", DraftFindings.At(phase, "opens/by/0", "opens/by"),
                    $"{agreement.NameOf(side)} alone declares {DraftFindings.Name(phase)} open: the other side has no say in whether it has come.",
                    "let a mediator or a mechanism declare it, or let it open by itself (`mode: automatic`)", [], [phase.Id]);
            }
            foreach (var provision in phase.Provisions)
            {
                Check(findings, provision);
            }
        }
    }

    private static void Check(DraftFindings findings, Provision provision)
    {
        var agreement = findings.Agreement;
        // One that stands between the parties has no case of its own.
        if (provision is Provision.Power { Applies: not null } && !(provision.By.Count > 0 && provision.By.All(h => Sides.IsThird(agreement, h))))
        {
            if (provision.DecidedBy.Count == 0)
            {
                findings.Warning("self-judged", DraftFindings.At(provision, "applies"),
                    $"{findings.Titled(provision, begins: true)} may be used on a condition, and nobody is named to judge whether it holds: whoever uses it judges its own case.",
                    "name in `decided-by` somebody who is not a holder", [provision.Id]);
            }
            else if (IsOwnCase(agreement, provision, provision.DecidedBy))
            {
                findings.Warning("self-judged", DraftFindings.At(provision, "decided-by/0", "decided-by"),
                    $"{findings.Actors(provision.DecidedBy)} both may use {findings.Titled(provision)} and judge whether its condition holds.",
                    "name in `decided-by` somebody who is not a holder", [provision.Id]);
            }
        }
        for (var i = 0; i < provision.Exceptions.Count; i++)
        {
            var exception = provision.Exceptions[i];
            if (exception.DecidedBy.Count == 0 || IsOwnCase(agreement, provision, exception.DecidedBy))
            {
                findings.Warning("self-judged", DraftFindings.At(provision, exception.DecidedBy.Count == 0 ? $"exceptions/{i}/text" : $"exceptions/{i}/decided-by/0", "exceptions"),
                    $"The exception `{exception.Id}` of {findings.Titled(provision)} is judged by {(exception.DecidedBy.Count == 0 ? "nobody" : "those who would rely on it")}: it can be claimed for every incident.",
                    "name in its `decided-by` a mechanism, and say in its text what has to be shown", [provision.Id]);
            }
        }
        foreach (var declared in DeclaredIn(provision.Applies).Where(d => provision is not Provision.Power && provision.By.Count > 0 && provision.By.All(h => Sides.AreOne(agreement, d.By, h))))
        {
            findings.Warning("self-judged", DraftFindings.At(declared),
                $"{findings.Titled(provision, begins: true)} is owed only once {agreement.NameOf(declared.By)}, who owes it, declares so.",
                "let somebody else declare it, or ask for a fact that others can see", [provision.Id]);
        }
    }

    private static bool IsOwnCase(Agreement agreement, Provision provision, IReadOnlyList<string> judges) =>
        provision.By.Count > 0 && provision.By.Any(holder => judges.All(judge => Sides.AreOne(agreement, judge, holder)));

    // What has to hold; an alternative leaves another way.
    private static IEnumerable<Condition.Declared> DeclaredIn(Condition? condition) => condition switch
    {
        Condition.And and => and.Parts.SelectMany(DeclaredIn),
        Condition.Declared declared => [declared],
        _ => [],
    };
}
