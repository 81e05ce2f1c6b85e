using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status;

/// <summary>Answers that are assumed, whoever tells what: the "if" of a what-if.</summary>
/// <param name="Provisions">By provision, or by one holder's part of it (<c>halt-fire@north</c>).</param>
/// <param name="Phases">Whether it is entered, by phase.</param>
/// <param name="From">From when they hold; before it everything stays as it is told.</param>
public sealed record Assumptions(IReadOnlyDictionary<string, Told> Provisions, IReadOnlyDictionary<string, Told> Phases, Instant From);

public sealed partial class Evaluation
{
    private const string BecauseAssumed = "assumed";

    private Assumptions? InForceNow => family.Assumed is { } assumed && AsOf >= assumed.From ? assumed : null;

    private IEnumerable<TimeRange> AssumedFrom => family.Assumed is { } assumed ? [TimeRange.Exactly(assumed.From)] : [];

    // What is assumed of the whole is assumed of each holder where it is told so, and one holder's incident is one of the whole.
    private Node? Assumed(Provision provision, string? holder)
    {
        if (InForceNow is not { } assumed)
        {
            return null;
        }
        Told? value = assumed.Provisions.TryGetValue(FactRef(provision, holder), out var told) ? told
            : holder is not null && assumed.Provisions.TryGetValue(provision.Id, out var whole) && whole.IsTrue ? Told.T
            : holder is null && provision.IsNegative && provision.By.Any(h => assumed.Provisions.TryGetValue(FactRef(provision, h), out var part) && part.IsFalse) ? Told.F
            : null;
        return value is { } given
            ? Node.Given($"{FactRef(provision, holder)}", given, BecauseAssumed) with { Provision = provision.Id, Holder = holder, Fact = $"{(provision.IsNegative ? "kept" : "done")}({FactRef(provision, holder)})" }
            : null;
    }

    private Node? AssumedEntry(Phase phase) => InForceNow is { } assumed && assumed.Phases.TryGetValue(phase.Id, out var told)
        ? Node.Given($"{phase.Title} is entered", told, BecauseAssumed) with { Fact = $"phase({phase.Id}, entered)" }
        : null;
}
