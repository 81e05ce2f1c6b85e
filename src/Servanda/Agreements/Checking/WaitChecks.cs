namespace Servanda.Agreements.Checking;

/// <summary>Circles of waiting, and what can never be done or opened: <c>circular-wait</c>, <c>unreachable</c>.</summary>
internal static class WaitChecks
{
    // A circle of more than so many is told by its beginning and its end.
    private const int LongestTold = 8;

    public static void Of(DraftFindings findings)
    {
        var graph = new WaitGraph(findings.Agreement, p => p);
        var circles = new WaitCircles(graph);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var circle in circles.Shortest())
        {
            known.Add(Key(graph, circle));
            Circle(findings, graph, circles, circle, asRead: null);
        }
        Unreachable(findings, graph, circles);
        SelfReferenceChecks.Of(findings, graph);
        foreach (var (asRead, read) in Readings(findings.Agreement))
        {
            var otherwise = new WaitGraph(findings.Agreement, read);
            var found = new WaitCircles(otherwise);
            foreach (var circle in found.Shortest().Where(c => known.Add(Key(otherwise, c))))
            {
                Circle(findings, otherwise, found, circle, asRead);
            }
        }
    }

    /// <summary>The ways in which the text is read: by each party that reads it otherwise, and each holder's own duties as that holder reads them.</summary>
    private static IEnumerable<(string AsRead, Func<Provision, Provision> Read)> Readings(Agreement agreement)
    {
        var differing = agreement.Provisions.SelectMany(p => p.Readings.Where(r => r.As.Applies != p.Applies || r.As.Within != p.Within)).ToList();
        foreach (var party in differing.SelectMany(r => r.By).Distinct(StringComparer.Ordinal))
        {
            yield return ($"As {agreement.NameOf(party)} reads the text", p => p.Readings.FirstOrDefault(r => r.By.Contains(party, StringComparer.Ordinal))?.As ?? p);
        }
        if (differing.Count > 0)
        {
            yield return ("Where each follows its own reading of what it owes", p => p.Readings.FirstOrDefault(r => r.By.Intersect(p.By).Any())?.As ?? p);
            yield return ("Where nothing moves before every reading of it is met", AllAtOnce);
        }
    }

    // What one side reads as free to begin, the other may still hold up: it waits for what any of them reads into it.
    private static Provision AllAtOnce(Provision provision)
    {
        var starts = provision.Readings.Select(r => r.As.Within?.From).OfType<TimeExpression>().Where(t => t.Origin() is not TimeExpression.Start { Ref: var of } || of.Id != provision.Id);
        var waits = provision.Readings.Select(r => r.As.Applies).Prepend(provision.Applies).OfType<Condition>().Concat(starts.Select(t => new Condition.Passed(t))).Distinct().ToList();
        return waits.Count == 0 ? provision : provision with { Applies = new Condition.And(waits) };
    }

    private static string Key(WaitGraph graph, IReadOnlyList<int> circle) =>
        string.Join(' ', circle.Select(n => graph.ProvisionAt(n)?.Id ?? graph.PhaseAt(n)!.Id).Order(StringComparer.Ordinal));

    private static void Circle(DraftFindings findings, WaitGraph graph, WaitCircles circles, IReadOnlyList<int> circle, string? asRead)
    {
        var names = circle.Select(n => Name(findings, graph, n)).ToList();
        var told = Told(names);
        var message = $"{(asRead is null ? told : $"{asRead}, {told}")}: {(names.Count == 1 ? "it can never come first" : names.Count == 2 ? "neither can come first" : "none of them can come first")}.";
        var hint = names.Count == 1 ? "let it wait for something else, or begin by itself"
            : "let one of them begin without the others, give it another way (`... or passed(...)`), or let them be done step by step as an exchange";
        var (provisions, phases) = (circle.Select(graph.ProvisionAt).OfType<Provision>().Select(p => p.Id).ToList(), circle.Select(graph.PhaseAt).OfType<Phase>().Select(p => p.Id).ToList());
        if (asRead is null)
        {
            findings.Error("circular-wait", Place(graph, circles, circle[0]), message, hint, provisions, phases);
        }
        else
        {
            var read = circle.Select(graph.ProvisionAt).OfType<Provision>().Select(p => findings.Agreement.Provision(p.Id)!).FirstOrDefault(p => p.Readings.Count > 0);
            findings.Warning("circular-wait", read is null ? Place(graph, circles, circle[0]) : DraftFindings.At(read, "readings"), message, "settle one reading before signing: with these nobody need move first", provisions, phases);
        }
    }

    private static string Told(List<string> names)
    {
        var shown = names.Count <= LongestTold ? names : [.. names.Take(LongestTold - 3), $"(… {names.Count - LongestTold + 1} more …)", .. names.TakeLast(2)];
        return shown.Count == 1
            ? $"{shown[0]} waits for itself"
            : $"{shown[0]} waits for {string.Join(", which waits for ", shown.Skip(1).Append(shown[0]))}";
    }

    // Where the first of the circle says that it waits.
    private static Excerpt Place(WaitGraph graph, WaitCircles circles, int node)
    {
        if (graph.PhaseAt(node) is { } phase)
        {
            return DraftFindings.At(phase, graph.MomentOf(node) is WaitMoment.Completed ? "completes/when" : "opens/when");
        }
        var provision = graph.ProvisionAt(node)!;
        var begun = graph.MomentOf(node) is WaitMoment.Done ? node - 1 : node;
        var key = graph.WaitsOf(begun).FirstOrDefault(w => w.Key.Length > 0 && circles.IsInCircle(w.On)).Key;
        return key is null ? DraftFindings.At(provision) : DraftFindings.At(provision, key);
    }

    private static string Name(DraftFindings findings, WaitGraph graph, int node) => graph.ProvisionAt(node) is { } provision ? findings.Name(provision)
        : graph.MomentOf(node) is WaitMoment.Completed ? $"the completion of {DraftFindings.Name(graph.PhaseAt(node)!)}"
        : DraftFindings.Name(graph.PhaseAt(node)!);

    private static void Unreachable(DraftFindings findings, WaitGraph graph, WaitCircles circles)
    {
        foreach (var phase in findings.Agreement.Phases)
        {
            if (graph.IsStuck(phase))
            {
                Unreachable(findings, graph, circles, graph.NodeOf(phase), $"{Capital(DraftFindings.Name(phase))} can never be opened", DraftFindings.At(phase, "opens/when"), [], [phase.Id]);
            }
            else if (graph.NeverCompletes(phase) && Reason(graph, graph.CompletionOf(phase)) is { } never && graph.MomentOf(never) is WaitMoment.Never)
            {
                Unreachable(findings, graph, circles, graph.CompletionOf(phase), $"{Capital(DraftFindings.Name(phase))} can never be completed", DraftFindings.At(phase, "completes/when"), [], [phase.Id]);
            }
            foreach (var provision in phase.Provisions.Where(graph.IsStuck))
            {
                var what = provision switch
                {
                    Provision.Prohibition or Provision.Continuing or Provision.Rate => "can never come into force",
                    Provision.Power => "can never be used",
                    _ => "can never be done",
                };
                Unreachable(findings, graph, circles, graph.NodeOf(provision), $"{findings.Titled(provision, begins: true)} {what}", At(graph, provision), [provision.Id], []);
            }
        }
    }

    private static void Unreachable(DraftFindings findings, WaitGraph graph, WaitCircles circles, int node, string what, Excerpt at, IReadOnlyList<string> provisions, IReadOnlyList<string> phases)
    {
        var (why, hint) = circles.IsInCircle(node) || node % 2 == 1 && circles.IsInCircle(node - 1)
            ? ("it waits, at some remove, for itself", "break the circle of waiting at one of its members")
            : Reason(graph, node) is not { } reason ? ("it waits for what can never be", "give it another way, or let it begin by itself")
            : graph.MomentOf(reason) is WaitMoment.Never ? (graph.NeverAt(reason).Why, "name a condition that can come about, or add another way with `or`")
            : ($"it waits for {(graph.ProvisionAt(reason) is { } other ? findings.Titled(other) : Name(findings, graph, reason))}, which can never be", "mend what it waits for, or give it another way with `or`");
        findings.Error("unreachable", at, $"{what}: {why}.", hint, provisions, phases);
    }

    // The nearest thing of another owner that holds it up.
    private static int? Reason(WaitGraph graph, int node)
    {
        var owner = (object?)graph.ProvisionAt(node) ?? graph.PhaseAt(node);
        var seen = new HashSet<int> { node };
        var next = new Queue<int>([node]);
        while (next.TryDequeue(out var at))
        {
            foreach (var (on, _) in graph.WaitsOf(at).Where(w => graph.IsStuck(w.On) && seen.Add(w.On)))
            {
                var other = (object?)graph.ProvisionAt(on) ?? graph.PhaseAt(on);
                if (graph.MomentOf(on) is WaitMoment.Never || other is not null && !ReferenceEquals(other, owner))
                {
                    return on;
                }
                next.Enqueue(on);
            }
        }
        return null;
    }

    private static Excerpt At(WaitGraph graph, Provision provision)
    {
        var key = graph.WaitsOf(graph.NodeOf(provision) - 1).FirstOrDefault(w => w.Key.Length > 0 && graph.IsStuck(w.On)).Key;
        return key is null ? DraftFindings.At(provision) : DraftFindings.At(provision, key);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
