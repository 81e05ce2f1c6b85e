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
        foreach (var provision in findings.Agreement.Provisions)
        {
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
