namespace Servanda.Agreements.Checking;

/// <summary>Numbers that nobody could ever report: <c>uncountable</c>.</summary>
internal static class CounterChecks
{
    // What one cannot have two of.
    private static readonly HashSet<string> Masses = new(StringComparer.OrdinalIgnoreCase)
    {
        "aid", "assistance", "support", "progress", "cooperation", "co-operation", "goodwill", "effort", "efforts", "security", "stability", "calm", "trust", "confidence", "compliance",
        "relief", "access", "restraint", "dialogue", "violence", "fighting",
    };

    public static void Of(DraftFindings findings)
    {
        foreach (var phase in findings.Agreement.Phases)
        {
            Asked(findings, phase.Opens?.When, [], [phase.Id]);
            Asked(findings, phase.Completes, [], [phase.Id]);
        }
        foreach (var provision in findings.Agreement.Provisions)
        {
            Asked(findings, provision.Applies, [provision.Id], []);
            switch (provision)
            {
                case Provision.Quota quota:
                    Check(findings, provision, quota.Counter, quota.Target, "counter", "target");
                    break;
                case Provision.Rate rate:
                    Check(findings, provision, rate.Counter, rate.Target, "counter", "target");
                    break;
                case Provision.Exchange exchange:
                    for (var i = 0; i < exchange.Legs.Count; i++)
                    {
                        Check(findings, provision, exchange.Legs[i].Counter, i == 0 ? exchange.Total : exchange.Total * exchange.Legs[i].Units / exchange.Legs[0].Units, $"legs/{i}/counter", "total");
                    }
                    break;
            }
        }
    }

    private static void Asked(DraftFindings findings, Condition? condition, IReadOnlyList<string> provisions, IReadOnlyList<string> phases)
    {
        foreach (var count in (condition?.Questions() ?? []).OfType<Condition.Count>())
        {
            if (findings.Agreement.Counter(count.Counter) is { } counter && (counter.Measures is not null || Masses.Contains(counter.Unit)))
            {
                var (message, hint) = counter.Measures is not null
                    ? ($"The condition asks for a number of `{counter.Id}`, which is a toll: its figures belong to their speakers, and each side will meet it or miss it by its own.", $"ask what the toll measures: `kept({counter.Measures}, last 7d)`")
                    : ($"The condition asks for a number of `{counter.Id}` in \"{counter.Unit}\", of which nobody can count two: each side will report a number of its own making.", "count something with edges: trucks, tonnes, persons, visits");
                findings.Warning("uncountable", DraftFindings.At(count), message, hint, provisions, phases);
            }
        }
    }

    private static void Check(DraftFindings findings, Provision provision, string id, decimal? target, string counterKey, string targetKey)
    {
        if (findings.Agreement.Counter(id) is not { } counter)
        {
            return;
        }
        var (at, message, hint) =
            counter.Measures is not null ? (counterKey, $"{findings.Titled(provision, begins: true)} counts by `{id}`, which is a toll: its figures are shown with their speakers and never counted, so no number can be told.", "give it a counter of its own, without `measures`")
            : Masses.Contains(counter.Unit) ? (counterKey, $"{findings.Titled(provision, begins: true)} counts by `{id}` in \"{counter.Unit}\", of which nobody can count two: each side will report a number of its own making.", "count something with edges: trucks, tonnes, persons, visits")
            : target is 0 ? (targetKey, $"{findings.Titled(provision, begins: true)} owes 0 of `{id}`: it asks for nothing.", "write the number owed; what must not happen at all is a prohibition")
            : target > counter.Universe ? (targetKey, $"{findings.Titled(provision, begins: true)} owes {target} of `{id}`, and there are only {counter.Universe}: the number can never be reached.", "correct the target, or the counter's `universe`")
            : default;
        if (message is not null)
        {
            findings.Warning("uncountable", DraftFindings.At(provision, at), message, hint, [provision.Id]);
        }
    }
}
