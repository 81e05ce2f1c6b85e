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
            // One that is declared open is open whatever its condition says.
            Check(findings, phase, phase.Opens is { Mode: EntryMode.Automatic, When: var when } ? when : null, "opens");
            Check(findings, phase, phase.Completes, "is completed");
            foreach (var provision in phase.Provisions)
            {
                Check(findings, provision);
            }
        }
    }

    // Where each side has to declare, or one between them, no side is alone.
    private static void Check(DraftFindings findings, Phase phase, Condition? condition, string what)
    {
        var agreement = findings.Agreement;
        var declared = Declarations(condition);
        if (declared.Count > 0 && Sides.PartyOf(agreement, declared[0].By) is { } side && declared.All(d => Sides.PartyOf(agreement, d.By) == side))
        {
            findings.Warning("self-judged", DraftFindings.At(declared[0]),
                $"{Capital(DraftFindings.Name(phase))} {what} only on a declaration of {agreement.NameOf(declared[0].By)}: the other side has no say in whether it comes.",
                "let a mediator or a mechanism declare it, let both sides do so, or ask for a fact that others can see", [], [phase.Id]);
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

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
        foreach (var declared in Declarations(provision.Applies).Where(d => provision is not Provision.Power && provision.By.Count > 0 && provision.By.All(h => Sides.AreOne(agreement, d.By, h))))
        {
            findings.Warning("self-judged", DraftFindings.At(declared),
                $"Whether {findings.Titled(provision)} is owed hangs on a declaration of {agreement.NameOf(declared.By)}, who owes it.",
                "let somebody else declare it, or ask for a fact that others can see", [provision.Id]);
        }
    }

    private static bool IsOwnCase(Agreement agreement, Provision provision, IReadOnlyList<string> judges) =>
        provision.By.Count > 0 && provision.By.Any(holder => judges.All(judge => Sides.AreOne(agreement, judge, holder)));

    /// <summary>
    /// The declarations without which the condition cannot hold, whatever else does. One that may be made in either of two
    /// ways needs what both need.
    /// </summary>
    private static IReadOnlyList<Condition.Declared> Declarations(Condition? condition)
    {
        return condition is null ? [] : [.. Needed(condition, truth: true)];

        static IEnumerable<Condition.Declared> Needed(Condition condition, bool truth) => condition switch
        {
            Condition.Not not => Needed(not.Part, !truth),
            Condition.And and => In(and.Parts, truth, truth ? 1 : and.Parts.Count),
            Condition.Or or => In(or.Parts, truth, truth ? or.Parts.Count : 1),
            Condition.AtLeast atLeast => In(atLeast.Parts, truth, truth ? atLeast.Parts.Count - atLeast.Needed + 1 : atLeast.Needed),
            Condition.Declared declared => [declared],
            _ => [],
        };

        // One is needed where it is needed by so many of the parts that the others are too few.
        static IEnumerable<Condition.Declared> In(IReadOnlyList<Condition> parts, bool truth, int enough) =>
            parts.SelectMany(p => Needed(p, truth).DistinctBy(Told, StringComparer.Ordinal)).GroupBy(Told, StringComparer.Ordinal).Where(g => g.Count() >= enough).Select(g => g.First());

        static string Told(Condition.Declared declared) => ConditionText.Of(declared);
    }
}
