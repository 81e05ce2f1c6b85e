namespace Servanda.Agreements.Checking;

/// <summary>Numbers that nobody could ever report: <c>uncountable</c>.</summary>
internal static class CounterChecks
{
    // What one cannot have two of.
    private static readonly HashSet<string> Masses = new(StringComparer.OrdinalIgnoreCase)
    {
        "aid", "assistance", "support", "progress", "cooperation", "co-operation", "goodwill", "effort", "efforts", "security", "stability", "calm", "trust", "confidence", "compliance",
        "relief", "access", "restraint", "dialogue", "violence", "fighting", "amount", "degree", "level", "extent", "peace", "assurance", "pressure", "influence",
    };

    // "Tonnes of aid" are counted in tonnes, "humanitarian aid" in nothing.
    private static bool IsMass(string unit)
    {
        var head = unit.Split(" of ", 2)[0].Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);
        return Masses.Contains(unit) || head.Length > 0 && Masses.Contains(head[^1]);
    }

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
                    Read<Provision.Quota>(findings, provision, q => (q.Counter, q.Target), (quota.Counter, quota.Target));
                    break;
                case Provision.Rate rate:
                    Check(findings, provision, rate.Counter, rate.Target, "counter", "target");
                    Read<Provision.Rate>(findings, provision, r => (r.Counter, r.Target), (rate.Counter, rate.Target));
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

    // What a party reads into the text is to be counted as well.
    private static void Read<TProvision>(DraftFindings findings, Provision provision, Func<TProvision, (string Counter, decimal Target)> owed, (string, decimal) written)
        where TProvision : Provision
    {
        for (var i = 0; i < provision.Readings.Count; i++)
        {
            if (provision.Readings[i].As is TProvision read && owed(read) is var (counter, target) && (counter, target) != written)
            {
                Check(findings, provision, counter, target, $"readings/{i}/counter", $"readings/{i}/target", $"As {findings.Actors(provision.Readings[i].By)} {(provision.Readings[i].By.Count > 1 ? "read" : "reads")} it, ");
            }
        }
    }

    private static void Asked(DraftFindings findings, Condition? condition, IReadOnlyList<string> provisions, IReadOnlyList<string> phases)
    {
        foreach (var count in (condition?.Questions() ?? []).OfType<Condition.Count>())
        {
            if (findings.Agreement.Counter(count.Counter) is { } counter && (counter.Measures is not null || IsMass(counter.Unit)))
            {
                var (message, hint) = counter.Measures is not null
                    ? ($"The condition asks for a number of `{counter.Id}`, which is a toll: its figures belong to their speakers, and each side will meet it or miss it by its own.", $"ask what the toll measures: `kept({counter.Measures}, last 7d)`")
                    : ($"The condition asks for a number of `{counter.Id}` in \"{counter.Unit}\", of which nobody can count two: each side will report a number of its own making.", "count something with edges: trucks, tonnes, persons, visits");
                findings.Warning("uncountable", DraftFindings.At(count), message, hint, provisions, phases);
            }
        }
    }

    private static void Check(DraftFindings findings, Provision provision, string id, decimal? target, string counterKey, string targetKey, string asRead = "")
    {
        if (findings.Agreement.Counter(id) is not { } counter)
        {
            return;
        }
        var name = asRead + findings.Titled(provision, begins: asRead.Length == 0);
        var (at, message, hint) =
            counter.Measures is not null ? (counterKey, $"{name} counts by `{id}`, which is a toll: its figures are shown with their speakers and never counted, so no number can be told.", "give it a counter of its own, without `measures`")
            : IsMass(counter.Unit) ? (counterKey, $"{name} counts by `{id}` in \"{counter.Unit}\", of which nobody can count two: each side will report a number of its own making.", "count something with edges: trucks, tonnes, persons, visits")
            : target is 0 ? (targetKey, $"{name} owes 0 of `{id}`: it asks for nothing.", "write the number owed; what must not happen at all is a prohibition")
            : target > counter.Universe ? (targetKey, $"{name} owes {target} of `{id}`, and there are only {counter.Universe}: the number can never be reached.", "correct the target, or the counter's `universe`")
            : default;
        if (message is not null)
        {
            findings.Warning("uncountable", DraftFindings.At(provision, at, "readings"), message, hint, [provision.Id]);
        }
    }
}
