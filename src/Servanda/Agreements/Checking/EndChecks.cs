namespace Servanda.Agreements.Checking;

/// <summary>
/// By when, until when, and what then: <c>no-deadline</c>, <c>no-end</c>, <c>no-remedy</c>, <c>no-resumption</c>, and the
/// silence that would end the question too soon: <c>silence-would-absolve</c>.
/// </summary>
internal static class EndChecks
{
    public static void Of(DraftFindings findings)
    {
        var agreement = findings.Agreement;
        var answered = AnsweredFor(agreement);
        var resumed = agreement.Provisions.OfType<Provision.Power>().Select(p => p.Effect).OfType<Effect.Resume>().SelectMany(e => e.Of).ToHashSet(StringComparer.Ordinal);
        foreach (var provision in agreement.Provisions)
        {
            Deadline(findings, provision);
            End(findings, provision);
            if (provision.IsNegative && !answered.Contains(provision.Id))
            {
                findings.Note("no-remedy", DraftFindings.At(provision, "id"),
                    $"Nothing follows when {findings.Titled(provision)} is not kept: the other side is left with ending the agreement or bearing it.",
                    "name a `remedy` (an inquiry, a return, a repair), or let a power or another provision apply on `breached(...)`", [provision.Id]);
            }
            if (provision is Provision.Power { Effect: Effect.Suspend suspend } power && power.Limits.Lapses is null && suspend.Of.Where(of => !resumed.Contains(of)).ToList() is { Count: > 0 } never)
            {
                findings.Warning("no-resumption", DraftFindings.At(provision, "effect/suspend", "effect"),
                    $"{findings.Titled(provision, begins: true)} suspends {DraftFindings.Listed([.. never.Select(id => agreement.Provision(id) is { } p ? findings.Titled(p) : id)])}, and nothing ends the suspension: one use stops it for good.",
                    "give it `limits: {lapses: ...}`, or add a power with `effect: {resume: ...}`", [provision.Id, .. never]);
            }
            if (provision is { IsNegative: true, Silence: SilencePolicy.IssueOnly })
            {
                findings.Warning("silence-would-absolve", DraftFindings.At(provision, "silence"),
                    $"With `issue-only` one accusation that is denied shows {findings.Titled(provision)} as kept by those who deny it: the only thing on the table is settled, and silence does the rest.",
                    "leave `silence` out (unknown): only what was observed then shows it as kept", [provision.Id]);
            }
        }
        foreach (var standpoint in agreement.Standpoints.Where(s => s.Silence is SilencePolicy.IssueOnly && agreement.Provisions.Any(p => p.IsNegative)))
        {
            findings.Warning("silence-would-absolve", new Excerpt(standpoint.Position, null),
                $"By the standpoint `{standpoint.Id}` one accusation that is denied shows a prohibition as kept: its `issue-only` takes the place of every provision's own policy.",
                "leave its `silence` out, or write `unknown`", []);
        }
    }

    private static void Deadline(DraftFindings findings, Provision provision)
    {
        // An exchange without a total is owed delivery by delivery: its lag is the deadline.
        if (provision is not (Provision.Act or Provision.Quota or Provision.Exchange) || provision is Provision.Exchange { Total: null, Lag: not null })
        {
            return;
        }
        if (provision.Within?.To is { } to)
        {
            if (NeverBefore(findings.Agreement, to, provision) is { } never)
            {
                findings.Note("no-deadline", DraftFindings.At(provision, "within/to"),
                    $"{findings.Titled(provision, begins: true)} is due by `{ConditionText.Of(to)}`, and {never}: it can never be late, and whoever waits for it waits without end.",
                    "count the deadline from an anchor: `entry-into-force + 30d`", [provision.Id]);
            }
            return;
        }
        var atOnce = VagueWords.AtOnce.FirstOrDefault(word => provision.Text.Contains(word, StringComparison.OrdinalIgnoreCase));
        findings.Note("no-deadline", DraftFindings.At(provision, "within", "id"),
            $"{findings.Titled(provision, begins: true)} does not say by when{(atOnce is null ? "" : $" (\"{atOnce}\" is no date)")}: it can never be late, and whoever waits for it waits without end.",
            provision.Applies is null ? "add `within: {to: ...}`, counted from an anchor: `entry-into-force + 30d`" : $"add `within: {{to: ...}}`, counted from when it applies: `start({provision.Id}) + 30d`", [provision.Id]);
    }

    private static void End(DraftFindings findings, Provision provision)
    {
        // A condition ends it when it no longer holds, and a limit when it is used up.
        var open = provision.Within?.To is TimeExpression.End { Phase: var of } && findings.Agreement.Phase(of) is { Completes: null } ? of : null;
        if (provision.Within?.To is not null && open is null || provision.Survives || provision.Applies is not null || provision is Provision.Act or Provision.Quota or Provision.Exchange
            or Provision.Power { Limits: { Times: not null } or { Lapses: not null } })
        {
            return;
        }
        findings.Note("no-end", DraftFindings.At(provision, "within", "id"),
            $"{findings.Titled(provision, begins: true)} {(open is null ? "does not say until when" : $"ends with phase `{open}`, which does not say when it is completed")}: one side may take it as over when the other does not.",
            "add `within: {to: ...}`, a date, an event or `end(phase)`; where it is meant to outlast the agreement, `survives: true`", [provision.Id]);
    }

    /// <summary>Why a deadline at the end of a phase cannot come before the duty is done; null where it can.</summary>
    private static string? NeverBefore(Agreement agreement, TimeExpression to, Provision provision) =>
        to.Origin() is not TimeExpression.End { Phase: var id } || agreement.Phase(id) is not { } phase ? null
        : phase.Completes is not { } completes ? $"{DraftFindings.Name(phase)} does not say when it is completed"
        : PolarityChecks.Needed([completes]).Any(q => q.IsAsserted && (q.Part is Condition.Done { Ref: var of } && of.Id == provision.Id || q.Part is Condition.Verified { Ref: var proven } && proven.Id == provision.Id)) ? $"{DraftFindings.Name(phase)} is completed only once it is done"
        : null;

    // A breach leads somewhere where a remedy, a duty for each incident, or a condition asks about it.
    private static HashSet<string> AnsweredFor(Agreement agreement)
    {
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var provision in agreement.Provisions)
        {
            if (provision.Remedy is not null)
            {
                answered.Add(provision.Id);
            }
            if (provision.Each is { } each)
            {
                answered.Add(each);
            }
            answered.UnionWith((provision.Applies?.Questions() ?? []).Select(Asked).OfType<string>());
        }
        foreach (var phase in agreement.Phases)
        {
            answered.UnionWith(new[] { phase.Opens?.When, phase.Completes }.OfType<Condition>().SelectMany(c => c.Questions()).Select(Asked).OfType<string>());
        }
        return answered;
    }

    private static string? Asked(Condition question) => question switch
    {
        Condition.Breached breached => breached.Ref.Id,
        Condition.Kept kept => kept.Ref.Id,
        Condition.Done done => done.Ref.Id,
        Condition.Verified verified => verified.Ref.Id,
        _ => null,
    };
}
