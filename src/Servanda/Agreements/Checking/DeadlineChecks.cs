using NodaTime;

namespace Servanda.Agreements.Checking;

/// <summary>Deadlines that cannot be met even if everybody does everything at once: <c>impossible-deadline</c>.</summary>
internal sealed class DeadlineChecks
{
    // Nobody reads on after so many.
    private const int Most = 200;

    // The beginning of time, from which what is dated is counted.
    private const int Origin = 0;

    private readonly DraftFindings findings;
    private readonly Agreement agreement;
    private readonly RelativeTimes relative;
    private readonly FixedTimes fixedTimes;
    private readonly Dictionary<string, int> anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> phases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> provisions = new(StringComparer.Ordinal);
    private readonly TimeNetwork network;

    private DeadlineChecks(DraftFindings findings)
    {
        this.findings = findings;
        agreement = findings.Agreement;
        relative = new RelativeTimes(agreement);
        fixedTimes = new FixedTimes(agreement);
        var next = Origin + 1;
        foreach (var anchor in agreement.Anchors)
        {
            anchors.TryAdd(anchor.Id, next++);
        }
        // Two times a phase and three a provision, in the order of the file.
        foreach (var phase in agreement.Phases)
        {
            phases.TryAdd(phase.Id, next);
            next++;
            foreach (var provision in phase.Provisions)
            {
                provisions.TryAdd(provision.Id, next);
                next += 3;
            }
            next++;
        }
        network = new TimeNetwork(next);
    }

    public static void Of(DraftFindings findings) => new DeadlineChecks(findings).Check();

    /// <summary>A time as a bound knows it: between so many ticks after another.</summary>
    private readonly record struct Term(int Time, long Least, long Most);

    private int Entered(string phase) => phases[phase];
    private int Completed(string phase) => agreement.Phase(phase)!.Provisions is { Count: var count } ? phases[phase] + 1 + 3 * count : 0;

    /// <summary>When it began to apply, when it came into force, and when it was done.</summary>
    private int Applied(string provision) => provisions[provision];
    private int Begun(string provision) => provisions[provision] + 1;
    private int Done(string provision) => provisions[provision] + 2;

    private void Check()
    {
        foreach (var anchor in agreement.Anchors)
        {
            if (anchor.At is { } at)
            {
                var range = at.In(agreement.Zone);
                Between(anchors[anchor.Id], new Term(Origin, range.Earliest.ToUnixTimeTicks(), range.Latest.ToUnixTimeTicks()), $"`{anchor.Id}` is dated {at}");
            }
        }
        foreach (var phase in agreement.Phases)
        {
            After(Entered(phase.Id), phase.Opens?.When, null, $"{DraftFindings.Name(phase)} opens only on");
            After(Completed(phase.Id), phase.Completes, null, $"{DraftFindings.Name(phase)} is completed only on");
            foreach (var provision in phase.Provisions)
            {
                Check(provision);
            }
        }
        foreach (var circle in network.Contradictions(Most))
        {
            Contradiction(circle);
        }
    }

    private void Check(Provision provision)
    {
        var (applied, begun, done) = (Applied(provision.Id), Begun(provision.Id), Done(provision.Id));
        var name = findings.Titled(provision);
        network.Add(new TimeBound(begun, applied, 0, null, provision));
        network.Add(new TimeBound(done, begun, 0, null, provision));
        network.Add(new TimeBound(begun, Entered(provision.Phase), 0, $"{name} belongs to phase `{provision.Phase}`", provision));
        if (provision.Applies is { } applies)
        {
            After(applied, applies, provision, $"{name} waits for");
        }
        else if (provision.Each is null && agreement.RemediedBy(provision.Id) is null)
        {
            // Without a condition it applies from the moment its phase is entered, neither before nor after.
            Between(applied, new Term(Entered(provision.Phase), 0, 0), null);
        }
        if (provision.Each is { } each)
        {
            network.Add(new TimeBound(applied, Begun(each), 0, $"{name} answers what happens under `{each}`", provision));
        }
        if (provision.Within?.From is { } from)
        {
            foreach (var term in TermsOf(from))
            {
                network.Add(new TimeBound(begun, term.Time, term.Least, $"{name} runs from `{ConditionText.Of(from)}`", provision));
            }
        }
        if (provision.Within?.To is { } to)
        {
            foreach (var term in DeadlineOf(to))
            {
                network.Add(new TimeBound(term.Time, done, -term.Most, $"{name} {Due(provision)}", provision, Deadline: provision));
            }
        }
    }

    private void Between(int time, Term term, string? because)
    {
        network.Add(new TimeBound(time, term.Time, term.Least, because, null));
        network.Add(new TimeBound(term.Time, time, -term.Most, because, null));
    }

