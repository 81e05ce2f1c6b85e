using Servanda.Agreements;
using Servanda.Gaps;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>A phase by one account: what opens it, what keeps it shut, and what would follow if answers were settled.</summary>
public sealed record PhaseModel
{
    public required Phase Phase { get; init; }
    public required Standpoint By { get; init; }
    public required PhaseRow Row { get; init; }
    public required Proof Opens { get; init; }
    public required Proof? Declared { get; init; }
    public required Proof? Completes { get; init; }
    public required Blockers Opening { get; init; }
    public required Blockers? Completion { get; init; }

    /// <summary>The answers that can be supposed: those that bear on it.</summary>
    public required IReadOnlyList<string> CanSuppose { get; init; }
    public required IReadOnlyDictionary<string, Told> Supposed { get; init; }
    public required IReadOnlyList<StatusChange> Changes { get; init; }

    public static PhaseModel Of(Asked asked, string id)
    {
        var phase = asked.Agreement.Phase(id) ?? throw new NoSuchPageException("The agreement has no phase {0}.", id);
        var by = asked.By;
        var row = asked.Board().Phases.First(p => p.Phase.Id == id);
        var supposed = Supposing(asked);
        return asked.Ask($"{id} {by.Id} {string.Join(' ', supposed.Select(s => $"{s.Key}={s.Value}"))}", record =>
        {
            var evaluation = new Evaluation(record, by, asked.AsOf);
            var opening = Blockers.Of(evaluation, phase);
            var completion = phase.Completes is null ? null : Blockers.Of(evaluation, phase, PhaseGoal.Completes);
            var phases = new SortedDictionary<string, Told>(supposed.Where(s => asked.Agreement.Phase(s.Key) is not null).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
            var provisions = new SortedDictionary<string, Told>(supposed.Where(s => asked.Agreement.Phase(s.Key) is null).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
            return new PhaseModel
            {
                Phase = phase,
                By = by,
                Row = row,
                Opens = Why.Of(evaluation, e => e.Opens(phase))!,
                Declared = phase.Opens is { Mode: EntryMode.Declared } ? Why.Of(evaluation, e => e.Entered(phase)) : null,
                Completes = phase.Completes is null ? null : Why.Of(evaluation, e => e.Completed(phase)),
                Opening = opening,
                Completion = completion,
                CanSuppose =
                [
                    .. opening.Ways.Concat(completion?.Ways ?? []).SelectMany(w => w.Needs).SelectMany(n => n.Of)
                        .Select(f => f.Phase ?? (f.Provision is { } p ? f.Holder is { } h ? $"{p}@{h}" : p : null)).OfType<string>()
                        .Concat(Named(asked.Agreement, phase)).Concat(supposed.Keys).Append(id).Distinct(StringComparer.Ordinal),
                ],
                Supposed = supposed,
                Changes = supposed.Count == 0 ? [] : StatusChange.Between(record, record, asked.AsOf, new Assumptions(provisions, phases, asked.AsOf)),
            };
        });
    }

    // What its conditions name, and those of the phases that they name.
    private static IEnumerable<string> Named(Agreement agreement, Phase phase)
    {
        var (named, waiting) = (new List<string>(), new Queue<Phase>([phase]));
        var seen = new HashSet<Phase>();
        while (waiting.TryDequeue(out var next))
        {
            if (seen.Add(next))
            {
                named.AddRange(References.Of(next).Where(r => agreement.Provision(r) is not null || agreement.Phase(r) is not null));
                References.Of(next).Select(agreement.Phase).OfType<Phase>().ToList().ForEach(waiting.Enqueue);
            }
        }
        return named;
    }

    private static SortedDictionary<string, Told> Supposing(Asked asked)
    {
        var supposed = new SortedDictionary<string, Told>(StringComparer.Ordinal);
        foreach (var reference in asked.QueryAll("suppose"))
        {
            var (id, holder) = reference.Split('@', 2) is [var of, var h] ? (of, h) : (reference, null);
            var isThere = asked.Agreement.Provision(id) is { } provision ? holder is null || provision.By.Contains(holder, StringComparer.Ordinal) : holder is null && asked.Agreement.Phase(id) is not null;
            supposed[reference] = isThere ? Told.T : throw new NoSuchPageException("There is nothing called {0} to suppose.", reference);
        }
        return supposed;
    }
}