    /// <summary>What a condition needs for certain: the parts that all have to hold. An alternative is no bound, nor is what must not be.</summary>
    private void After(int time, Condition? condition, Provision? by, string because)
    {
        foreach (var (part, _) in condition is null ? [] : PolarityChecks.Needed([condition]).Where(p => p.IsAsserted))
        {
            foreach (var term in EarliestOf(part))
            {
                network.Add(new TimeBound(time, term.Time, term.Least, $"{because} `{ConditionText.Of(part)}`", by));
            }
        }
    }

    private IEnumerable<Term> EarliestOf(Condition condition) => condition switch
    {
        Condition.Done { Ref: var of } => [Exactly(anchors.TryGetValue(of.Id, out var anchor) ? anchor : Done(of.Id))],
        Condition.Verified { Ref: var of } => [Exactly(Done(of.Id))],
        Condition.Kept { Ref: var of, Last: { } last } => [new Term(Begun(of.Id), relative.Of(last).Least, relative.Of(last).Most)],
        Condition.Kept { Ref: var of } => [Exactly(Begun(of.Id))],
        Condition.InForce { Ref: var of } => [Exactly(Begun(of.Id))],
        Condition.Open { Ref: var of } => [Exactly(Begun(of.Id))],
        Condition.Breached { Ref: var of } => agreement.Provision(of.Id) is Provision.Act or Provision.Quota or Provision.Exchange && agreement.Provision(of.Id)!.Within?.To is { } to
            ? [Exactly(Begun(of.Id)), .. DeadlineOf(to)]
            : [Exactly(Begun(of.Id))],
        Condition.Phase { Id: var id, Moment: PhaseMoment.Entered } => [Exactly(Entered(id))],
        Condition.Phase { Id: var id } => [Exactly(Completed(id))],
        Condition.Passed { Time: var passed } => TermsOf(passed),
        _ => [],
    };

    private static Term Exactly(int time) => new(time, 0, 0);

    // A plain day as a deadline is the end of that day.
    private IEnumerable<Term> DeadlineOf(TimeExpression to) => to is TimeExpression.Fixed { Stamp.Day: not null } && fixedTimes.Of(to) is { Latest: var end }
        ? [new Term(Origin, end.ToUnixTimeTicks(), end.ToUnixTimeTicks())]
        : TermsOf(to);

    /// <summary>A time counted from what it names; and, where that is dated, as the calendar has it to the instant.</summary>
    private IEnumerable<Term> TermsOf(TimeExpression time)
    {
        if (fixedTimes.Of(time) is { } date)
        {
            yield return new Term(Origin, date.Earliest.ToUnixTimeTicks(), date.Latest.ToUnixTimeTicks());
        }
        if (Relative(time) is { Time: not Origin } term)
        {
            yield return term;
        }
    }

    private Term Relative(TimeExpression time)
    {
        var (origin, least, most) = relative.Of(time);
        if (origin is TimeExpression.Fixed { Stamp: var stamp })
        {
            var range = stamp.In(agreement.Zone);
            return new Term(Origin, range.Earliest.ToUnixTimeTicks() + least, range.Latest.ToUnixTimeTicks() + most);
        }
        return new Term(NodeOf(origin), least, most);
    }

    private int NodeOf(TimeExpression origin) => origin switch
    {
        TimeExpression.Anchor { Id: var id } => anchors[id],
        TimeExpression.Start { Ref: var of } => Applied(of.Id),
        TimeExpression.Done { Ref: var of } => Done(of.Id),
        TimeExpression.End { Phase: var phase } => Completed(phase),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private void Contradiction(IReadOnlyList<TimeBound> circle)
    {
        var late = circle[0].Deadline!;
        var tooEarly = Duration.FromTicks(circle.Sum(b => b.Ticks));
        var reasons = circle.Skip(1).Select(b => b.Because).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        findings.Error("impossible-deadline", DraftFindings.At(late, "within/to", "within"),
            $"{findings.Titled(late, begins: true)} {Due(late)}, which cannot be met{(reasons.Count == 0 ? "" : $": {string.Join("; ", reasons)}")}. It comes {Told(tooEarly)} too early whatever anybody does.",
            "move the deadline, count it from what the provision waits for, or shorten what comes before",
            [.. circle.Select(b => b.By?.Id).OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    private static string Due(Provision provision) =>
        $"{(provision is Provision.Act or Provision.Quota or Provision.Exchange ? "is due by" : "ends on")} `{ConditionText.Of(provision.Within!.To!)}`";

    private static string Told(Duration length) => length.TotalHours < 1 ? "just"
        : length.TotalDays < 2 ? $"at least {Math.Floor(length.TotalHours)} {(length.TotalHours < 2 ? "hour" : "hours")}"
        : $"at least {Math.Floor(length.TotalDays)} days";
}
